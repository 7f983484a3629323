"""The ledger of a product, a lot or a place proves itself, page by page, or says what is wrong."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from showroom.db.reads import ledger as reads
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.services.stock import ledger as ledger_service
from showroom.services.stock import tracing
from showroom.services.stock.ledger import Amount, LedgerOf, LedgerWanted
from tests.factories import TODAY, let_days_pass, request
from tests.services.selling.test_checkout import goods as products
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, add_supplier
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, take_out

NEXT = "2026-06-16"


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def line(shop):
    """Ten pieces of a lot: two given away, one broken on the next day, a sale of its product."""
    sku = kept_goods(shop)
    tea = add_supplier(shop, terms=[("buy_out", 0)])
    line = arrived(shop, sku, 10, known={"cost_fen": 1_000}, supplier_id=tea)
    given = {"reason": "gift", "asked_by": "李主任"}
    take_out(shop, "issues", DocumentKind.ISSUE, out_of(line, 2), key="a", number=1, **given)
    let_days_pass(shop, 1)
    sell(shop, Basket().add(sku, 1), number=77)
    lost = {"reason": "broken", "note": "摔破"}
    kind = DocumentKind.WRITE_OFF
    take_out(shop, "write_offs", kind, out_of(line, 1), key="b", number=2, **lost)
    return line


def wanted(line, since="", until=""):
    return LedgerWanted(LedgerOf(lot_id=line.lot_id), since, until)


def test_the_balance_runs_from_opening_to_what_is_there(shop, line):
    page = shop.suite.ledger.page(shop.owner, wanted(line))
    assert (page.opening, page.closing, page.next_page) == (Amount(), Amount(7), None)
    assert [(m.reason, m.quantity, m.balance, m.number) for m in page.moves] == [
        (MoveReason.RECEIPT, 10, 10, "SH-2026-000001"),
        (MoveReason.ISSUE, -2, 8, "LY-2026-000001"),
        (MoveReason.WRITE_OFF, -1, 7, "BS-2026-000001"),
    ]
    assert on_hand(shop, line) == {"仓库": 7}
    found = shop.suite.documents.find(shop.owner, page.moves[1].number)
    assert found.document_id == page.moves[1].document_id


def test_dates_cut_it_and_the_balance_is_carried(shop, line):
    first = shop.suite.ledger.page(shop.owner, wanted(line, until=TODAY))
    second = shop.suite.ledger.page(shop.owner, wanted(line, since=NEXT))
    assert (first.closing, second.opening, second.closing) == (Amount(8), Amount(8), Amount(7))
    assert [len(first.moves), len(second.moves)] == [2, 1]
    nothing = shop.suite.ledger.page(shop.owner, wanted(line, "2026-06-20", "2026-06-21"))
    assert (nothing.opening, nothing.moves, nothing.closing) == (Amount(7), (), Amount(7))


def test_a_product_and_a_place_have_theirs_and_pages_join(shop, line):
    read = shop.suite.ledger.page
    for of in (
        LedgerOf(sku_id=line.sku_id),
        LedgerOf(location_id=FLOOR),
        LedgerOf(location_id=WAREHOUSE),
        LedgerOf(sku_id=line.sku_id, location_id=WAREHOUSE),
    ):
        whole = read(shop.owner, LedgerWanted(of), None, 1_000)
        moves, page = [], None
        while page is None or page.next_page is not None:
            after = page.next_page if page else None
            page = read(shop.owner, LedgerWanted(of), after, 2)
            assert page.closing == whole.closing
            moves += page.moves
        assert tuple(moves) == whole.moves
        held = sum(m.quantity for m in moves if m.sold_by.value == "each")
        assert whole.closing.pieces == held


@pytest.mark.parametrize("size", [1, 2, 3, 1_000])
def test_the_last_page_is_read_alone_and_each_before_it_from_it(shop, line, monkeypatch, size):
    """All pages were made to show the last: ever more of them."""
    of = LedgerWanted(LedgerOf(sku_id=line.sku_id))
    ledger, made = shop.suite.ledger, []
    forward = [ledger.page(shop.owner, of, None, size)]
    while forward[-1].next_page is not None:
        forward.append(ledger.page(shop.owner, of, forward[-1].next_page, size))
    tell = ledger_service.told
    monkeypatch.setattr(
        ledger_service,
        "told",
        lambda row, *rest, **more: made.append(row) or tell(row, *rest, **more),
    )
    back = [ledger.end(shop.owner, of, size)]
    assert len(made) == len(back[0].moves) <= size
    while back[0].begins.number > 1:
        back.insert(0, ledger.before(shop.owner, of, back[0].begins, size))
    assert [page.moves for page in back] == [page.moves for page in forward]
    assert [page.opening for page in back] == [page.opening for page in forward]
    assert [page.begins.number for page in back] == list(range(1, len(back) + 1))
    assert {page.begins.opening for page in back} == {Amount()}
    assert [page.next_page is None for page in back] == [False] * (len(back) - 1) + [True]


def test_a_ledger_without_moves_ends_where_it_begins(shop, line):
    page = shop.suite.ledger.end(shop.owner, wanted(line, "2026-06-20", "2026-06-21"))
    assert (page.opening, page.moves, page.closing) == (Amount(7), (), Amount(7))
    assert (page.begins.number, page.next_page) == (1, None)


def test_a_page_before_that_does_not_join_is_refused(shop, line):
    last = shop.suite.ledger.end(shop.owner, wanted(line), 1)
    assert last.begins.number == 3
    for wrong in (
        replace(last.begins, number=2),  # the first does not begin with the opening
        replace(last.begins, number=9, move_id=0),  # there are none before it
    ):
        with pytest.raises(Refusal, match="ledger_moved"):
            shop.suite.ledger.before(shop.owner, wanted(line), wrong, 1)


def test_each_move_names_who_made_it(shop, line):
    page = shop.suite.ledger.page(shop.owner, LedgerWanted(LedgerOf(sku_id=line.sku_id)))
    people = {m.reason: m.person for m in page.moves}
    assert people[MoveReason.RECEIPT] == shop.owner.name
    assert people[MoveReason.SALE] == shop.cashier.name
    heads = shop.suite.stock_sheets.ledger(shop.owner, wanted(line)).heads
    assert "经手人" in [head.title for head in heads]


def test_a_product_tells_its_lots_and_places(shop, line):
    parts = shop.suite.ledger.parts(shop.owner, line.sku_id)
    rows = shop.suite.stock.lots(shop.owner, line.sku_id)
    assert {x.lot_id for x in parts.lots} == {row.lot.lot_id for row in rows}
    assert parts.lots[0].lot_id == line.lot_id, "the last that came first"
    assert parts.lots[0].on_hand == 7
    held = {x.place: x.on_hand for x in parts.places}
    assert held["仓库"] == 7
    assert sum(held.values()) == sum(x.on_hand for x in parts.lots)


@pytest.mark.parametrize(
    ("typed", "found"), [("0601a", True), (" 20260601A ", True), ("06", False), ("0%1", False)]
)
def test_a_part_of_a_lots_number_finds_it(shop, line, typed, found):
    named = shop.suite.tracing.named(shop.owner, typed)
    assert (line.lot_id in {x.lot_id for x in named.lots}) is found
    assert not named.more


@pytest.mark.parametrize(("typed", "found"), [("X9", 1), (" x9 ", 1), ("X", 0), ("9", 0)])
def test_a_short_number_of_a_lot_is_found_by_all_of_it(shop, typed, found):
    sku = products(shop)[0]
    came = arrived(shop, sku, 3, key="x9", number=961, known={"lot_no": "X9"})
    named = shop.suite.tracing.named(shop.owner, typed)
    assert [x.lot_id for x in named.lots].count(came.lot_id) == found


@pytest.mark.usefixtures("line")
def test_more_lots_than_a_text_may_name_are_said_to_be_more(shop, monkeypatch):
    monkeypatch.setattr(tracing, "MAX_NAMED", 1)
    named = shop.suite.tracing.named(shop.owner, "2026")
    assert (len(named.lots), named.more) == (1, True)


def test_a_very_number_is_found_however_short_it_is(shop):
    sku = products(shop)[0]
    short = arrived(shop, sku, 2, key="short", number=70, known={"lot_no": "A1"})
    longer = arrived(shop, sku, 2, key="longer", number=71, known={"lot_no": "A12"})
    numbered = shop.suite.tracing.numbered
    assert [x.lot_id for x in numbered(shop.owner, "a1", frozenset({sku.sku_id}))] == [short.lot_id]
    assert numbered(shop.owner, "A1", frozenset()) == ()
    assert longer.lot_id != short.lot_id


def test_terms_are_for_who_may_see_costs(shop):
    maker = add_supplier(shop, "乙社", terms=[("consignment", 2_500)])
    came = arrived(shop, products(shop)[0], 2, key="k", number=72, supplier_id=maker)
    seen = shop.suite.tracing.trace(shop.owner, came.lot_id).origin
    assert (seen.commission_bp, len(seen.contracts)) == (2_500, 1)
    hidden = shop.suite.tracing.trace(shop.cashier, came.lot_id).origin
    assert (hidden.commission_bp, hidden.contracts, hidden.cost_fen) == (0, None, None)
    assert hidden.terms is seen.terms


def test_a_ledger_that_leaves_says_whose_it_is(shop, line):
    of = LedgerOf(line.sku_id, line.lot_id, WAREHOUSE)
    made = shop.suite.stock_sheets.ledger(shop.owner, LedgerWanted(of, TODAY, NEXT))
    for told in (line.code, line.name, f"批号 {line.lot_no}", "仓库", TODAY, NEXT):
        assert told in made.title


def test_a_sale_is_found_by_its_receipt(shop, line):
    page = shop.suite.ledger.page(shop.owner, LedgerWanted(LedgerOf(sku_id=line.sku_id)))
    (sold,) = (m for m in page.moves if m.reason is MoveReason.SALE)
    assert shop.suite.reports.receipt(sold.document_id).sale.number == sold.number


def test_costs_are_for_who_may_see_them(shop, line):
    for actor, cost in ((shop.owner, 1_000), (shop.cashier, None)):
        page = shop.suite.ledger.page(actor, wanted(line))
        assert {m.cost_fen for m in page.moves} == {cost}
        titles = [h.title for h in shop.suite.stock_sheets.ledger(actor, wanted(line)).heads]
        assert ("批次成本" in titles) is (cost is not None)


def tampered(shop, lot_id, by):
    """Change a balance behind the books' back."""
    wrong = text("UPDATE stock_level SET on_hand = on_hand + :by WHERE lot_id = :lot")
    shop.books.keep(lambda tx: tx.connection.execute(wrong, {"by": by, "lot": lot_id}))


