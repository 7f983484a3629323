"""Slips know their printer and what happened to them; pictures for their heads."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("printer", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("outbox", sa.Column("raster_lines", _INT64, server_default="0", nullable=False))
    op.create_table(
        "outbox_event",
        sa.Column("event_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("job_id", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outbox.job_id"], name=op.f("fk_outbox_event_job_id_outbox")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_outbox_event")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_event_job", "outbox_event", ["job_id"])
    op.create_table(
        "picture",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wide", _INT64, nullable=False),
        sa.Column("high", _INT64, nullable=False),
        sa.Column("dots", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_picture")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
