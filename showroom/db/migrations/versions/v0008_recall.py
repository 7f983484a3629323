"""A job that a queue of the system may still hold is remembered until it was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("recall", _INT64, server_default="0", nullable=False))
    op.execute("UPDATE outbox SET recall = 1 WHERE state = 'sending' AND bytes_sent > 0")
    there = sa.text("recall != 0")
    op.create_index(
        "ix_outbox_recall", "outbox", ["till_id"], sqlite_where=there, postgresql_where=there
    )
