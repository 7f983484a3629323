"""Somebody else at the same draft, as a process of its own over the same file."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from showroom.db.engine import Database
from tests.factories import enter_shop

ROOT = Path(__file__).parents[2]


def elsewhere(shop, act, draft_id, **fields):
    """Change or drop the first line, or change the head, by the owner and in another process."""
    words = (str(shop.books.database.path), act, draft_id, json.dumps(fields))
    asked = [sys.executable, "-m", __name__, *words]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr


def main(path, act, draft_id, fields):
    database = Database(f"sqlite:///{path}")
    shop = enter_shop(database)
    drafts, who, known = shop.suite.drafts, shop.owner, json.loads(fields)
    draft = drafts.open(who, draft_id)
    if act == "head":
        drafts.save_head(who, draft_id, replace(draft.head, **known), draft.head)
    elif act == "drop":
        drafts.drop_line(who, draft_id, draft.lines[0].key, draft.lines[0].line)
    else:
        first = draft.lines[0]
        drafts.put_line(who, draft_id, first.key, replace(first.line, **known), first.line)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
