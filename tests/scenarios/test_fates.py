"""Every verb that changes the books, through every fate: strip, sound, glyph, desk and books agree.

The verbs are those of the permission matrix, so that a new one is walked too. Each is asked for as
a screen does it, over real lanes and a real file, with real faults. Every verb is seen done and
refused; the fates of a commit follow from the way a verb takes to it, so that one verb of each way
goes through them, and every one with EVERY_FATE=1.
"""

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from showroom.db.engine import Database
from showroom.domain.permission import GRANTS, Role
from showroom.services.books.done import Done
from showroom.services.books.verify import Verify
from showroom.services.suite import Suite
from showroom.ui.engine.voice import LOOK_UP, RETRY
from showroom.ui.shell.statuses import books_status
from showroom.ui.words import messages
from showroom.ui.words.paper import paper_words
from tests.factories import enter_shop
from tests.posix import IS_ROOT
from tests.scenarios.fates import (
    contents,
    cut_off,
    fingerprint,
    full_at_commit,
    keys_shut,
    locked,
)
from tests.services.verbs.day import Day
from tests.services.verbs.needs import NEEDS
from tests.ui.engine.operations_desk import Desk

pytestmark = pytest.mark.usefixtures("qapp")
ROOT = Path(__file__).parents[2]


def _returned(name):
    """What the verb of a row of the matrix says that it returns."""
    service, _, verb = name.partition(",")[0].partition(".")
    found = inspect.unwrap(getattr(get_type_hints(Suite)[service], verb))
    return get_type_hints(found).get("return")


def _reads(name):
    """A verb that changes the books answers with what it did."""
    kind = _returned(name)
    return not (isinstance(kind, type) and issubclass(kind, Done))


READS = {name for name in NEEDS if _reads(name)}
KEPT = {
    *("baskets.hold", "baskets.save_open", "baskets.recall", "asked.note", "asked.forget"),
    *(
        "drafts.begin",
        "drafts.save_head",
        "drafts.put_line",
        "drafts.put_lines",
        "drafts.drop_line",
    ),
    *("purchasing.begin_receipt", "purchasing.take_up"),
}
"""Working state: nothing is known by a request, so that a person looks."""
UNNAMED = {
    "settings.save",
    "settings.change",
    "settings.store_logo",
    "setup.add_till",
    "people.set_pin",
    "people.set_active",
    "people.change_person",
    "prints.answer_complete",
    "prints.cancel",
    "prints.cancel, what waits",
    "prints.retry_now",
    "prints.redirect",
    "prints.give_up_unprinted",
    "prints.discard_backlog",
    "drafts.discard",
    "receiving.learn_case",
    *("places.rename", "places.set_zone", "places.reorder", "places.set_active"),
    "attachments.unlink",
}
"""Commands without a request: a second time does no harm, and may be refused."""
NEW_KEYS = {"setup.add_till"}
"""A new till's first key must be kept before anything is sealed with it."""
WRITES = [name for name in NEEDS if name not in READS]
NAMED = [name for name in WRITES if name not in KEPT | UNNAMED]


def _way(name):
    """How it is known what became of a request, and the shape of the answer.

    No service commits by itself: one of each way does what they all do.
    """
    known = "kept" if name in KEPT else "unnamed" if name in UNNAMED else "named"
    return known, _returned(name)


EACH_WAY = [*{_way(name): name for name in reversed(WRITES)}.values()][::-1]
"""The first verb of each way, in the matrix's order."""
DEAR = WRITES if os.environ.get("EVERY_FATE") else EACH_WAY
SAID = "好"


class Counter(Desk):
    """A desk at which one verb is asked for, as a screen asks."""

    def __init__(self, shop):
        super().__init__()
        self.shop, self.day = shop, Day(shop)
        self.ended = []

    def prepare(self, name, actor=None, suite=None):
        self.day.suite = suite or self.shop.suite
        self.call = self.day.prepared(name, actor or self.shop.owner)
        self.before, self.jobs = contents(self.shop.books), self.slips
        return self

    def ask(self, qtbot):
        ended = len(self.ended)
        settled = self.ended.append
        self.run("do", self.call, success=SAID, sound="done", settled=lambda: settled(1))
        qtbot.waitUntil(lambda: len(self.ended) > ended)

    @property
    def slips(self):
        prints = self.shop.suite.prints
        return [job.job_id for job in (*prints.open_jobs(), *prints.unprinted())]

    def queued(self, done):
        """Kinds of what lies on the desk by this result."""
        return [j.kind for j in self.shop.suite.prints.open_jobs() if j.dedupe_key in done.jobs]

    @property
    def untouched(self):
        return contents(self.shop.books) == self.before and self.slips == self.jobs

    @property
    def glyph(self):
        return books_status(self.watched[-1] if self.watched else "").tone

    def prove(self):
        findings = Verify(self.shop.books).run().findings
        assert [f for f in findings if not f.passed] == []


@pytest.fixture
def counter(file_shop):
    made = Counter(file_shop)
    yield made
    for lane in made.lanes:
        assert lane.close()


def check_done(counter):
    """It stands, is said with what becomes of its paper, and the paper is on the desk."""
    (done,) = counter.done
    assert counter.said.kind == "success"
    paper = "" if done.repeated else paper_words(done.paper, None).text
    assert counter.said.text == "，".join(x for x in (SAID, paper) if x)
    assert counter.sounds.played[-1] == "done"
    assert counter.glyph == ""
    assert contents(counter.shop.books) != counter.before
    if not done.repeated:
        assert counter.queued(done) == list(done.paper)
    counter.prove()


