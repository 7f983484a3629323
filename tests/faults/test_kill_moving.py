"""Killed while moving goods: a change of lines is whole or not there, and no gram comes or goes.

The next life goes on with the arrival that the last one was counting.

MOVING_KILLS=200 kills so often instead of a few times.
"""

import os

from sqlalchemy import func, select

from showroom.db.tables.stock import stock_level
from showroom.domain.stock import DocumentKind
from tests.faults.killed import documents_of_drafts, lives, proved_books

ROUNDS = int(os.environ.get("MOVING_KILLS", "8"))
TRANSFER, RECEIPT = DocumentKind.TRANSFER, DocumentKind.TRANSFER_RECEIPT


def everything(suite, posted):
    """All that lies anywhere, what is under way too, with what was written off as lost."""
    wanted = select(func.sum(stock_level.c.on_hand))
    there = suite.books.read(lambda tx: tx.connection.execute(wanted).scalar_one())
    lost = (x for x in posted if x.kind is DocumentKind.WRITE_OFF)
    return int(there) + sum(line.quantity for x in lost for line in x.lines)


def states(text):
    """{lot: quantity} of what a mover told."""
    return {int(lot): int(n) for lot, n in (part.split(":") for part in text.split(","))}


def audit_of(at_first):
    def audit(suite, owner, posted, told):
        assert everything(suite, posted) == at_first
        by_draft = documents_of_drafts(x for x in posted if x.kind is TRANSFER)
        received = [x.follows for x in posted if x.kind is RECEIPT]
        assert len(received) == len(set(received)), "received twice"
        numbers = {x.number for x in posted}
        asked, had = {}, {}
        for what, draft_id, said in told:
            if what == "found":
                assert states(said) in (had.get(draft_id), asked[draft_id]), "counted, and lost"
            elif what in ("ask", "has"):
                (asked if what == "ask" else had)[draft_id] = states(said)
            else:
                assert said in numbers, f"{what} {said} was acknowledged and is not there"
        counted = {x.draft_id: x for x in posted if x.kind is RECEIPT and x.draft_id}
        open_drafts = {row.draft_id: row.revision for row in suite.drafts.listed(owner)}
        for draft_id, lines in had.items():
            if draft_id in by_draft:
                assert draft_id not in open_drafts, "posted, and still a draft"
                kept = {x.lot_id: x.quantity for x in by_draft[draft_id].lines}
            elif draft_id in counted:
                assert draft_id not in open_drafts, "received, and still counted"
                came = (x for x in counted[draft_id].lines if not x.remark)
                kept = {x.lot_id: x.quantity for x in came}
            else:
                draft = suite.drafts.open(owner, draft_id)
                kept = {k.line.lot_id: k.line.quantity for k in draft.lines}
            assert kept in (lines, asked[draft_id]), "what was told, or the change in flight"
        for draft_id, revision in open_drafts.items():
            suite.drafts.discard(owner, draft_id, revision)

    return audit


def test_a_killed_mover_loses_no_line_and_no_gram(demo_homes, tmp_path):
    home = demo_homes.whole(tmp_path / "home")
    with proved_books(home) as (suite, _owner, posted):
        at_first = everything(suite, posted)
    lives("tests.faults.mover", home, ROUNDS, audit_of(at_first))
