"""Printers by role, one that takes over, and what an idle printer is asked now and then."""

import socket
from dataclasses import replace

import pytest

from showroom.delivery.courier import CourierState
from showroom.delivery.printer_line import LEFT_OPEN, LOOK_EVERY_S, LOOK_SOON_S, USE_KEY
from showroom.domain.errors import Refusal
from showroom.domain.label import PriceTag
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import TenderKind
from showroom.printing.printers.models import model_named
from showroom.services.paper.print_queue import MAX_ATTEMPTS
from tests.factories import request
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_device import VirtualDevice
from tests.printing.virtual_printer import VirtualPrinter
from tests.scenarios.test_paper_trail import connect_all, sell, states

NOWHERE = "127.0.0.1:9"


@pytest.fixture
def till(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 30_000, request(900))
    return file_shop


def front(printer, **more):
    address = getattr(printer, "address", printer)
    return PrinterSettings("receipt", "前台", "network", address, **more)


def back(printer, **more):
    return PrinterSettings("receipt", "后台", "network", printer.address, **more)


def test_another_printer_takes_over_and_gives_back(till):
    with VirtualPrinter(paper_out=True) as first, VirtualPrinter() as second:
        courier = connect_all(till, front(first, fallback="后台"), back(second))
        sell(till, 1, TenderKind.WECHAT)
        assert courier.drain().problem == "printer_paper_out"
        assert second.slips == [], "paper is often back within seconds"
        till.clock.advance(10)
        told = courier.drain()
        assert (told.waiting, told.instead) == (0, "后台")
        second.wait_for(1)
        assert states(till) == []
        first.change(paper_out=False)
        sell(till, 2, TenderKind.WECHAT)
        assert courier.drain() == CourierState()
        first.wait_for(1)
    assert [len(p.slips) for p in (first, second)] == [1, 1]


def test_two_empty_printers_play_no_ball(till):
    with VirtualPrinter(paper_out=True) as first, VirtualPrinter(cover_open=True) as second:
        courier = connect_all(till, front(first, fallback="后台"), back(second, fallback="前台"))
        sell(till, 1, TenderKind.WECHAT)
        for _ in range(4):
            courier.drain()
            till.clock.advance(100)
        (job,) = till.suite.prints.open_jobs()
        assert (job.printer, job.problem) == ("后台", "printer_cover_open")
        second.change(cover_open=False)
        courier.drain()
        second.wait_for(1)
    assert first.slips == []


def test_the_drawer_is_never_opened_elsewhere(till):
    with VirtualPrinter(paper_out=True) as first, VirtualPrinter() as second:
        courier = connect_all(till, front(first, fallback="后台"), back(second))
        sell(till, 1)
        assert courier.drain().drawer == USE_KEY
        kick = next(j for j in till.suite.prints.open_jobs() if j.kind == "drawer")
        with pytest.raises(Refusal, match="drawer_not_redirected"):
            till.suite.prints.redirect(till.owner, kick, "后台")
        for _ in range(3):
            till.clock.advance(3)
            courier.drain()
        told = till.suite.prints.history(kick)
    assert [(e.state, e.printer) for e in told] == [("queued", ""), ("queued", ""), ("expired", "")]
    assert second.device.kicks == []


def test_a_person_sends_a_slip_to_another_printer(till):
    with VirtualPrinter() as second:
        courier = connect_all(till, front(NOWHERE), back(second))
        sell(till, 1, TenderKind.WECHAT)
        sell(till, 2, TenderKind.WECHAT)
        assert courier.drain().problem == "printer_unreachable"
        (job, _) = till.suite.prints.open_jobs()
        till.suite.prints.redirect(till.owner, job, "后台")
        assert [e.printer for e in till.suite.prints.history(job)] == ["", "后台"]
        with pytest.raises(Refusal, match="job_moved"):
            till.suite.queue.mark_printed(job)
        courier.drain()
        second.wait_for(1)
    assert [k for k, _, _ in states(till)] == ["receipt"]