@pytest.mark.parametrize("until", ["", TODAY])
def test_a_ledger_that_does_not_prove_itself_is_not_shown(shop, line, until):
    tampered(shop, line.lot_id, 3)
    for read in (shop.suite.ledger.page, shop.suite.stock_sheets.ledger):
        with pytest.raises(Refusal, match="ledger_unproved") as refused:
            read(shop.owner, wanted(line, until=until))
        assert refused.value.params == {"difference": "3"}
    with pytest.raises(Refusal, match="ledger_unproved"):
        shop.suite.stock_sheets.journal(shop.owner)
    tampered(shop, line.lot_id, -3)
    assert shop.suite.ledger.page(shop.owner, wanted(line, until=until)).moves


def test_what_is_no_ledger_is_refused(shop, line):
    read = shop.suite.ledger.page
    with pytest.raises(Refusal, match="ledger_of_nothing"):
        read(shop.owner, LedgerWanted(LedgerOf()))
    with pytest.raises(Refusal, match="date_unreadable"):
        read(shop.owner, wanted(line, since="2026-6-1"))
    with pytest.raises(Refusal, match="dates_backwards"):
        read(shop.owner, wanted(line, NEXT, TODAY))
    empty = read(shop.owner, LedgerWanted(LedgerOf(SkuId(999), LotId(999), LocationId(999))))
    assert (empty.moves, empty.closing) == ((), Amount())


