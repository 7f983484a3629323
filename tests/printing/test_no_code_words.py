"""No paper, sheet or export says a reason, a kind or terms in the books' own code word."""

import re
from dataclasses import replace

import pytest

from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.reasons import Difference, IssueReason, RefusedReason, WriteOffReason
from showroom.domain.stock import DocumentKind, Terms
from showroom.domain.tax import TaxKind
from showroom.domain.worded import Worded
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from tests.printing import samples
from tests.printing.test_reports import text_of

REASONS = [*IssueReason, *WriteOffReason, *RefusedReason, *Difference]
CODES = {member.value for kind in Worded.__subclasses__() for member in kind}
WORD = re.compile("[A-Za-z_]+")


def code_words(told):
    return CODES & set(WORD.findall(told))


def paper(slip):
    cells = [cell for row in stock_table(slip).rows for cell in row]
    cells += [cell for _, cell in (*stock_table(slip).above, *stock_table(slip).below)]
    yield stock_table(slip).title + "\n".join(f"{cell.value}" for cell in cells)
    yield text_of(stock_pdf(slip))
    for width in (32, 42, 48):
        yield page_text(lay_out(slip, width))


def stock_slip(kind, reason, *, reversal=False):
    """Of every terms and tax there are, for one reason."""
    lines = tuple(
        samples.stock_line(n, terms=terms, tax_kind=tax.value, list_price_fen=4_500)
        for n, (terms, tax) in enumerate(zip(Terms, TaxKind, strict=False), 1)
    )
    changes = {"reverses": 11} if reversal else {}
    document = samples.stock_document(kind, lines, reason=reason, asked_by="李主任", **changes)
    return replace(samples.DELIVERY, document=document)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_says_its_reason_in_words(kind):
    for reason in (*REASONS, None):
        slip = stock_slip(kind, reason.value if reason else "")
        own = {DocumentKind.ISSUE: IssueReason, DocumentKind.WRITE_OFF: WriteOffReason}.get(kind)
        if own is None and reason is not None:
            continue  # of these the reason is what somebody wrote
        if own is not None and reason is not None and not isinstance(reason, own):
            continue
        for told in paper(slip):
            assert code_words(told) == set(), (kind, reason)
            assert reason is None or reason.word in told, (kind, reason)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reversal_says_what_somebody_wrote(kind):
    for told in paper(stock_slip(kind, "录错数量", reversal=True)):
        assert code_words(told) == set()
        assert "录错数量" in told
