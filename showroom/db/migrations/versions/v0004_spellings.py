"""Names with every reading in place of initials; the till that knows pinyin fills them in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE sku RENAME COLUMN initials TO spelling")
    op.execute(sa.table("sku", sa.column("spelling")).update().values(spelling=""))