def test_a_doubtful_slip_holds_its_own_printer_alone(till):
    with VirtualPrinter(disconnect_after=50) as first, VirtualPrinter() as second:
        courier = connect_all(till, front(first), back(second))
        sell(till, 1, TenderKind.WECHAT)
        sell(till, 2, TenderKind.WECHAT)
        assert courier.drain().uncertain == 1
        doubtful, held = till.suite.prints.open_jobs()
        with pytest.raises(Refusal, match="job_uncertain"):
            till.suite.prints.redirect(till.owner, doubtful, "后台")
        till.suite.prints.redirect(till.owner, held, "后台")
        courier.drain()
        second.wait_for(1)
        till.suite.prints.answer_complete(till.owner, doubtful)
        with pytest.raises(Refusal, match="job_moved"):
            till.suite.prints.answer_complete(till.owner, doubtful)
        with pytest.raises(Refusal, match="job_moved"):
            till.suite.prints.reprint_uncertain(
                till.cashier, doubtful, request(70 + doubtful.job_id)
            )
    assert states(till) == []


def test_a_slip_rests_after_half_an_hour_and_holds_nobody_back(till):
    courier = connect_all(till, front(NOWHERE))
    sell(till, 1, TenderKind.WECHAT)
    queue = till.suite.queue
    for _ in range(MAX_ATTEMPTS - 2):
        queue.mark_blocked(queue.claim(lambda _: True), "printer_unreachable")
        till.clock.advance(11)
    for _ in range(3):
        courier.drain()
        till.clock.advance(11)
    assert states(till) == [("receipt", "failed", "printer_unreachable")]
    (resting,) = till.suite.prints.open_jobs()
    assert resting.attempts == MAX_ATTEMPTS
    with VirtualPrinter() as printer:
        courier = connect_all(till, front(printer))
        sell(till, 2, TenderKind.WECHAT)
        assert courier.drain().waiting == 1, "the new slip, not the one of half an hour ago"
        printer.wait_for(1)
        till.suite.prints.retry_now(till.owner, resting)
        assert till.suite.prints.open_jobs()[0].attempts == 0, "tries are counted anew"
        assert courier.drain() == CourierState()
        printer.wait_for(2)


def test_a_test_page_is_for_that_printer_and_no_other(till):
    with VirtualPrinter(paper_out=True) as first, VirtualPrinter() as second:
        courier = connect_all(till, front(first, fallback="后台"), back(second))
        for _ in range(2):
            till.suite.prints.test_page(till.owner, "前台", request(5))
        for _ in range(3):
            courier.drain()
            till.clock.advance(10)
        (page,) = till.suite.prints.open_jobs()
        assert (page.printer, page.problem) == ("前台", "printer_paper_out")
        assert [e.problem for e in till.suite.prints.history(page)] == ["printer_paper_out"] * 3
        first.change(paper_out=False)
        till.clock.advance(60)
        assert courier.drain() == CourierState()
    assert second.slips == []


def test_labels_go_to_their_own_printer_and_wait_for_none(till):
    courier = connect_all(till, front(NOWHERE))
    sell(till, 1, TenderKind.WECHAT)
    till.suite.prints.test_page(till.owner, "前台", request(5))
    (_, page) = till.suite.prints.open_jobs()
    till.suite.prints.redirect(till.owner, page, "标签")
    with VirtualPrinter() as labels:
        tags = PrinterSettings("label", "标签", "network", labels.address)
        courier = connect_all(till, front(NOWHERE), tags)
        assert courier.drain().problem == "printer_unreachable"
        labels.wait_for(1)
    assert any("测试页" in line for line in read(labels.slips[0]).texts)


def test_a_price_tag_waits_for_a_label_printer_to_come(till):
    with VirtualPrinter() as receipts, VirtualPrinter(mute=True) as labels:
        courier = connect_all(till, front(receipts))
        sku = till.suite.catalogue.load_index().find("WS0051")[0]
        tag = PriceTag(sku.name, sku.list_price_fen, sku.unit, sku.sold_by, code=sku.code)
        for _ in range(2):
            till.suite.prints.labels(till.owner, "WS0051", "40x30", [(tag, 2)], request(7))
        with pytest.raises(Refusal, match="request_reused"):
            till.suite.prints.labels(till.owner, "WS0051", "40x30", [(tag, 3)], request(7))
        assert courier.drain().waiting == 1
        tags = PrinterSettings("label", "标签", "network", labels.address, model="tspl")
        courier = connect_all(till, front(receipts), tags)
        assert courier.drain() == CourierState()
        labels.device.wait_until(lambda: b"PRINT 1,2" in labels.device.received)
    assert receipts.slips == []


