"""Encoding a receipt against python-escpos' own text path on its Dummy printer."""

import time

from benchmarks.figures import Figure, median
from showroom.printing.escpos_render import render
from showroom.printing.lay_out import lay_out
from showroom.printing.layout import Text
from showroom.printing.models import model_named
from tests.printing import samples

ROUNDS = 300


def timed(call):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times)


def run():
    from escpos.printer import Dummy

    model = model_named("generic")
    page = lay_out(samples.RECEIPT, 48)

    def theirs():
        printer = Dummy()
        printer.hw("INIT")
        for row in page.rows:
            if isinstance(row, Text):
                printer.text(row.text + "\n")
        printer.qr("01-000041", native=True)
        printer.cut()
        return printer.output

    ours, other = timed(lambda: render(page, model)), timed(theirs)
    detail = f"ours {ours * 1e3:.2f} ms, Dummy.text {other * 1e3:.2f} ms, {len(page.rows)} rows"
    yield Figure("receipt bytes / python-escpos text path", ours / other, 1, detail=detail)
