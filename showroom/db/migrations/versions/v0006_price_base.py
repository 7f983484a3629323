"""What a tag price is compared with before it may change: the day's first, or the last approved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "price_base",
        sa.Column("sku_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("price_fen", _INT64, nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_price_base_sku_id_sku")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_price_base")),
        sqlite_strict=True,
    )
