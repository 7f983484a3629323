"""Somebody who receives until the machine dies; what was acknowledged goes to standard output."""

import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.ids import LocationId, RequestId
from showroom.domain.stock import DocumentKind
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from tests.faults.killed import first_person, tell

WAREHOUSE, LINES = LocationId(2), 4


def main(home):
    opened = open_books(Home(Path(home)), LocalSettings())
    suite = opened.suite
    actor = first_person(suite)
    skus = suite.catalogue.load_index().skus
    tell("ready")
    while True:
        draft_id = uuid4().hex
        suite.drafts.begin(actor, DocumentKind.OPENING, DraftHead(WAREHOUSE), draft_id)
        for n in range(LINES):
            line = DraftLine(skus[n].sku_id, n + 1, lot_no=f"L{n}")
            kept = suite.drafts.put_line(actor, draft_id, f"k{n}", line)
            tell("line", draft_id, f"L{n}", n + 1)
        nine = replace(line, quantity=9)
        kept = suite.drafts.put_line(actor, draft_id, f"k{LINES - 1}", nine, line)
        tell("line", draft_id, f"L{LINES - 1}", 9)
        done = suite.receiving.post(actor, draft_id, kept.revision, RequestId(uuid4().hex))
        tell("posted", draft_id, done.document.number)
        undone = suite.documents.reverse(
            actor, done.document.document_id, "录错了", RequestId(uuid4().hex)
        )
        tell("reversed", draft_id, undone.document.number)


if __name__ == "__main__":
    main(sys.argv[1])
