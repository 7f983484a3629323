"""Every printer has its own line: a slow one holds up no other; one device, one caller."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from showroom.delivery.courier import CourierState
from showroom.domain.errors import Fault
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import TenderKind
from showroom.printing.links.network import NetworkLink
from showroom.printing.links.turns import Turns
from showroom.printing.paper import PrintingPaper
from tests.factories import request
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_printer import VirtualPrinter
from tests.scenarios.test_paper_trail import connect_all, sell, states

RECEIPT_AND_MORE = 200
IMPATIENT_S = 0.05


@pytest.fixture
def till(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 30_000, request(900))
    return file_shop


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def printer(name, of, role="receipt", **more):
    return PrinterSettings(role, name, "network", of.address, **more)


def test_a_stalled_printer_holds_up_no_other(till, threads):
    with VirtualPrinter(stall_after=RECEIPT_AND_MORE) as slow, VirtualPrinter() as front:
        courier = connect_all(till, printer("前台", front), printer("后台", slow)).courier
        till.suite.prints.test_page(till.owner, "后台", request(5))
        stuck = threads.submit(courier.run, "后台")
        slow.device.wait_until(lambda: slow.device.stalled)
        for number in range(1, 4):
            sell(till, number)
            told = courier.run("前台")
            assert (told.waiting, told.problem, told.lines) == (1, "", ("前台", "后台"))
        front.wait_for(3)
        assert len(front.device.kicks) == 3
        assert courier.settle_leftovers().waiting == 1
        assert states(till) == [("test_page", "sending", "")], "it is in somebody's hand"
        slow.change(stall_after=None)
        assert stuck.result(30) == CourierState()
        slow.wait_for(1)
    assert states(till) == []


def test_what_nobody_has_in_hand_was_left_in_the_middle(till):
    with VirtualPrinter() as front:
        courier = connect_all(till, printer("前台", front)).courier
        sell(till, 1, TenderKind.WECHAT)
        job = till.suite.queue.claim(lambda _: True)
        till.suite.queue.mark_sending(job)
        assert courier.run("前台").uncertain == 0
        assert courier.settle_leftovers().uncertain == 1
    assert front.slips == []


def test_a_slip_that_another_printer_was_handed_is_told_at_once(till):
    with VirtualPrinter(paper_out=True) as first, VirtualPrinter() as second:
        courier = connect_all(
            till, printer("前台", first, fallback="后台"), printer("后台", second)
        ).courier
        for number in (1, 2):
            sell(till, number, TenderKind.WECHAT)
            assert not courier.run("前台").handed_on
            till.clock.advance(3)
            assert courier.run("前台").handed_on
            assert not courier.run("后台").handed_on
            second.wait_for(number)
    assert states(till) == []


def test_a_printer_that_changed_begins_anew_and_one_that_went_is_forgotten(till):
    with VirtualPrinter(paper_out=True) as front, VirtualPrinter() as other:
        courier = connect_all(till, printer("前台", front)).courier
        assert courier.run("前台").problem == "printer_paper_out"
        connect_all(till, printer("前台", other))
        assert courier.settle_leftovers() == CourierState(), "what was seen of it, was of the other"
        connect_all(till)
        told = courier.run("前台")
        assert (told.problem, told.lines) == ("printer_none", ())


def test_a_queue_of_customers_while_the_printers_work(till, threads):
    """Selling and three printers' threads write the same books: each slip once, in order."""
    with VirtualPrinter() as front, VirtualPrinter() as back, VirtualPrinter() as side:
        everyone = [printer("前台", front), printer("后台", back), printer("侧台", side)]
        courier = connect_all(till, *everyone).courier
        over = threading.Event()

        def work(name):
            while not over.is_set():
                courier.run(name)

        workers = [threads.submit(work, p.name) for p in everyone]
        numbers = []
        try:
            for number in range(1, 31):
                numbers.append(sell(till, number, TenderKind.WECHAT).number)
                till.suite.prints.test_page(
                    till.owner, ("后台", "侧台")[number % 2], request(1000 + number)
                )
            for device, slips in ((front, 30), (back, 15), (side, 15)):
                device.device.wait_for(slips, 30)
        finally:
            over.set()
            assert [worker.result(30) for worker in workers] == [None] * 3, "a line fell over"
        assert courier.settle_leftovers() == CourierState()
    told = [next(n for n in numbers if n in "".join(read(s).texts)) for s in front.slips]
    assert told == numbers
    assert [len(p.slips) for p in (front, back, side)] == [30, 15, 15]


def test_two_names_of_one_device_take_turns(till, threads):
    """A second session would talk into the void: its slip would be in doubt for nothing."""
    with VirtualPrinter(stall_after=RECEIPT_AND_MORE) as only:
        both = (printer("小票", only), printer("后备", only))
        courier = connect_all(till, *both, wait_s=IMPATIENT_S).courier
        for number in (1, 2):
            sell(till, number, TenderKind.WECHAT)
        (_, second) = till.suite.prints.open_jobs()
        till.suite.prints.redirect(till.owner, second, "后备")
        stuck = threads.submit(courier.run, "小票")
        only.device.wait_until(lambda: only.device.stalled)
        assert courier.run("后备").problem == "printer_engaged"
        assert [state for _, state, _ in states(till)] == ["sending", "queued"]
        only.change(stall_after=None)
        assert stuck.result(30).uncertain == 0
        till.clock.advance(10)
        assert courier.run("后备") == CourierState()
        only.wait_for(2)
    assert states(till) == []


def test_the_wizard_does_not_talk_into_a_slip(till, threads):
    with VirtualPrinter(stall_after=RECEIPT_AND_MORE) as front:
        here = printer("前台", front)
        rounds = connect_all(till, here, wait_s=IMPATIENT_S)
        paper = PrintingPaper(rounds.turns, tuple)
        sell(till, 1, TenderKind.WECHAT)
        stuck = threads.submit(rounds.courier.run, "前台")
        front.device.wait_until(lambda: front.device.stalled)
        with pytest.raises(Fault, match="printer_engaged"):
            paper.probe_printer(here)
        front.change(stall_after=None)
        assert stuck.result(30) == CourierState()
        assert paper.probe_printer(here).confirm == "process"
    assert [read(slip).cuts for slip in front.slips] == [1]


def test_a_turn_ends_with_the_session_and_with_a_failure():
    turns = Turns(IMPATIENT_S)
    with VirtualPrinter() as front:
        first, second = (turns.of(NetworkLink(front.address), front.address) for _ in range(2))
        first.open()
        with pytest.raises(Fault, match="printer_engaged"):
            second.open()
        second.close()
        with pytest.raises(Fault, match="printer_engaged"):
            second.open()
        first.close()
        first.close()
        second.open()
        second.close()
    for _ in range(2):
        gone = turns.of(NetworkLink("127.0.0.1:9"), "127.0.0.1:9")
        with pytest.raises(Fault, match="printer_unreachable"):
            gone.open()
        gone.close()
