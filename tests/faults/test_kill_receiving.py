"""Killed while receiving and posting: every acknowledged line is there once, in a draft or posted.

RECEIVING_KILLS=200 kills so often instead of a few times.
"""

import os

import pytest

from tests.faults.killed import documents_of_drafts, lives

ROUNDS = int(os.environ.get("RECEIVING_KILLS", "8"))


def audit(suite, owner, posted, told):
    by_draft = documents_of_drafts(posted)
    numbers = {document.number for document in posted}
    wanted = {}
    for what, draft_id, *rest in told:
        if what == "line":
            wanted.setdefault(draft_id, {})[rest[0]] = int(rest[1])
        else:
            assert rest[0] in numbers, f"{what} {rest[0]} was acknowledged and is not there"
    open_drafts = {row.draft_id: row.revision for row in suite.drafts.listed(owner)}
    for draft_id, lines in wanted.items():
        if draft_id in by_draft:
            assert draft_id not in open_drafts, "posted, and still a draft"
            kept = {x.lot_no: x.quantity for x in by_draft[draft_id].lines}
        else:
            draft = suite.drafts.open(owner, draft_id)
            kept = {k.line.lot_no: k.line.quantity for k in draft.lines}
        last = max(lines, key=lambda lot: int(lot[1:]))
        assert {lot: n for lot, n in kept.items() if lot in lines and lot != last} == {
            lot: n for lot, n in lines.items() if lot != last
        }
        assert kept[last] in {lines[last], 9}, "the change in flight, or what was told"
    for draft_id, revision in open_drafts.items():
        suite.drafts.discard(owner, draft_id, revision)


@pytest.mark.slow
def test_a_killed_receiver_loses_no_line_and_posts_none_twice(demo_homes, tmp_path):
    lives("tests.faults.receiver", demo_homes.whole(tmp_path / "home"), ROUNDS, audit)
