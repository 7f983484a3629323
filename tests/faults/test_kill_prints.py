"""A till killed again and again at random instants of printing; a person answers what is asked.

Every slip is on paper whole; no slip twice without 重打; the originals in the order of their sales.
"""

import os
import random
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from showroom.domain.basket import Basket
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import Payment, TenderKind
from showroom.services.books.actor import SYSTEM
from showroom.services.books.verify import Verify
from tests.factories import request
from tests.printing.escpos_interpreter import UnknownCommandError, read
from tests.printing.virtual_printer import VirtualPrinter

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("PRINT_KILLS", "40"))
"""Counted when they happen: how many rounds that takes is the machine's own business."""


@contextmanager
def forge():
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.print_forge"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def run(path, share):
            process.stdin.write(f"{path} {share}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield run
        process.stdin.close()


def whole(slip):
    """The sale's number when all of a slip is there, else empty."""
    try:
        printed = read(slip)
    except (UnknownCommandError, IndexError):
        return ""
    return printed.qr[0].partition("/")[0] if printed.cuts == 1 and printed.qr else ""


def marked(slip):
    return "重打".encode("gb18030") in slip


class Person:
    """Looks at the paper and answers the print desk."""

    def __init__(self, shop, printer):
        self.shop, self.printer, self.asked = shop, printer, 0

    def answer(self):
        desk = self.shop.suite.prints
        for job in desk.open_jobs():
            if job.state != "uncertain":
                continue
            self.asked += 1
            again = not job.dedupe_key.endswith(":0")
            seen = [s for s in self.printer.slips if whole(s) == job.title and marked(s) is again]
            if seen:
                desk.answer_complete(self.shop.cashier, job)
            else:
                desk.reprint_uncertain(self.shop.cashier, job, request(10_000 + job.job_id))


@pytest.mark.slow
def test_kills_lose_no_slip_and_repeat_none_unmarked(file_shop):
    shop = file_shop
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    sku = next(s for s in shop.suite.catalogue.load_index().skus if s.on_hand > 9_000)
    dice, sold, killed = random.Random(88), [], 0
    with VirtualPrinter() as printer, forge() as drain:
        paper = PrinterSettings("receipt", "前台", "network", printer.address)
        shop.suite.settings.change(SYSTEM, {"printers": (paper,)})
        person, path = Person(shop, printer), shop.books.database.path
        while killed < KILLS or not person.asked:
            assert killed < 10 * KILLS, "none died with its bytes on the way"
            number = len(sold)
            basket = Basket().add(sku, 1)
            kind = TenderKind.CASH if number % 2 else TenderKind.WECHAT
            payment = Payment(basket.due_fen).pay(kind)
            done = shop.suite.checkout.complete_sale(shop.cashier, basket, payment, request(number))
            sold.append(done.sale.number)
            share = 2 if number == 0 else dice.uniform(0, 1)
            killed += drain(path, share) == "killed"
            printer.settle()
            states = {j.state for j in shop.suite.prints.open_jobs()}
            assert states <= {"queued", "sending", "uncertain"}
            shop.suite.queue.recover()
            person.answer()
        while shop.suite.prints.open_jobs():
            assert drain(path, 2) == "done"
            printer.settle()
            person.answer()
        kicks = len(printer.device.kicks)
        complete = [(whole(s), marked(s)) for s in printer.slips if whole(s)]
    assert {number for number, _ in complete} == set(sold), "every slip is on paper"
    originals = [number for number, copy in complete if not copy]
    assert len(originals) == len(set(originals)), "none twice unmarked"
    assert originals == sorted(originals), "in order"
    assert kicks <= len(sold) // 2, "no drawer opened twice for a sale"
    verdict = Verify(shop.books).run()
    assert [f for f in verdict.findings if not f.passed] == []
