"""Names with every reading in place of initials, which the till fills in; what was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.execute("ALTER TABLE sku RENAME COLUMN initials TO spelling")
    op.execute(sa.table("sku", sa.column("spelling")).update().values(spelling=""))
    op.create_table(
        "asked_for",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", _INT64, nullable=False),
        sa.Column("last_at_us", _INT64, nullable=False),
        sa.CheckConstraint("length(text) <= 64", name=op.f("ck_asked_for_text_length")),
        sa.CheckConstraint("times > 0", name=op.f("ck_asked_for_times")),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_asked_for")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
