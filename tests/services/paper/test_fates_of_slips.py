"""What people make of a slip that waits: who did it stands in the journal."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import update

from showroom.db.tables.outbox import outbox
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.print_job import DRAWER_LIFE_US, SlipFate
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from tests.factories import request
from tests.services.selling.test_checkout import goods, sell


@pytest.fixture
def till(file_shop):
    """A till on whose desk one receipt waits, and nothing else."""
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(900))
    sell(file_shop, Basket().add(goods(file_shop)[0]), number=901)
    queue = file_shop.suite.queue
    kick = queue.claim(lambda job: job.kind == SlipKind.DRAWER)
    if kick is not None:
        queue.mark_printed(kick)
    return file_shop


def told(shop):
    """(kind, actor, payload) of the events about slips."""
    rows = shop.books.read(
        lambda tx: tx.cursor.execute(
            "SELECT kind, actor, payload FROM journal WHERE kind LIKE 'slip%' ORDER BY seq"
        ).fetchall()
    )
    return [(kind, actor, json.loads(payload)) for kind, actor, payload in rows]


def waiting(shop):
    return (*shop.suite.prints.open_jobs(), *shop.suite.prints.unprinted())[0]


def test_each_turn_of_an_originals_fate_names_who_made_it(till):
    prints, queue = till.suite.prints, till.suite.queue
    key, title = waiting(till).dedupe_key, waiting(till).title
    prints.retry_now(till.cashier, waiting(till))
    assert told(till) == [], "it waited before, and does"
    queue.set_aside(queue.claim(lambda _job: True))
    assert prints.retry_now(till.cashier, waiting(till)).paper == (SlipKind.RECEIPT,)
    prints.redirect(till.owner, waiting(till), "后台")
    prints.cancel(till.cashier, waiting(till))
    slip = {"slip": key, "title": title, "problem": ""}
    rested = {**slip, "was": "failed", "problem": "printer_none", "printer": ""}
    assert told(till) == [
        ("slip_retried", till.cashier.name, rested),
        ("slip_redirected", till.owner.name, {**slip, "was": "queued", "printer": "后台"}),
        ("slip_cancelled", till.cashier.name, {**slip, "was": "queued", "printer": "后台"}),
    ]


def test_what_a_person_saw_and_gave_up_is_journaled_too(till):
    prints, queue = till.suite.prints, till.suite.queue
    sold = waiting(till)
    queue.mark_sending(queue.claim(lambda _job: True))
    queue.mark_uncertain(replace(waiting(till), bytes_sent=1), "printer_uncertain")
    prints.answer_complete(till.stock_keeper, waiting(till))
    prints.give_up_unprinted(till.cashier)
    sell(till, Basket().add(goods(till)[0]), number=902)
    while job := queue.claim(lambda _job: True):
        queue.set_aside(job)
    key = waiting(till).dedupe_key
    prints.give_up_unprinted(till.cashier)
    assert [(kind, who) for kind, who, _ in told(till)] == [
        ("slip_seen", till.stock_keeper.name),
        ("slips_given_up", till.cashier.name),
    ]
    assert told(till)[0][2]["slip"] == sold.dedupe_key
    assert told(till)[1][2] == {"slips": [key]}


def test_a_job_is_what_the_books_say(till):
    """Kind and words of a job are read from the books, never from who asks."""
    prints, job = till.suite.prints, waiting(till)
    with pytest.raises(Refusal, match="job_moved"):
        prints.cancel(till.stock_keeper, replace(job, kind=SlipKind.LABEL))
    with pytest.raises(Refusal, match="job_moved"):
        prints.cancel(till.owner, replace(job, job_id=999))
    with pytest.raises(Refusal, match="not_permitted"):
        prints.cancel(till.stock_keeper, job)
    prints.cancel(till.stock_keeper, renamed_by_another_version(till, job))


def renamed_by_another_version(till, job):
    """The job as books of a newer version may hold it: of a kind that nobody here knows."""
    till.books.keep(
        lambda tx: tx.connection.execute(
            update(outbox).where(outbox.c.job_id == job.job_id).values(kind="hologram")
        )
    )
    return waiting(till)


def test_what_became_of_a_slip_is_told_by_its_key_and_a_queue_tells_no_more(till):
    prints, queue = till.suite.prints, till.suite.queue
    done = sell(till, Basket().add(goods(till)[0]), number=902)
    assert set(done.paper) == {f.kind for f in prints.fates(done.jobs)}
    job = next(j for j in prints.open_jobs() if j.dedupe_key == done.jobs[0])
    assert prints.fates((job.dedupe_key,)) == (SlipFate(job.kind, "queued"),)
    spool = PrinterSettings("receipt", "系统", "cups", "office")
    till.suite.settings.change(till.owner, {"printers": (spool,)})
    while taken := queue.claim(lambda _job: True):
        queue.mark_printed(taken, "系统")
    assert prints.fates((job.dedupe_key,)) == (SlipFate(job.kind, "printed", "", handed_on=True),)


def test_a_print_is_no_copy_while_no_paper_is_out(till):
    sale = till.suite.reports.latest(till.cashier)[0].sale_id
    comes_as_copy = till.suite.prints.comes_as_copy
    assert comes_as_copy(SlipKind.RECEIPT, sale), "the original is still to come"
    till.suite.queue.set_aside(till.suite.queue.claim(lambda _job: True))
    assert not comes_as_copy(SlipKind.RECEIPT, sale)
    retried = till.suite.prints.retry_now(till.cashier, waiting(till))
    assert retried.jobs == (waiting(till).dedupe_key,)
    assert comes_as_copy(SlipKind.RECEIPT, sale)


def test_a_kick_lives_its_seconds_also_while_it_is_sent(till):
    sell(till, Basket().add(goods(till)[0]), number=902)
    queue = till.suite.queue
    kick = queue.claim(lambda job: job.kind == SlipKind.DRAWER)
    till.clock.advance(DRAWER_LIFE_US // 10**6)
    assert queue.still_lives(kick)
    till.clock.advance(1)
    assert not queue.still_lives(kick)
    assert queue.still_lives(waiting(till)), "a receipt waits for its printer"