def test_moves_that_come_while_pages_turn_are_left_for_the_next_reading(shop, line):
    read = shop.suite.ledger.page
    first = read(shop.owner, wanted(line), None, 2)
    given = {"reason": "staff", "asked_by": "王"}
    take_out(shop, "issues", DocumentKind.ISSUE, out_of(line, 1), key="c", number=3, **given)
    last = read(shop.owner, wanted(line), first.next_page, 2)
    assert [m.balance for m in last.moves] == [7]
    assert read(shop.owner, wanted(line)).closing == Amount(6)


def test_a_lot_walks_back_to_its_receipt_and_forward_to_what_became_of_it(shop, line):
    trace = shop.suite.tracing.trace
    found = trace(shop.owner, line.lot_id)
    origin, fate = found.origin, found.fate
    assert (origin.number, origin.line_no, origin.quantity) == ("SH-2026-000001", 1, 10)
    assert (origin.supplier, origin.draft_id) == ("萧氏茶业", "in")
    assert (origin.lot_no, origin.cost_fen) == (line.lot_no, 1_000)
    assert trace(shop.cashier, line.lot_id).origin.cost_fen is None
    assert [m.quantity for m in fate.issues] == [-2, -1]
    assert (fate.sales, fate.refunds, fate.transfers, fate.more) == ((), (), (), False)
    assert fate.left == ((WAREHOUSE, "仓库", 7),)
    assert sum(fate.sums.values()) == 7
    with pytest.raises(Refusal, match="lot_unknown"):
        trace(shop.owner, LotId(999))


