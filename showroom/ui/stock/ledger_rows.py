"""A page of the stock's ledger as rows: what came in, what went out, what was there then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from showroom.domain.documents.kinds import REVERSAL
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.figures import NOTHING
from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.services.stock.ledger import Amount, LedgerMove, LedgerPage
from showroom.services.stock.overview import SkuStock
from showroom.services.stock.tracing import LotOrigin
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row

LEDGER_COLUMNS = (
    Column("时间 (营业日)", 176, kind="muted"),
    Column("单据", 0, kind="strong"),
    Column("库位", 88, end_tells=True),
    Column("批号", 116, kind="muted"),
    Column("收入", 84, "right", "amount", steady=True),
    Column("发出", 84, "right", "amount", steady=True),
    Column("结存", 92, "right", "amount", steady=True),
    Column("经手人", 72, kind="muted"),
)
OPENING, CARRIED, CLOSING, GOES_ON = "期初结存", "承前页", "期末结存", "过次页"
IMPORTED = "随商品导入"


@dataclass(frozen=True, slots=True)
class Goods:
    """Whose ledger it is."""

    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy


def goods_of(known: SkuStock | LotOrigin) -> Goods:
    """The product of a line or of a lot."""
    return Goods(known.sku_id, known.code, known.name, known.unit, known.sold_by)


def document_words(move: LedgerMove) -> str:
    """``收货单 SH-2026-000001``, ``销售单 01-000041``, ``退货 01-000042``."""
    if move.kind is DocumentKind.IMPORT:
        return IMPORTED
    refund = move.kind is DocumentKind.SALE and move.reason is MoveReason.REFUND
    word = move.reason.word if refund else move.kind.word
    return " ".join((word, *([REVERSAL] if move.is_reversal else []), move.number))


def moment(move: LedgerMove) -> str:
    """By the clock; a night's sale is of the business date before, which is told beside it."""
    return formats.posted_at(move.at_us, move.business_date)


def ledger_rows(page: LedgerPage, sold_by: SoldBy, *, first: bool) -> list[Row]:
    """Between the balance before them and the one after them."""
    last = page.moves[-1].balance if page.moves else page.opening.of(sold_by)
    ends = page.next_page is None
    closing = page.closing.of(sold_by) if ends else last
    return [
        _balance("opening", OPENING if first else CARRIED, page.opening.of(sold_by), sold_by),
        *_moves(page.moves),
        _balance("closing", CLOSING if ends else GOES_ON, closing, sold_by),
    ]


def told(opening: Amount, closing: Amount, sold_by: SoldBy, unit: str) -> str:
    """The balances of the whole range."""
    before = formats.quantity(opening.of(sold_by), sold_by, unit)
    after = formats.quantity(closing.of(sold_by), sold_by, unit)
    return f"{OPENING} {before}　{CLOSING} {after}"


def _moves(moves: Iterable[LedgerMove]) -> Iterable[Row]:
    for move in moves:
        size = formats.quantity(abs(move.quantity), move.sold_by)
        came, went = (size, "") if move.quantity > 0 else ("", size)
        yield Row(
            move.move_id,
            (
                *(moment(move), document_words(move), move.place),
                *(lot_named(move.lot_no, move.source), came, went),
                *(formats.quantity(move.balance, move.sold_by), move.person or NOTHING),
            ),
            tones=_tones(move),
        )


def _tones(move: LedgerMove) -> dict[int, Role]:
    """What is owed, and what was taken back."""
    owed: dict[int, Role] = {6: "danger"} if move.balance < 0 else {}
    return {**owed, 1: "danger"} if move.is_reversal else owed


def _balance(key: str, word: str, amount: int, sold_by: SoldBy) -> Row:
    cells = ("", word, "", "", "", "", formats.quantity(amount, sold_by), "")
    return Row(key, cells, role="muted")
