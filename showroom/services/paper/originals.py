"""What a second print asks of a person, and the posted documents that can be printed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from showroom.db.reads import sales as sale_reads
from showroom.db.stores.outbox import NewJob
from showroom.domain.codec import to_json
from showroom.domain.document import ShopHeader
from showroom.domain.ids import DocumentId, SaleId, ShiftId
from showroom.domain.permission import Permission
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.posting import Posting
from showroom.services.shop.closing import closed_report, z_job
from showroom.services.shop.slip_head import receipt_job
from showroom.services.stock.document_slip import slip_of


@dataclass(frozen=True, slots=True)
class Original:
    """How a kind is printed again; `key` begins the dedupe keys of its jobs.

    `copy` reads the posted document and makes the job of copy number 1, 2, … of it, as whoever
    orders it may see it.
    """

    key: str
    copy: Callable[[Posting, ShopHeader, int, int], NewJob]


def _receipt_copy(posting: Posting, header: ShopHeader, sale_id: int, copy_no: int) -> NewJob:
    """A copy of a receipt. Refuses `sale_unknown`."""
    sale, anchor = sale_reads.load(posting.tx, SaleId(sale_id))
    return receipt_job(sale, anchor, copy_no, to_json(header), to_json(sale))


def _z_copy(posting: Posting, header: ShopHeader, shift_id: int, copy_no: int) -> NewJob:
    return z_job(header, closed_report(posting.tx, ShiftId(shift_id)), copy_no)


def _stock_copy(kind: SlipKind) -> Callable[[Posting, ShopHeader, int, int], NewJob]:
    """Slip and sheet are papers of their own: each has one original."""

    def copy(posting: Posting, header: ShopHeader, document_id: int, copy_no: int) -> NewJob:
        seen = slip_of(posting.tx, header, DocumentId(document_id), posting.actor.role)
        slip = replace(seen, copy_no=copy_no)
        return NewJob(f"{kind}:{document_id}:{copy_no}", kind, slip.document.number, to_json(slip))

    return copy


ASKS: Mapping[str, Permission] = MappingProxyType(
    {
        SlipKind.RECEIPT: Permission.SELL,
        SlipKind.Z_SLIP: Permission.SHIFT,
        SlipKind.X_SLIP: Permission.SHIFT,
        SlipKind.DAY_SLIP: Permission.REPORT,
        SlipKind.DAY_REPORT: Permission.REPORT,
        SlipKind.STOCK_SLIP: Permission.VIEW_STOCK,
        SlipKind.STOCK_SHEET: Permission.VIEW_STOCK,
        SlipKind.ISSUES_SHEET: Permission.VIEW_COST,
        SlipKind.LABEL: Permission.IMPORT,
        SlipKind.PLACE_CARD: Permission.PLACES,
        SlipKind.BIN_CARD: Permission.MOVE_STOCK,
        SlipKind.TEST_PAGE: Permission.SETTINGS,
        SlipKind.DRAWER: Permission.OPEN_DRAWER,
    }
)
"""What a kind shows or does, whoever has it printed once more must be allowed to see or do."""
ORIGINALS: Mapping[str, Original] = MappingProxyType(
    {
        SlipKind.RECEIPT: Original("receipt", _receipt_copy),
        SlipKind.Z_SLIP: Original("z", _z_copy),
        SlipKind.STOCK_SLIP: Original("stock_slip", _stock_copy(SlipKind.STOCK_SLIP)),
        SlipKind.STOCK_SHEET: Original("stock_sheet", _stock_copy(SlipKind.STOCK_SHEET)),
    }
)