def test_an_idle_printer_is_asked_before_the_next_customer(till):
    now = [0.0]
    with VirtualPrinter(near_end=True, drawer_open=True) as printer:
        able = replace(model_named("generic"), drawer_bit=1)
        courier = connect_all(till, front(printer, learned=able), clock=lambda: now[0])
        assert courier.drain() == CourierState(near_end=True, drawer=LEFT_OPEN)
        printer.change(drawer_open=False, near_end=False, paper_out=True)
        now[0] += 1
        assert courier.drain().near_end, "not asked again at once"
        now[0] += LOOK_SOON_S
        assert courier.drain().problem == "printer_paper_out"
        assert courier.drain().problem == "printer_paper_out", "and said until it is well"
        printer.change(paper_out=False)
        now[0] += LOOK_SOON_S
        assert courier.drain() == CourierState()
        printer.change(cover_open=True)
        now[0] += LOOK_EVERY_S - 1
        assert courier.drain() == CourierState(), "a printer that is well is left in peace"
        now[0] += 1
        assert courier.drain().problem == "printer_cover_open"
    assert printer.slips == []


def test_a_printer_that_serves_another_till_is_waited_for(till, monkeypatch):
    monkeypatch.setattr("showroom.printing.printers.session.BUSY_S", 0.2)
    with VirtualPrinter() as printer:
        courier = connect_all(till, front(printer))
        sell(till, 1, TenderKind.WECHAT)
        assert courier.drain() == CourierState()
        host, _, port = printer.address.rpartition(":")
        with socket.create_connection((host, int(port))):
            sell(till, 2, TenderKind.WECHAT)
            assert courier.drain().uncertain == 0
            assert states(till) == [("receipt", "queued", "printer_engaged")]
        till.clock.advance(2)
        monkeypatch.undo()
        assert courier.drain().waiting == 0
        printer.wait_for(2)
    assert (states(till), len(printer.slips)) == ([], 2)


def test_kick_and_slip_of_a_sale_go_in_one_session(till):
    with VirtualPrinter() as printer:
        courier = connect_all(till, front(printer))
        for number in (1, 2):
            sell(till, number)
        assert courier.drain() == CourierState()
        assert printer.sessions == 1
        sell(till, 3)
        assert courier.drain() == CourierState()
        printer.wait_for(3)
        assert (printer.sessions, len(printer.device.kicks)) == (2, 3)


@pytest.mark.parametrize("confirm", ["process", "status"])
@pytest.mark.parametrize("crowded", ["refuse", "void"])
def test_a_till_alone_never_stands_in_its_own_way(till, monkeypatch, crowded, confirm):
    """The printer still ends one session when the till opens the next."""
    monkeypatch.setattr("showroom.printing.printers.session.ANSWER_S", 0.2)
    learned = replace(model_named("generic"), confirm=confirm)
    with VirtualPrinter(lingers=2, crowded=crowded) as printer:
        courier = connect_all(till, front(printer, learned=learned))
        for number in range(1, 4):
            sell(till, number)
            assert courier.drain() == CourierState()
        printer.wait_for(3)
        assert (printer.sessions, len(printer.device.kicks), states(till)) == (3, 3, [])


def test_a_turn_ends_between_two_slips_when_it_was_long(till):
    now = [0.0]

    class Slow(VirtualDevice):
        """Each slip takes three seconds."""

        def _print_command(self, command):
            now[0] += 3 * (command == b"\x1b@")
            super()._print_command(command)

    with VirtualPrinter.around(Slow()) as printer:
        courier = connect_all(till, front(printer), clock=lambda: now[0])
        for number in range(1, 5):
            sell(till, number, TenderKind.WECHAT)
        assert courier.drain() == CourierState()
        printer.wait_for(4)
        assert printer.sessions == 2


def test_a_kick_that_waited_too_long_for_its_printer_opens_no_drawer(till):
    class Slow(VirtualDevice):
        """Two seconds pass before each of its answers."""

        def _status(self, number):
            till.clock.advance(2)
            return super()._status(number)

    with VirtualPrinter.around(Slow()) as printer:
        courier = connect_all(till, front(printer))
        sell(till, 1)
        told = courier.drain()
        assert told.drawer == USE_KEY
        till.clock.advance(10)
        courier.drain()
        printer.wait_for(1)
    assert (printer.device.kicks, printer.device.live_kicks) == ([], [])
