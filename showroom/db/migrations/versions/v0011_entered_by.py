"""A document names who entered what another person posted; nobody knows it of older ones."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = sa.Column("entered_by", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("stock_document", name)
