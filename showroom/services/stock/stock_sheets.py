"""Stock and ledgers as tables that leave the program: 库存表, 库存流水 of one thing or of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from showroom.db.engine import Tx
from showroom.db.reads import ledger as reads
from showroom.db.reads.ledger import LotMoved
from showroom.db.reads.lot_goods import Brought, brought_by
from showroom.db.reads.stock_rows import StockRow, stock_rows
from showroom.domain import sheet
from showroom.domain.business_day import local
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead
from showroom.domain.stock import Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door
from showroom.services.shop.settings import load_in
from showroom.services.stock.ledger import (
    Amount,
    LedgerMove,
    LedgerPage,
    LedgerWanted,
    check_days,
    page_of,
    prove,
    told,
)

MAX_EXPORTED = 200_000
"""Moves of one exported ledger; a workbook has a million rows and opens a fifth of them at ease."""
STOCK_HEADS = (
    *(SheetHead("货号", 14), SheetHead("品名", 28), SheetHead("规格", 12), SheetHead("单位", 8)),
    *(SheetHead("展区", 12), SheetHead("县", 12), SheetHead("生产者", 28)),
    *(SheetHead("库位编码", 10), SheetHead("库位", 12), SheetHead("批号", 16)),
    *(SheetHead("生产日期", 12), SheetHead("到期日", 12), SheetHead("数量", 12)),
    *(SheetHead("经营方式", 10), SheetHead("供应商", 24)),
    *(SheetHead("收进单号", 18), SheetHead("收进行", 8)),
)
"""The line that brought a lot is what tells two of one printed number and supplier apart."""
COST_HEADS = (SheetHead("批次成本", 12), SheetHead("批次金额", 14))
LEDGER_HEADS = (
    *(SheetHead("营业日", 12), SheetHead("时间", 18), SheetHead("货号", 14)),
    *(SheetHead("品名", 28), SheetHead("单位", 8), SheetHead("批号", 16)),
    *(SheetHead("到期日", 12), SheetHead("库位", 12), SheetHead("事由", 10)),
    *(SheetHead("单据", 12), SheetHead("单号", 18), SheetHead("数量", 12)),
    *(SheetHead("结存", 12), SheetHead("经手人", 10), SheetHead("经营方式", 10)),
    *(SheetHead("供应商", 24), SheetHead("收进单号", 18), SheetHead("收进行", 8)),
)
LEDGER_COST_HEADS = (SheetHead("批次成本", 12),)
NOTHING = Cell("")


@behind_door
class StockSheets:
    """What leaves as a file; costs only for who may see them."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def stock(self, actor: Actor, day: str = "") -> Sheet:
        """The stock now, or at the end of a business date (ISO text): a row a lot and place.

        Bought goods with the frozen cost of their lot and what they come to at it; consigned ones
        are a quantity alone. Refuses `not_permitted`, `actor_changed`, `date_unreadable`,
        `day_not_yet`.
        """
        check_days(day, "")
        today = self._books.today()
        if day > today:
            raise Refusal("day_not_yet", day=day)

        def read(tx: Tx) -> Sheet:
            see_cost = may(actor.role, Permission.VIEW_COST)
            rows = stock_rows(tx, "" if day == today else day)
            heads = STOCK_HEADS + COST_HEADS * see_cost
            came = brought_by(tx, [row.lot_id for row in rows])
            cells = tuple(_stock_row(row, came[row.lot_id], see_cost=see_cost) for row in rows)
            return Sheet(self._title(tx, f"库存表 {day or today}"), heads, cells)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def ledger(self, actor: Actor, wanted: LedgerWanted) -> Sheet:
        """All of a ledger as a table, its opening and closing balance with it.

        Refuses what `Ledger.page` refuses, and `ledger_too_long`.
        """

        def read(tx: Tx) -> Sheet:
            page = page_of(tx, actor, wanted, None, MAX_EXPORTED)
            if page.next_page is not None:
                raise Refusal("ledger_too_long", limit=MAX_EXPORTED)
            title = f"{self._title(tx, '库存流水')} {_whose(tx, wanted)}"
            see_cost = may(actor.role, Permission.VIEW_COST)
            came = brought_by(tx, [move.lot_id for move in page.moves])
            rows = _ledger_rows(page, came, see_cost=see_cost)
            return _ledger_sheet(title, rows, see_cost=see_cost)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def journal(self, actor: Actor, since: str = "", until: str = "") -> Sheet:
        """Every move of a period of business dates, each with the balance of its lot and place.

        What is read is the period, and of the lots that moved in it what they ever moved: by that
        each of them is held against what lies there.
        Refuses `not_permitted`, `actor_changed`, `date_unreadable`, `dates_backwards`,
        `ledger_unproved`, `ledger_too_long`.
        """
        check_days(since, until)

        def read(tx: Tx) -> Sheet:
            see_cost = may(actor.role, Permission.VIEW_COST)
            moves = _journal(tx, (since, until), see_cost=see_cost)
            came = brought_by(tx, [move.lot_id for move in moves])
            cells = [_ledger_row(move, came[move.lot_id], see_cost=see_cost) for move in moves]
            return _ledger_sheet(self._title(tx, "库存流水"), cells, see_cost=see_cost)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def _title(self, tx: Tx, title: str) -> str:
        return title + sheet.DEMO * load_in(tx, self._books.till_id, "demo").demo


