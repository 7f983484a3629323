"""Killed while receiving and posting: every acknowledged line is there once, in a draft or posted.

RECEIVING_KILLS=200 kills so often instead of a few times.
"""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

from showroom.machine.home import LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import Actor
from showroom.services.books.verify import Verify
from showroom.services.stock.documents import DocumentsWanted

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("RECEIVING_KILLS", "8"))
AUDIT_EVERY = 10


def one_life(home, dice):
    """What a receiver told of before it was killed."""
    receiver = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.receiver", str(home.folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert receiver.stdout.readline() == "ready\n"
    told = [receiver.stdout.readline() for _ in range(dice.randint(1, 25))]
    killer = threading.Timer(dice.uniform(0, 0.05), receiver.kill)
    killer.start()
    told += receiver.stdout.readlines()
    receiver.wait()
    receiver.stdout.close()
    killer.join()
    return [line.split() for line in told if line.endswith("\n")]


def audit(home, told):
    opened = open_books(home, LocalSettings())
    try:
        suite = opened.suite
        verdict = Verify(suite.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        person = suite.people.list_people()[0]
        owner = Actor(person.person_id, person.name, person.role)
        rows = suite.documents.listed(owner, DocumentsWanted(limit=2_000)).rows
        posted = [suite.documents.detail(owner, row.document_id).document for row in rows]
        by_draft = {}
        for document in posted:
            if document.draft_id:
                assert document.draft_id not in by_draft, "posted twice"
                by_draft[document.draft_id] = document
        numbers = {document.number for document in posted}
        wanted = {}
        for what, draft_id, *rest in told:
            if what == "line":
                wanted.setdefault(draft_id, {})[rest[0]] = int(rest[1])
            else:
                assert rest[0] in numbers, f"{what} {rest[0]} was acknowledged and is not there"
        open_drafts = {row.draft_id for row in suite.drafts.listed(owner)}
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
        for draft_id in open_drafts:
            suite.drafts.discard(owner, draft_id)
    finally:
        opened.close()


def test_a_killed_receiver_loses_no_line_and_posts_none_twice(demo_homes, tmp_path):
    home = demo_homes.whole(tmp_path / "home")
    dice, told = random.Random(88), []
    for n in range(1, ROUNDS + 1):
        told += one_life(home, dice)
        if n % AUDIT_EVERY == 0 or n == ROUNDS:
            audit(home, told)
            told = []
