"""A 20-line receipt against python-escpos' own text path, and how soon its first byte leaves."""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, median, percentile
from showroom.domain.codec import to_json
from showroom.domain.printer import PrinterSettings
from showroom.printing.documents import lay_out, render_job
from showroom.printing.layouts.layout import Text
from showroom.printing.printers.models import model_named
from showroom.printing.render.escpos_bytes import render
from tests.printing import samples

ROUNDS, SALES = 300, 60
LINES = 20


def timed(*calls):
    """Medians of calls taken in turn, so that they meet the same machine."""
    times = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, kept in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            kept.append(time.perf_counter() - start)
    return [median(kept) for kept in times]


def twenty_lines():
    sale = samples.a_sale()
    lines = tuple(
        replace(sale.lines[n % len(sale.lines)], line_no=n + 1, reductions=()) for n in range(LINES)
    )
    return replace(samples.RECEIPT, sale=replace(sale, lines=lines))


def run():
    from escpos.printer import Dummy

    document = twenty_lines()
    model, payload = model_named("generic"), to_json(document)
    page = lay_out(document, 48)
    printer = PrinterSettings(columns=48)

    def theirs():
        dummy = Dummy()
        dummy.hw("INIT")
        for row in page.rows:
            if isinstance(row, Text):
                dummy.text(row.text + "\n")
        dummy.qr("01-000041", native=True)
        dummy.cut()
        return dummy.output

    encode, whole, other = timed(
        lambda: render(page, model),
        lambda: render_job("receipt", payload, printer, lambda _: None),
        theirs,
    )
    detail = f"ours {encode * 1e3:.2f} ms, Dummy.text {other * 1e3:.2f} ms, {len(page.rows)} rows"
    yield Figure("20-line receipt: bytes / Dummy text path", encode / other, 1, detail=detail)
    detail = f"ours {whole * 1e3:.2f} ms: frozen JSON read, laid out, encoded"
    yield Figure("the same from its outbox row / Dummy text path", whole / other, 5, detail=detail)
    first = list(first_bytes())
    detail = f"p50 {median(first) * 1e3:.2f} ms, p99 {percentile(first, 0.99) * 1e3:.2f} ms"
    yield Figure(
        "first byte out after commit / Dummy text path", median(first) / other, 10, detail=detail
    )


def first_bytes():
    """Seconds from the sale's commit to the first byte of its receipt at a network printer."""
    from showroom.db.engine import Database
    from showroom.db.migrate import migrate
    from showroom.delivery.courier import Courier
    from showroom.domain.basket import Basket
    from showroom.domain.tender import Payment, TenderKind
    from showroom.printing.links.turns import Turns
    from showroom.services.books.actor import SYSTEM
    from tests.factories import enter_shop, open_demo, request
    from tests.printing.virtual_printer import VirtualPrinter

    with TemporaryDirectory() as folder, VirtualPrinter() as printer:
        database = Database(f"sqlite:///{Path(folder) / 'books.db'}")
        migrate(database)
        open_demo(database)
        shop = enter_shop(database)
        shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
        paper = PrinterSettings("receipt", "前台", "network", printer.address)
        shop.suite.settings.change(SYSTEM, {"printers": (paper,)})
        courier = Courier(shop.suite.queue, shop.suite.settings, Turns(), lambda: 0.0)
        sku = next(s for s in shop.suite.catalogue.load_index().skus if s.on_hand > SALES)
        seen = []
        take = printer.device.take

        def watched(data):
            if b"\x1b@" in data:
                seen.append(time.perf_counter())
            return take(data)

        printer.device.take = watched
        for number in range(SALES):
            basket = Basket().add(sku, 1)
            payment = Payment(basket.due_fen).pay(TenderKind.WECHAT)
            shop.suite.checkout.complete_sale(shop.cashier, basket, payment, request(number))
            committed = time.perf_counter()
            courier.run(paper.name)
            yield seen[-1] - committed
        database.close()
