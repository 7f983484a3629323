"""Slips say the whole name where nobody gave a shorter one: none is made of it any more."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LENGTH = 40
"""What imports made of a name were its first characters, to the limit of the column."""


def upgrade() -> None:
    sku = sa.table("sku", sa.column("name"), sa.column("short_name"))
    made = sku.c.short_name == sa.func.substr(sku.c.name, 1, _LENGTH)
    op.execute(sku.update().where(made).values(short_name=""))