def check_not_done(counter, code, tone):
    """Nothing happened anywhere, that is said, and trying again is offered."""
    assert counter.said.kind == "fault"
    text = messages.sentence_for(code)
    assert counter.said.text == messages.NOTHING_CHANGED.format(text)
    assert counter.said.action_text == RETRY
    assert counter.sounds.played == ["refused"]
    assert counter.glyph == tone
    assert counter.done == counter.announced == []
    assert counter.untouched


def test_every_verb_is_walked_or_known_to_be_a_read(file_shop):
    day = Day(file_shop)
    for name in READS:
        call = day.prepared(name, file_shop.owner)
        before = contents(file_shop.books)
        assert not isinstance(call(), Done), name
        assert contents(file_shop.books) == before, f"{name} calls itself a read and writes"
    assert set(NEEDS) >= READS | KEPT | UNNAMED


@pytest.mark.parametrize("name", WRITES)
def test_done(counter, name, qtbot):
    counter.prepare(name).ask(qtbot)
    check_done(counter)


@pytest.mark.parametrize("name", [name for name in WRITES if NEEDS[name]])
def test_refused(counter, name, qtbot, monkeypatch):
    counter.prepare(name, counter.shop.cashier)
    monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset())
    counter.ask(qtbot)
    assert (counter.said.kind, counter.said.text) == (
        "refusal",
        messages.sentence_for("not_permitted"),
    )
    assert counter.sounds.played == ["refused"]
    assert counter.glyph == ""
    assert counter.done == counter.announced == []
    assert counter.untouched


@pytest.mark.parametrize(
    "world",
    [(full_at_commit, "disk_full", "danger"), (locked, "database_busy", "warning")],
    ids=["full", "locked"],
)
@pytest.mark.parametrize("name", DEAR)
def test_not_done_and_then_done_once(counter, name, qtbot, monkeypatch, world):
    fault, code, tone = world
    counter.prepare(name)
    with fault(counter.shop.books, monkeypatch):
        counter.ask(qtbot)
        check_not_done(counter, code, tone)
    counter.said.action()
    qtbot.waitUntil(lambda: len(counter.ended) == 2)
    check_done(counter)


@pytest.mark.parametrize("name", DEAR)
def test_done_though_its_mark_is_not_kept(counter, name, qtbot, tmp_path):
    with keys_shut(counter.shop, tmp_path) as suite:
        counter.prepare(name, suite=suite).ask(qtbot)
    if name in NEW_KEYS:
        check_not_done(counter, "keys_unusable", "danger")
        return
    journaled = contents(counter.shop.books)["journal"] != counter.before["journal"]
    (done,) = counter.done
    assert done.problem == ("mark_not_kept" if journaled else "")
    if not journaled:
        check_done(counter)
        return
    assert counter.said.kind == "warning"
    assert counter.said.text.startswith(SAID)
    assert counter.said.text.endswith(messages.sentence_for("mark_not_kept"))
    assert counter.said.action is None, "doing it again would do it twice"
    assert counter.sounds.played == ["done"]
    assert counter.glyph == "warning"
    assert counter.announced == [done.changes]
    assert counter.queued(done) == list(done.paper)
    counter.prove()


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize("name", DEAR)
def test_unknown_until_the_books_answer(counter, name, qtbot, monkeypatch, carried_out):
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", (60_000,))
    counter.prepare(name)
    mend = cut_off(counter.shop.books, monkeypatch, carried_out=carried_out)
    counter.ask(qtbot)
    assert counter.said.kind == "fault"
    assert "不能确定" in counter.said.text
    assert "没有改变" not in counter.said.text
    assert counter.sounds.played == ["refused"]
    assert counter.glyph == "danger"
    assert counter.done == counter.announced == []
    mend()
    posted = contents(counter.shop.books)
    assert (posted != counter.before) is carried_out
    if name in KEPT:
        assert counter.said.action is None
        return
    assert counter.said.action_text == LOOK_UP
    ((_, look_up),) = counter.operations._unanswered  # noqa: SLF001
    look_up.timeout.emit()  # its time has come
    qtbot.waitUntil(lambda: len(counter.ended) == 2)
    if name in NAMED:
        check_done(counter)
        assert counter.done[0].repeated is carried_out
        assert not carried_out or contents(counter.shop.books) == posted, "once"
    else:
        assert counter.said.kind in {"success", "refusal"}
        counter.prove()


@pytest.mark.parametrize(
    "name",
    ["checkout.complete_sale", "returns.refund", "shifts.open_shift", "shifts.close_shift"],
)
def test_killed_before_its_commit(sqlite_databases, name):
    with sqlite_databases.fresh("shop") as database:
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.dying_till", str(database.path), name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode < 0, told.stderr
        shop = enter_shop(database)
        assert told.stdout == f"ready {fingerprint(contents(shop.books))}\n", "nothing happened"
        day = Day.as_it_stands(shop)
        call = day.prepared(name, shop.owner)
        assert [call().repeated, call().repeated] == [False, True]
        findings = Verify(shop.books).run().findings
        assert [f for f in findings if not f.passed] == []


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk")
@pytest.mark.parametrize("name", ["checkout.complete_sale", "shifts.close_shift"])
def test_a_disk_that_is_really_full_is_told_as_that(sqlite_databases, tmp_path, qtbot, name):
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=True)
    try:
        with sqlite_databases.fresh("shop") as template:
            shutil.copy(template.path, disk / "books.db")
        database = Database(f"sqlite:///{disk / 'books.db'}")
        counter = Counter(enter_shop(database)).prepare(name)
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 4096))
        counter.ask(qtbot)
        check_not_done(counter, "disk_full", "danger")
        ballast.unlink()
        counter.said.action()
        qtbot.waitUntil(lambda: len(counter.ended) == 2)
        check_done(counter)
        for lane in counter.lanes:
            assert lane.close()
        database.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