def _whose(tx: Tx, wanted: LedgerWanted) -> str:
    """Product, lot, place and days; the dates of a range that is open are those of its ends."""
    sku, lot, place = reads.names_of(tx, wanted.of)
    days = f"{wanted.since}至{wanted.until}" if wanted.since or wanted.until else "全部日期"
    told = (sku, lot and f"批号 {lot}", place, days)
    return " ".join(part for part in told if part)


def _stock_row(row: StockRow, came: Brought, *, see_cost: bool) -> tuple[Cell, ...]:
    return (
        Cell(row.code, Measure.CODE),
        *(Cell(row.name), Cell(row.spec, Measure.CODE), Cell(row.unit), Cell(row.zone)),
        *(Cell(row.county), Cell(row.producer), Cell(row.place_code, Measure.CODE)),
        *(Cell(row.place), Cell(row.lot_no, Measure.CODE)),
        *(sheet.day(row.production_date), sheet.day(row.expiry_date)),
        sheet.quantity(row.quantity, row.sold_by),
        *(Cell(row.terms.word), *_came(came)),
        *(_worth(row) if see_cost else ()),
    )


def _came(came: Brought) -> tuple[Cell, Cell, Cell]:
    """Supplier, document and line of what brought a lot; nothing of what nobody knows."""
    line = Cell(came.line_no, Measure.PIECES) if came.line_no else NOTHING
    return Cell(came.supplier), Cell(came.number, Measure.CODE), line


def _worth(row: StockRow) -> tuple[Cell, Cell]:
    if row.terms is not Terms.BUY_OUT:
        return NOTHING, NOTHING
    amount = amount_fen(row.cost_fen, row.quantity, row.sold_by)
    return sheet.money(row.cost_fen), sheet.money(amount)


def _journal(tx: Tx, days: tuple[str, str], *, see_cost: bool) -> list[LedgerMove]:
    rows = reads.moves_of_days(tx, days, MAX_EXPORTED + 1)
    if len(rows) > MAX_EXPORTED:
        raise Refusal("ledger_too_long", limit=MAX_EXPORTED)
    balance = _opening(reads.lots_moved(tx, days))
    found = []
    for row in rows:
        key = (row.lot_id, row.location_id)
        balance[key] += row.quantity
        found.append(told(row, balance[key], see_cost=see_cost))
    return found


def _opening(lots: Iterable[LotMoved]) -> dict[tuple[LotId, LocationId], int]:
    """What was there of each lot at each place; each of them proves itself."""
    found = {}
    for x in lots:
        kind = SoldBy(x.sold_by)
        prove({kind: x.moved}, {kind: x.on_hand})
        found[x.lot_id, x.location_id] = x.opening
    return found


def _ledger_sheet(title: str, rows: Iterable[tuple[Cell, ...]], *, see_cost: bool) -> Sheet:
    return Sheet(title, LEDGER_HEADS + LEDGER_COST_HEADS * see_cost, tuple(rows))


def _ledger_rows(
    page: LedgerPage, came: Mapping[LotId, Brought], *, see_cost: bool
) -> list[tuple[Cell, ...]]:
    """Opening and closing of what the ledger is measured in; of both where it holds both."""
    kinds = {move.sold_by for move in page.moves}
    kinds |= {kind for kind in SoldBy if page.opening.of(kind) or page.closing.of(kind)}
    measured = [kind for kind in SoldBy if kind in kinds]
    return [
        *_balances("期初", page.opening, measured, see_cost=see_cost),
        *(_ledger_row(move, came[move.lot_id], see_cost=see_cost) for move in page.moves),
        *_balances("期末", page.closing, measured, see_cost=see_cost),
    ]


def _balances(
    word: str, amount: Amount, measured: Sequence[SoldBy], *, see_cost: bool
) -> Iterable[tuple[Cell, ...]]:
    heads = [head.title for head in LEDGER_HEADS + LEDGER_COST_HEADS * see_cost]
    for kind in measured:
        told = {"事由": Cell(word), "结存": sheet.quantity(amount.of(kind), kind)}
        yield tuple(told.get(title, NOTHING) for title in heads)


def _ledger_row(move: LedgerMove, came: Brought, *, see_cost: bool) -> tuple[Cell, ...]:
    return (
        sheet.day(move.business_date),
        Cell(local(move.at_us).strftime("%Y-%m-%d %H:%M"), Measure.CODE),
        *(Cell(move.code, Measure.CODE), Cell(move.name), Cell(move.unit)),
        Cell(lot_named(move.lot_no, move.source), Measure.CODE),
        *(sheet.day(move.expiry_date), Cell(move.place)),
        *(Cell(move.words), Cell(move.kind.word), Cell(move.number, Measure.CODE)),
        sheet.quantity(move.quantity, move.sold_by),
        sheet.quantity(move.balance, move.sold_by),
        *(Cell(move.person), Cell(move.terms.word), *_came(came)),
        *((sheet.money(move.cost_fen),) if see_cost else ()),
    )
