"""From the sale to the paper: on a real socket, whatever the printer does."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from showroom.db.tables.outbox import outbox
from showroom.delivery.courier import CourierState
from showroom.delivery.printer_line import Claims
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import Payment, TenderKind
from showroom.services.books.actor import SYSTEM
from tests.drains import OneThread
from tests.factories import TODAY, request
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_printer import VirtualPrinter
from tests.services.verbs.day import Day


def anything(_job):
    return True


@pytest.fixture
def till(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 30_000, request(900))
    return file_shop


def connect(till, **printer):
    return connect_all(till, PrinterSettings(name="小票", **printer))


def connect_all(till, *printers, **how):
    settings = till.suite.settings
    settings.save(SYSTEM, replace(settings.load(), printers=printers))
    return OneThread(till.suite, **how)


def sell(till, number, kind=TenderKind.CASH):
    sku = next(s for s in till.suite.catalogue.load_index().skus if s.on_hand > 9_000)
    basket = Basket().add(sku, 500)
    payment = Payment(basket.due_fen).pay(kind)
    return till.suite.checkout.complete_sale(till.cashier, basket, payment, request(number)).sale


def states(till):
    return [(job.kind, job.state, job.problem) for job in till.suite.prints.open_jobs()]


def test_the_drawer_first_then_each_slip_once_and_in_order(till):
    with VirtualPrinter() as printer:
        courier = connect(till, connection="network", address=printer.address)
        sold = [sell(till, n) for n in (1, 2)]
        assert courier.drain() == CourierState()
        printer.wait_for(2)
        assert courier.drain() == CourierState()
    jobs = [read(slip) for slip in printer.slips]
    assert printer.device.kicks == [(0, 25, 250)] * 2
    assert printer.device.received.rindex(b"\x1bp") < printer.device.received.index(b"\x1b@")
    assert [job.kicks for job in jobs] == [[], []]
    assert [job.qr[0].partition("/")[0] for job in jobs] == [s.number for s in sold]
    assert states(till) == []


def test_paper_out_waits_and_goes_on_by_itself(till):
    with VirtualPrinter(paper_out=True) as printer:
        courier = connect(till, connection="network", address=printer.address)
        sell(till, 1, TenderKind.WECHAT)
        assert courier.drain().problem == "printer_paper_out"
        assert states(till) == [("receipt", "queued", "printer_paper_out")]
        assert printer.slips == []
        printer.change(paper_out=False)
        assert courier.drain().waiting == 1, "not before the pause is over"
        till.clock.advance(10)
        assert courier.drain() == CourierState()
        printer.wait_for(1)
    assert len(printer.slips) == 1


@pytest.mark.parametrize(("late_s", "kicks"), [(5, [(0, 25, 250)]), (5.000001, [])])
def test_a_kick_that_came_too_late_never_opens_the_drawer(till, late_s, kicks):
    with VirtualPrinter(cover_open=True) as printer:
        courier = connect(till, connection="network", address=printer.address)
        sell(till, 1)
        courier.drain()
        (kick, _) = till.suite.prints.open_jobs()
        printer.change(cover_open=False)
        till.clock.advance(late_s)
        courier.drain()
        printer.wait_for(1)
    assert printer.device.kicks == kicks
    assert states(till) == []
    told = [event.state for event in till.suite.prints.history(kick)]
    assert told == ["queued"] + ["expired"] * (not kicks)


@pytest.mark.parametrize(("back_s", "waits"), [(5, True), (5.000001, False)])
def test_a_kick_from_the_future_has_lived_through_a_jump_of_the_clock(till, back_s, waits):
    with VirtualPrinter(cover_open=True) as printer:
        courier = connect(till, connection="network", address=printer.address)
        sell(till, 1)
        courier.drain()
        (kick, _) = till.suite.prints.open_jobs()
        till.clock.advance(-back_s)
        courier.drain()
    assert (kick.job_id in {job.job_id for job in till.suite.prints.open_jobs()}) is waits
    assert printer.device.kicks == []


def test_a_doubtful_slip_is_asked_about_and_holds_the_next(till):
    with VirtualPrinter(disconnect_after=200) as printer:
        courier = connect(till, connection="network", address=printer.address)
        first = sell(till, 1, TenderKind.WECHAT)
        assert courier.drain() == CourierState(1, "printer_interrupted", 1)
        printer.device.plug_in()
        sell(till, 2, TenderKind.WECHAT)
        assert courier.drain().uncertain == 1
        assert len(printer.slips) == 1, "the later slip waits for the answer"
        (doubtful, _) = till.suite.prints.open_jobs()
        with pytest.raises(Refusal, match="job_uncertain"):
            till.suite.prints.retry_now(till.owner, doubtful)
        till.suite.prints.reprint_uncertain(till.cashier, doubtful, request(70))
        assert courier.drain() == CourierState()
        printer.wait_for(3)
    copies = [read(slip) for slip in printer.slips[1:]]
    marked = [any("重打" in text for text in job.texts) for job in copies]
    assert sorted(marked) == [False, True]
    again = copies[marked.index(True)]
    assert again.qr[0].startswith(first.number)


@pytest.mark.parametrize("kind", ["receipt", "z_slip", "uncertain", "day_slip", "x_slip"])
def test_whatever_is_asked_for_twice_under_one_request_is_printed_once(file_shop, kind):
    day = Day(file_shop)
    suite, actor = day.suite, file_shop.owner
    ask = {
        "receipt": lambda: suite.prints.reprint(actor, kind, day.sale.sale_id, request(1)),
        "z_slip": lambda: suite.prints.reprint(actor, kind, day.closed.shift_id, request(1)),
        "uncertain": lambda: suite.prints.reprint_uncertain(actor, day.doubtful, request(1)),
        "day_slip": lambda: suite.reports.print_daily(actor, TODAY, request(1)),
        "x_slip": lambda: suite.prints.x_slip(actor, suite.shifts.x_slip(actor), request(1)),
    }[kind]
    first = ask()
    (word,) = first.paper
    queued = suite.prints.open_jobs()
    file_shop.clock.advance(60)
    again = ask()
    assert (again.repeated, again.paper) == (True, ())
    assert suite.prints.open_jobs() == queued
    assert queued[-1].kind == word


def test_a_till_killed_in_mid_slip_asks_and_one_killed_before_prints(till):
    with VirtualPrinter() as printer:
        courier = connect(till, connection="network", address=printer.address)
        queue = till.suite.queue
        sell(till, 1, TenderKind.WECHAT)
        sell(till, 2, TenderKind.WECHAT)
        started = queue.claim(anything)
        queue.recover()
        assert states(till)[0][1] == "queued", "no byte had left"
        started = queue.claim(anything)
        queue.mark_sending(started)
        queue.recover()
        assert states(till)[0][1] == "uncertain"
        till.suite.prints.answer_complete(till.owner, queue.open_jobs()[0])
        assert courier.drain() == CourierState()
        printer.wait_for(1)
    assert len(printer.slips) == 1


def test_the_pauses_between_tries_grow_to_some_seconds(till):
    queue = till.suite.queue
    sell(till, 1, TenderKind.WECHAT)
    pauses = []
    for _ in range(6):
        assert queue.mark_blocked(queue.claim(anything), "printer_offline")
        (job,) = till.suite.prints.open_jobs()
        pauses.append((job.not_before_us - till.clock.now_us()) // 10**6)
        till.clock.advance(pauses[-1] - 1)
        assert queue.claim(anything) is None, "not before the pause is over"
        till.clock.advance(1)
    assert pauses == [2, 5, 10, 10, 10, 10]


def test_a_printer_that_serves_somebody_else_is_tried_at_one_pace(till):
    queue = till.suite.queue
    sell(till, 1, TenderKind.WECHAT)
    for _ in range(4):
        assert queue.mark_blocked(queue.claim(anything), "printer_engaged")
        till.clock.advance(2)


def test_what_another_thread_sends_is_left_to_it(till):
    queue = till.suite.queue
    claims = Claims(queue)
    for number in (1, 2):
        sell(till, number, TenderKind.WECHAT)
    first, second = till.suite.prints.open_jobs()
    with claims.next(lambda job: job.job_id == first.job_id) as held:
        left = queue.claim(lambda job: job.job_id == second.job_id)
        assert (held.job_id, left.job_id) == (first.job_id, second.job_id)
        queue.mark_sending(held)
        claims.pick_up()
        assert [state for _, state, _ in states(till)] == ["sending", "queued"]
    claims.pick_up()
    assert [state for _, state, _ in states(till)] == ["uncertain", "queued"]


def test_a_backlog_is_given_up_but_for_what_is_being_sent(till):
    for number in (1, 2):
        sell(till, number, TenderKind.WECHAT)
    taken = till.suite.queue.claim(anything)
    till.suite.prints.discard_backlog(till.owner)
    (left,) = till.suite.prints.open_jobs()
    assert (left.job_id, left.state) == (taken.job_id, "sending")


def test_no_verb_sends_a_doubtful_slip_again_by_itself(till):
    queue, prints = till.suite.queue, till.suite.prints
    sell(till, 1, TenderKind.WECHAT)
    taken = queue.claim(anything)
    queue.mark_sending(taken)
    sent = replace(taken, bytes_sent=1)
    queue.mark_uncertain(sent, "printer_uncertain")
    (doubtful,) = prints.open_jobs()
    for again, code in (
        (lambda: prints.retry_now(till.owner, doubtful), "job_uncertain"),
        (lambda: prints.redirect(till.owner, doubtful, "后台"), "job_uncertain"),
        (lambda: queue.mark_blocked(doubtful, "x"), "job_moved"),
        (lambda: queue.mark_redirected(doubtful, "后台", "x"), "job_moved"),
        (lambda: queue.mark_sending(doubtful), "job_moved"),
    ):
        with pytest.raises(Refusal, match=code):
            again()
    queue.recover()
    till.clock.advance(3600)
    assert queue.claim(anything) is None
    assert states(till) == [("receipt", "uncertain", "printer_uncertain")]


@pytest.mark.parametrize(
    ("answer", "state"), [("answer_complete", "printed"), ("cancel", "cancelled")]
)
def test_what_a_person_said_of_a_doubtful_slip_stays_in_its_history(till, answer, state):
    queue = till.suite.queue
    sell(till, 1, TenderKind.WECHAT)
    taken = queue.claim(anything)
    queue.mark_sending(taken)
    queue.mark_uncertain(replace(taken, bytes_sent=1), "printer_interrupted")
    (doubtful,) = till.suite.prints.open_jobs()
    till.clock.advance(60)
    getattr(till.suite.prints, answer)(till.cashier, doubtful)
    told = till.suite.prints.history(doubtful)
    assert [(e.state, e.problem) for e in told] == [
        ("uncertain", "printer_interrupted"),
        (state, "printer_interrupted"),
    ]
    assert told[1].at_us - told[0].at_us == 60_000_000


def test_without_a_printer_a_slip_rests_and_the_kick_is_gone(till):
    courier = connect(till, connection="none")
    sell(till, 1)
    assert courier.drain() == CourierState(problem="printer_none", unprinted=1)
    assert states(till) == []
    (rests,) = till.suite.prints.unprinted()
    assert (rests.kind, rests.state, rests.problem) == ("receipt", "failed", "printer_none")


def test_a_printer_that_comes_prints_no_backlog_by_itself_but_what_a_person_wants(till, tmp_path):
    courier, prints = connect(till, connection="none"), till.suite.prints
    for number in (1, 2, 3):
        sell(till, number, TenderKind.WECHAT)
    assert courier.drain().unprinted == 3
    courier = connect(till, connection="file", address=str(tmp_path / "slips"))
    assert courier.drain() == CourierState(unprinted=3)
    assert not (tmp_path / "slips").exists()
    wanted = prints.unprinted()[1]
    assert prints.retry_now(till.owner, wanted).paper == ("receipt",)
    assert courier.drain() == CourierState(unprinted=2)
    (slip,) = (tmp_path / "slips").iterdir()
    assert "重打" not in "\n".join(read(slip.read_bytes()).texts), "it is the first"
    prints.give_up_unprinted(till.owner)
    assert courier.drain() == CourierState()
    assert prints.unprinted() == []


def test_days_without_a_printer_leave_the_latest_slips_alone(till, monkeypatch):
    monkeypatch.setattr("showroom.services.paper.print_queue.MAX_UNPRINTED", 2)
    courier = connect(till, connection="none")
    for number in (1, 2, 3):
        sell(till, number, TenderKind.WECHAT)
        assert courier.drain().unprinted == min(number, 2)
    assert [job.title for job in till.suite.prints.unprinted()] == ["01-000002", "01-000003"]


def test_a_printer_that_is_not_there_loses_nothing(till):
    courier = connect(till, connection="network", address="127.0.0.1:9")
    sell(till, 1, TenderKind.WECHAT)
    assert courier.drain().problem == "printer_unreachable"
    assert states(till) == [("receipt", "queued", "printer_unreachable")]
    till.suite.prints.cancel(till.owner, till.suite.prints.open_jobs()[0])
    assert states(till) == []


def test_slips_of_shift_and_day_go_the_same_way(till, tmp_path):
    from showroom.domain.shift import CashCount

    courier = connect(till, connection="file", address=str(tmp_path / "slips"))
    sell(till, 1, TenderKind.WECHAT)
    suite = till.suite
    suite.prints.x_slip(till.cashier, suite.shifts.x_slip(till.cashier), request(2))
    suite.reports.print_daily(till.owner, suite.reports.today(), request(3))
    suite.prints.test_page(till.owner, "小票", request(4))
    suite.shifts.close_shift(till.cashier, CashCount({100: 0}), request(5))
    assert courier.drain() == CourierState()
    titles = [
        "\n".join(read(path.read_bytes()).texts) for path in sorted((tmp_path / "slips").iterdir())
    ]
    for told, words in zip(
        titles, ("原价", "X 单", "营业日报", "打印测试页", "交班单"), strict=True
    ):
        assert words in told


def test_a_shop_may_leave_the_drawer_shut(till):
    settings = till.suite.settings
    settings.save(SYSTEM, replace(settings.load(), drawer_on_cash=False))
    sell(till, 1)
    assert [kind for kind, _, _ in states(till)] == ["receipt"]


def test_a_slip_nobody_foresaw_stands_in_no_ones_way(till):
    """A document from a newer program, with a kind of payment that this one has no word for."""
    with VirtualPrinter() as printer:
        courier = connect(till, connection="network", address=printer.address)
        sell(till, 1, TenderKind.WECHAT)
        sell(till, 2, TenderKind.WECHAT)
        strange = till.suite.prints.open_jobs()[0]
        payload = strange.payload.replace('"name":"', '"name_of_tomorrow":"', 1)
        till.books.database.write(
            lambda tx: tx.connection.execute(
                update(outbox).where(outbox.c.job_id == strange.job_id).values(payload=payload)
            )
        )
        courier.drain()
        printer.wait_for(1)
    (left,) = till.suite.prints.open_jobs()
    assert (left.job_id, left.state, left.problem) == (
        strange.job_id,
        "failed",
        "document_unreadable",
    )
    assert len(printer.slips) == 1


def test_a_bug_in_the_middle_leaves_no_slip_hanging(till, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    with VirtualPrinter() as printer:
        courier = connect(till, connection="network", address=printer.address)
        sell(till, 1, TenderKind.WECHAT)
        monkeypatch.setattr("showroom.printing.documents.render_job", broken)
        with pytest.raises(ZeroDivisionError):
            courier.drain()
        assert states(till) == [("receipt", "failed", "print_bug")]
        monkeypatch.undo()
        sell(till, 2, TenderKind.WECHAT)
        monkeypatch.setattr("showroom.printing.printers.session.Session.confirm", broken)
        with pytest.raises(ZeroDivisionError):
            courier.drain()
    assert states(till)[1:] == [("receipt", "uncertain", "print_bug")]


def test_books_that_fail_in_the_middle_leave_no_slip_hanging(till, monkeypatch):
    """The disk is full when a job is to be settled: the next run settles it by what is known."""

    def full(*_, **__):
        raise Fault("disk_full")

    with VirtualPrinter() as printer:
        courier = connect(till, connection="network", address=printer.address)
        queue = till.suite.queue
        sell(till, 1, TenderKind.WECHAT)
        for verb, slips, state in (("mark_sending", 0, "sending"), ("mark_printed", 1, "sending")):
            with monkeypatch.context() as broken:
                broken.setattr(queue, verb, full)
                broken.setattr(queue, "mark_blocked", full)
                with pytest.raises(Fault, match="disk_full"):
                    courier.drain()
            printer.settle()
            assert len(printer.slips) == slips
            assert states(till)[0][1] == state
        assert courier.drain().uncertain == 1, "its bytes had left: a person looks"
        assert len(printer.slips) == 1
