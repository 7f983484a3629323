"""The silence of a till since anybody, and since a 店长, said that its clock is right."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # A till that was believed so far begins without any.
    for name in ("unsaid_us", "unvouched_us"):
        column = sa.Column(name, _INT64, nullable=False, server_default="0")
        op.add_column("journal_head", column)
