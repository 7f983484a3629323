"""Somebody else at the same draft, as a process of its own over the same file."""

import json
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from pysqlite3 import dbapi2

from showroom.db.engine import Database
from showroom.domain.documents.draft import DraftLine
from showroom.domain.ids import SkuId
from tests.factories import enter_shop

ROOT = Path(__file__).parents[2]


def elsewhere(shop, act, draft_id, **fields):
    """Change or drop the first line, add one, or change the head: the owner, elsewhere."""
    words = (str(shop.books.database.path), act, draft_id, json.dumps(fields))
    asked = [sys.executable, "-m", __name__, *words]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr


@contextmanager
def nobody_writes(shop):
    """Another hand holds the books for as long as this lasts."""
    with closing(dbapi2.connect(shop.books.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def main(path, act, draft_id, fields):
    database = Database(f"sqlite:///{path}")
    shop = enter_shop(database)
    drafts, who, known = shop.suite.drafts, shop.owner, json.loads(fields)
    draft = drafts.open(who, draft_id)
    if act == "head":
        drafts.save_head(who, draft_id, replace(draft.head, **known), draft.head)
    elif act == "drop":
        drafts.drop_line(who, draft_id, draft.lines[0].key, draft.lines[0].line)
    elif act == "add":
        same = draft.lines[0].line.sku_id if draft.lines else SkuId(1)
        line = DraftLine(**{"sku_id": same, "quantity": 0, **known})
        drafts.put_line(who, draft_id, "theirs", line)
    else:
        first = draft.lines[0]
        drafts.put_line(who, draft_id, first.key, replace(first.line, **known), first.line)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
