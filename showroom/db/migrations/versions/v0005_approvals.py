"""Approvals wait for their one deed; a sale names who approved it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("deed_hash", sa.Text(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("approver_id", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("spent_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["person.person_id"], name=op.f("fk_approval_approver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_approval_till_id_till")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_approval")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column(
        "sale",
        sa.Column("approved_by", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
