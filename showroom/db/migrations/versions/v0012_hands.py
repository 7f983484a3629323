"""A draft names all who kept something of it; of those that lie open, who kept each line last."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hands = sa.Column("hands", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("document_draft", hands)
    line = sa.table("draft_line", *(sa.column(name) for name in ("draft_id", "position", "person")))
    draft = sa.table("document_draft", sa.column("draft_id"), sa.column("hands"))
    kept = sa.select(line.c.draft_id, line.c.person).order_by(line.c.draft_id, line.c.position)
    found: dict[str, dict[str, None]] = {}
    for draft_id, person in op.get_bind().execute(kept):
        found.setdefault(draft_id, {})[person] = None
    for draft_id, names in found.items():
        mine = draft.update().where(draft.c.draft_id == draft_id)
        op.execute(mine.values(hands="\n".join(names)))
