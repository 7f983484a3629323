"""Somebody at work in a process of its own, killed at some instant; what it told before it died."""

import random
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from showroom.machine.home import LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import Actor
from showroom.services.books.verify import Verify
from showroom.services.stock.documents import DocumentsWanted

ROOT = Path(__file__).parents[2]
AUDIT_EVERY = 10


def first_person(suite):
    person = suite.people.list_people()[0]
    return Actor(person.person_id, person.name, person.role)


def tell(*words):
    """What a worker says, and its judge reads."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def one_life(worker, home, dice):
    """What a worker told of before it was killed, each line as its words."""
    process = subprocess.Popen(
        [sys.executable, "-m", worker, str(home.folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    told = [process.stdout.readline() for _ in range(dice.randint(1, 25))]
    killer = threading.Timer(dice.uniform(0, 0.05), process.kill)
    killer.start()
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    killer.join()
    return [line.split() for line in told if line.endswith("\n")]


@contextmanager
def proved_books(home):
    """The suite over books that prove themselves, its owner, and all documents."""
    opened = open_books(home, LocalSettings())
    try:
        suite = opened.suite
        assert [f for f in Verify(suite.books).run().findings if not f.passed] == []
        owner = first_person(suite)
        rows = suite.documents.listed(owner, DocumentsWanted(limit=2_000)).rows
        yield suite, owner, [suite.documents.detail(owner, x.document_id).document for x in rows]
    finally:
        opened.close()


def documents_of_drafts(posted):
    """Each document by the draft that it was; no draft became two."""
    by_draft = {}
    for document in posted:
        if document.draft_id and document.follows == 0:
            assert document.draft_id not in by_draft, "posted twice"
            by_draft[document.draft_id] = document
    return by_draft


def lives(worker, home, rounds, audit):
    """So many lives, the books held against what was told now and then."""
    dice, told = random.Random(88), []
    for n in range(1, rounds + 1):
        told += one_life(worker, home, dice)
        if n % AUDIT_EVERY == 0 or n == rounds:
            with proved_books(home) as books:
                audit(*books, told)
            told = []
