"""Every command's request in one table, every number from one; the head keeps the chain alone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "request",
        sa.Column("content_hash", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.create_table(
        "series",
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", _INT64, nullable=False),
        sa.Column("last", _INT64, nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_series_last")),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_series_till_id_till")),
        sa.PrimaryKeyConstraint("till_id", "kind", "year", name=op.f("pk_series")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for kind in ("sale", "shift"):
        last = sa.column(f"{kind}_number", _INT64)
        head = sa.table("journal_head", sa.column("till_id", _INT64), last)
        numbers = sa.select(head.c.till_id, sa.literal(kind), sa.literal(0), last).where(last > 0)
        series = sa.table("series", *(sa.column(n) for n in ("till_id", "kind", "year", "last")))
        op.execute(series.insert().from_select(["till_id", "kind", "year", "last"], numbers))
        op.drop_column("journal_head", f"{kind}_number")