def test_sales_and_refunds_of_a_lot_stand_apart(shop, line):
    page = shop.suite.ledger.page(shop.owner, LedgerWanted(LedgerOf(sku_id=line.sku_id)))
    (sold,) = (m for m in page.moves if m.reason is MoveReason.SALE)
    back = shop.suite.returns.refund
    back(shop.owner, sold.document_id, {1: 1}, "坏了", request(90), restock=True)
    found = shop.suite.tracing.trace(shop.owner, sold.lot_id)
    fate = found.fate
    assert [m.number for m in fate.sales] == [sold.number]
    assert [m.quantity for m in fate.refunds] == [1]
    assert fate.refunds[0].number != sold.number
    assert found.origin.number.startswith("QC-")


def test_a_ledger_leaves_with_its_opening_and_closing(shop, line):
    made = shop.suite.stock_sheets.ledger(shop.owner, wanted(line, since=NEXT))
    at = [h.title for h in made.heads].index("结存")
    assert [row[at].value for row in made.rows] == [8, 7, 7]
    assert [row[8].value for row in made.rows] == ["期初", "报损", "期末"]


@pytest.mark.usefixtures("line")
def test_every_move_of_a_period_has_the_balance_of_its_lot_and_place(shop):
    made = shop.suite.stock_sheets.journal(shop.owner, since=NEXT)
    at = [h.title for h in made.heads].index("结存")
    assert [(row[8].value, row[at].value) for row in made.rows][-1] == ("报损", 7)
    assert len(made.rows) == 2


@pytest.mark.usefixtures("line")
def test_a_day_reads_its_own_moves_and_those_of_its_lots(shop):
    """What was there before a day was summed over all moves of all goods."""
    others = {m.lot_id for m in moves_of(shop)} - {m.lot_id for m in moves_of(shop, NEXT)}
    tampered(shop, min(others), 1)
    assert shop.suite.stock_sheets.journal(shop.owner, NEXT, NEXT).rows
    with pytest.raises(Refusal, match="ledger_unproved"):
        shop.suite.stock_sheets.journal(shop.owner)


def moves_of(shop, since=""):
    return shop.books.read(lambda tx: reads.moves_of_days(tx, (since, ""), 1_000))


def test_the_stock_of_a_past_day_is_what_lay_there_then(shop, line):
    sheets, find = shop.suite.stock_sheets, line.code

    def rows(day=""):
        made = sheets.stock(shop.owner, day)
        titles = [h.title for h in made.heads]
        wanted = ("货号", "库位", "批号", "数量", "批次成本", "批次金额", "供应商")
        table = [tuple(row[titles.index(t)].value for t in wanted) for row in made.rows]
        return [row for row in table if row[0] == find and row[1] == "仓库"]

    assert rows() == [(find, "仓库", line.lot_no, 7, 1_000, 7_000, "萧氏茶业")]
    assert rows(TODAY) == [(find, "仓库", line.lot_no, 8, 1_000, 8_000, "萧氏茶业")]
    assert rows("2026-06-14") == []
    assert [h.title for h in sheets.stock(shop.cashier).heads][-1] == "收进行"
    with pytest.raises(Refusal, match="day_not_yet"):
        sheets.stock(shop.owner, "2026-06-17")
    with pytest.raises(Refusal, match="date_unreadable"):
        sheets.stock(shop.owner, "yesterday")
