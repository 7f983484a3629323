"""What can go on paper, apart from how: layouts and printers live in `printing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from showroom.domain.business_day import UTC_OFFSET_MIN
from showroom.domain.documents.issued import IssuedGoods
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.documents.posted import DocumentLine, Stays, StockDocument
from showroom.domain.documents.purchase import OfOrder
from showroom.domain.documents.supplier import Reached
from showroom.domain.ids import LotId, SkuId
from showroom.domain.report import DailyReport
from showroom.domain.sale import Sale
from showroom.domain.shift import Shift, ShiftTotals, ZReport
from showroom.domain.stock import Source

AS_FILE = -1
"""The copy number of what leaves as a file: it can be printed any number of times, uncounted."""


@dataclass(frozen=True, slots=True)
class ShopHeader:
    """The shop as it presents itself on paper.

    `head` are lines below the name. `logo` is a picture's digest. `qr` is ``voucher`` (number,
    witness, amount), ``text`` (`qr_text`) or ``none``.
    """

    name: str
    address: str = ""
    phone: str = ""
    slogan: str = ""
    footer: str = ""
    demo: bool = False
    print_tax: bool = False
    utc_offset_min: int = UTC_OFFSET_MIN
    head: str = ""
    logo: str = ""
    qr: str = "voucher"
    qr_text: str = ""


class Document(Protocol):
    """A slip, a sheet or pages: whose shop it comes from, and which copy it is."""

    @property
    def header(self) -> ShopHeader:
        """The shop as it was when the document was frozen."""
        ...

    @property
    def copy_no(self) -> int:
        """0 is the original; above, 重打 with its number; `AS_FILE` is a file's copy."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sale's or refund's slip.

    `anchor` is the journal's witness (sequence and the first bytes of its hash) for the QR.
    """

    header: ShopHeader
    sale: Sale
    anchor: str
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class ZSlip:
    """交班单."""

    header: ShopHeader
    report: ZReport
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class XSlip:
    """A look at a running shift; says so on paper.

    Without `shows_cash` the totals are `blind`: who counts the drawer must not know its content.
    """

    header: ShopHeader
    shift: Shift
    totals: ShiftTotals
    made_at_us: int
    copy_no: int = 0
    shows_cash: bool = False


@dataclass(frozen=True, slots=True)
class DaySlip:
    """营业日报 on the receipt printer."""

    header: ShopHeader
    report: DailyReport
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class IssuesSlip:
    """A month's 领用 for accounting, `month` as ``2026-06``, made at an instant in UTC."""

    header: ShopHeader
    month: str
    goods: tuple[IssuedGoods, ...]
    made_at_us: int
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class StockSlip:
    """A posted stock document on a slip or a sheet.

    `anchor` is the journal's witness of it. `reverses` and `reversed_by` are the printed numbers
    of what it takes back and of its own 冲红, `stays` is what that left where it was. `reached` is
    where its supplier is found now (食品安全法 53), `tied` what an order has to do with it,
    `contract` the number of the one that an order is on, `barcodes` what its goods bear, where a
    supplier is to find them by it, `sources` what tells lots of one number apart, `sent_from` the
    place that a transfer which arrives came from. Whoever may not see costs gets the document
    `without_money`.
    """

    header: ShopHeader
    document: StockDocument
    anchor: str
    copy_no: int = 0
    reverses: str = ""
    reversed_by: str = ""
    stays: tuple[Stays, ...] = ()
    reached: Reached = Reached()
    tied: OfOrder = OfOrder()
    barcodes: tuple[tuple[SkuId, str], ...] = ()
    contract: str = ""
    sources: Mapping[LotId, Source] = field(default_factory=lambda: MappingProxyType({}))
    sent_from: str = ""

    def lot(self, line: DocumentLine) -> str:
        """The number of a line's lot, with what tells it from its twins."""
        return lot_named(line.lot_no, self.sources.get(line.lot_id, ()))

    def barcode(self, sku_id: SkuId) -> str:
        """What the product bears, "" where that is not told."""
        return next((code for known, code in self.barcodes if known == sku_id), "")


@dataclass(frozen=True, slots=True)
class TestPage:
    """Teaches the shop what a printer can do."""

    header: ShopHeader
    printer: str
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class DrawerKick:
    """Opens the drawer by the pulse of the printer's model; never printed."""
