"""The day report of 250 rows as PDF against its own first page."""

import io
import time

from pypdf import PdfReader

from benchmarks.figures import Figure, median
from showroom.printing.pdf.report import daily_pdf
from tests.printing import samples

ROUNDS = 9
FULL, FIRST = 62, 6
"""Counties of each of the four zones: 252 rows with the zones', and what one page holds."""


def run():
    whole, first = samples.a_report(FULL), samples.a_report(FIRST)
    start = time.perf_counter()
    pdf = daily_pdf(whole)
    cold = time.perf_counter() - start
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    times = {"whole": [], "first": []}
    for _ in range(ROUNDS):
        for name, report in (("whole", whole), ("first", first)):
            start = time.perf_counter()
            daily_pdf(report)
            times[name].append(time.perf_counter() - start)
    long, short = median(times["whole"]), median(times["first"])
    told = f"{pages} pages {long * 1e3:.0f} ms, first page {short * 1e3:.0f} ms"
    detail = f"{told}, the very first one with its fonts {cold * 1e3:.0f} ms"
    yield Figure("PDF of 250 rows / of its first page", long / short, pages, detail=detail)
