"""A delivery comes in as the law asks, each line a lot of its own; else nothing of it does."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from showroom.db.tables.stock import stock_level
from showroom.domain.approval import ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftHead
from showroom.domain.documents.inspection import Level
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.supplier import Licence, LicenceKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, Terms
from showroom.printing.documents import lay_out
from showroom.printing.render.plain_text import page_text
from showroom.services.books.verify import Verify
from tests.factories import approved, change_sku, grant, let_days_pass, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import (
    COLD,
    FLOOR,
    QUARANTINE,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    head_over,
    line_over,
    receive,
    throw_away,
)


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    """A product that keeps well, in pieces, kept as it is."""
    facts = shop.suite.receiving.goods
    kept = (x for x in goods(shop) if facts(shop.owner, x.sku_id).storage == "ambient")
    return next(x for x in kept if facts(shop.owner, x.sku_id).shelf_life_days > 300)


def lots(shop, sku):
    """{lot number: [(place, on hand)]} of what is there."""
    found = {}
    for row in shop.suite.stock.lots(shop.owner, sku.sku_id):
        found.setdefault(row.lot.lot_no, []).append((row.lot.location, row.lot.on_hand))
    return found


def proved(shop):
    verdict = Verify(shop.books).run()
    return [f for f in verdict.findings if not f.passed]


def test_a_delivery_becomes_lots_with_what_was_agreed(shop, sku):
    tea = add_supplier(shop, terms=[("consignment", 0)])
    posted = receive(
        shop,
        delivery_line(sku, 24, cost_fen=5_200, certificate="HG-7", expected=24),
        supplier_id=tea,
        reference="SH0007",
        actor=shop.owner,
    )
    document = posted.document
    assert (document.number, document.supplier) == ("SH-2026-000001", "萧氏茶业")
    (line,) = document.lines
    assert (line.quantity, line.cost_fen, line.amount_fen) == (24, 5_200, 124_800)
    assert (line.terms, line.certificate) == (Terms.CONSIGNMENT, "HG-7")
    assert lots(shop, sku)["20260601A"] == [("仓库", 24)]
    detail = shop.suite.documents.detail(shop.stock_keeper, document.document_id)
    assert (detail.document, detail.moves) == (document, 1)
    assert shop.suite.documents.find(shop.owner, "sh-2026-000001") == document
    assert proved(shop) == []


def test_the_printed_number_may_come_again_and_is_another_lot(shop, sku):
    first, second = add_supplier(shop, "甲社"), add_supplier(shop, "乙社", terms=[("buy_out", 0)])
    for n, (who, cost) in enumerate(((first, 100), (second, 200))):
        line = delivery_line(sku, 5, cost_fen=cost)
        receive(shop, line, key=f"k{n}", number=600 + n, supplier_id=who, actor=shop.owner)
    assert lots(shop, sku)["20260601A"] == [("仓库", 5), ("仓库", 5)]
    rows = shop.suite.stock.lots(shop.owner, sku.sku_id)
    assert {x.lot.cost_fen for x in rows if x.lot.lot_no == "20260601A"} == {100, 200}


def test_the_same_request_posts_once_and_numbers_have_no_gaps(shop, sku):
    draft = draft_of(shop, delivery_line(sku), supplier_id=add_supplier(shop))
    post, asked = shop.suite.receiving.post, (draft.draft_id, draft.revision, request(5))
    done = post(shop.stock_keeper, *asked)
    again = post(shop.stock_keeper, *asked)
    assert again.document == done.document
    assert again.repeated
    other = receive(shop, delivery_line(sku), key="d2", number=6)
    assert [done.document.serial, other.document.serial] == [1, 2]
    assert proved(shop) == []


WRONG: dict[str, dict[str, object]] = {
    "receipt_expired": {"expiry_date": "2026-06-14", "production_date": "2026-01-01"},
    "receipt_quantity": {"quantity": 0},
    "receipt_quantity_limit": {"quantity": 100_000},
    "receipt_made_tomorrow": {"production_date": "2026-06-16"},
    "receipt_expiry_before_made": {"expiry_date": "2026-05-31"},
    "receipt_date_implausible": {"production_date": "1999-01-01"},
    "receipt_lot_missing": {"lot_no": "", "production_date": ""},
    "receipt_expiry_missing": {"expiry_date": ""},
    "receipt_lot_reserved": {"lot_no": PENDING_LOT_NO},
    "receipt_place": {"place_id": LocationId(8)},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_refused_and_nothing_is_posted(shop, sku, code):
    right, wrong = delivery_line(sku), replace(delivery_line(sku), **WRONG[code])
    before = lots(shop, sku)
    with pytest.raises(Refusal, match=f"^{code}[(]"):
        receive(shop, right, wrong)
    assert lots(shop, sku) == before
    inspected = shop.suite.receiving.inspect(shop.stock_keeper, "d1")
    assert [f.code for f in inspected.lines["d1-1"]] == []
    assert code in [f.code for f in inspected.lines["d1-2"]]
    assert shop.suite.documents.listed(shop.owner).counts.get(DocumentKind.GOODS_RECEIPT) is None
    # What is put right comes in, under the first number.
    line_over(shop, shop.stock_keeper, "d1", "d1-2", right)
    draft = shop.suite.drafts.open(shop.stock_keeper, "d1")
    post = shop.suite.receiving.post
    assert post(shop.stock_keeper, "d1", draft.revision, request(9)).document.serial == 1


def test_what_costs_nothing_is_a_gift_of_the_supplier_and_said_so(shop, sku):
    """A bought lot at 0.00 would stand in the books at nothing, and nobody had meant it."""
    bought = add_supplier(shop, "买断社", terms=[("buy_out", 0)])
    with pytest.raises(Refusal, match="receipt_cost_missing"):
        receive(shop, delivery_line(sku, 2, cost_fen=0), key="f", number=1, supplier_id=bought)
    (missing,) = shop.suite.receiving.inspect(shop.stock_keeper, "f").lines["f-1"]
    assert missing.level is Level.MISSING
    throw_away(shop, "f")
    came = receive(shop, delivery_line(sku, 2, gift=True), supplier_id=bought).document
    (line,) = came.lines
    assert (line.cost_fen, line.amount_fen, line.remark) == (0, 0, "赠品")
    consigned = add_supplier(shop, "代销社", terms=[("consignment", 0)])
    with pytest.raises(Refusal, match="receipt_cost_missing") as refused:
        receive(shop, delivery_line(sku, 2, cost_fen=0), key="c", number=2, supplier_id=consigned)
    assert refused.value.params["price"] == "结算价"
    throw_away(shop, "c")
    free = delivery_line(sku, 2, gift=True)
    assert receive(shop, free, key="g", number=3, supplier_id=consigned).document.lines


def test_a_hundred_times_what_usually_comes_is_a_slip_of_the_hand(shop, sku):
    usual = shop.suite.receiving.goods(shop.owner, sku.sku_id).usual
    assert usual > 0  # the opening stock of the demo
    with pytest.raises(Refusal, match="receipt_quantity_unusual"):
        receive(shop, delivery_line(sku, 100 * usual + 1), key="b", number=2)
    receive(shop, delivery_line(sku, 100 * usual), key="c", number=3)
    after = shop.suite.receiving.goods(shop.owner, sku.sku_id).usual
    assert usual < after < 100 * usual, "the large one allows no hundred times itself"


def test_the_usual_quantity_is_rounded_up_by_both_databases(shop, sku):
    def usual():
        return shop.suite.receiving.goods(shop.owner, sku.sku_id).usual

    before = usual()
    receive(shop, delivery_line(sku, before + 1), key="more", number=2)
    assert usual() == before + 1, "half a piece more is one more"


def test_a_supplier_with_a_paper_that_ended_delivers_nothing(shop, sku):
    old = add_supplier(shop, until="2026-06-14")
    with pytest.raises(Refusal, match="supplier_licence_expired"):
        receive(shop, delivery_line(sku), supplier_id=old)
    last_day = add_supplier(shop, "乙社", until="2026-06-15")
    receive(shop, delivery_line(sku), key="d2", supplier_id=last_day)


def test_a_paper_that_was_renewed_stops_nothing(shop, sku):
    """The new one was in the books, and the ended one kept the goods out until it was withdrawn."""
    old = add_supplier(shop, until="2026-06-14")
    new = Licence(0, LicenceKind.FOOD_TRADE, "JY1420507", "2027-11-30")
    shop.suite.suppliers.add_licence(shop.stock_keeper, old, new, request(50))
    choices = shop.suite.receiving.choices(shop.stock_keeper).suppliers
    chosen = next(x for x in choices if x.supplier_id == old)
    assert (chosen.valid_until, chosen.papers) == ("2027-11-30", 2)
    assert receive(shop, delivery_line(sku), supplier_id=old).document.lines


def test_two_contracts_in_force_are_asked_about(shop, sku):
    both = add_supplier(shop, terms=[("buy_out", 0), ("concession", 1_500)])
    with pytest.raises(Refusal, match="receipt_contract_open"):
        receive(shop, delivery_line(sku), supplier_id=both)
    known = shop.suite.receiving.supplier(shop.owner, both).contracts
    second = next(c.contract_id for c in known if c.terms is Terms.CONCESSION)
    head_over(
        shop, shop.stock_keeper, "d1", DraftHead(WAREHOUSE, supplier_id=both, contract_id=second)
    )
    draft = shop.suite.drafts.open(shop.stock_keeper, "d1")
    done = shop.suite.receiving.post(shop.stock_keeper, "d1", draft.revision, request(3))
    (line,) = done.document.lines
    assert (line.terms, line.commission_bp) == (Terms.CONCESSION, 1_500)


def test_a_contract_that_ended_since_it_was_chosen_is_asked_about_anew(shop, sku):
    """The goods came in on the product's own terms, and nothing said so."""
    two = add_supplier(shop, terms=[("consignment", 0), ("concession", 1_500)])
    first, _ = shop.suite.receiving.supplier(shop.owner, two).contracts
    end = shop.suite.suppliers.end_contract
    draft = draft_of(shop, delivery_line(sku), supplier_id=two, contract_id=first.contract_id)
    end(shop.owner, first.contract_id, "2026-06-14", request(70))
    with pytest.raises(Refusal, match="receipt_contract_open"):
        shop.suite.receiving.post(shop.stock_keeper, "d1", draft.revision, request(3))


def test_goods_past_a_third_of_their_life_need_a_yes(shop, sku):
    late = delivery_line(sku, production_date="2026-01-01", expiry_date="2027-01-01")
    on_time = delivery_line(sku, production_date="2026-02-15", expiry_date="2027-02-15")
    draft = draft_of(shop, on_time, late, supplier_id=add_supplier(shop))
    asked = (shop.stock_keeper, "d1", draft.revision, request(4))
    with pytest.raises(Refusal, match="approval_missing"):
        shop.suite.receiving.post(*asked)
    done = approved(
        shop, lambda tokens: shop.suite.receiving.post(*asked, tokens), shop.stock_keeper
    )
    assert done.document.approved_by == f"{shop.owner.name}：余期不足收货 {sku.name} 24 {sku.unit}"
    assert proved(shop) == []


def test_cold_goods_go_to_the_cold_store(shop):
    cold = next(
        x
        for x in goods(shop)
        if shop.suite.receiving.goods(shop.owner, x.sku_id).storage != "ambient"
    )
    chilled = receive(shop, delivery_line(cold, 3)).document
    (line,) = chilled.lines
    assert (line.place_id, line.place) == (COLD, "冷库")
    assert (chilled.place_id, chilled.place) == (COLD, "冷库"), "nothing of it lies elsewhere"
    assert chilled.placed == {}
    (line,) = receive(
        shop, delivery_line(cold, 3, place_id=QUARANTINE), key="d2", number=2
    ).document.lines
    assert line.place_id == QUARANTINE


def test_what_was_sold_before_its_receipt_is_given_to_the_lot_that_brings_it(shop, sku):
    shop.books.keep(
        lambda tx: (
            tx.connection.execute(text("UPDATE sku SET oversell = 1")),
            tx.connection.execute(text("UPDATE stock_level SET floor = -1000")),
            tx.connection.execute(text("UPDATE catalogue_version SET version = version + 1")),
        )
    )
    held = sum(n for places in lots(shop, sku).values() for _, n in places)
    let_days_pass(shop, 0)
    if held:
        sell(shop, Basket().add(sku, held), number=75)
    let_days_pass(shop, 900)  # the lots that were there are empty and too old to go below nothing
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == sku.sku_id)
    sell(shop, Basket().add(sku, 3), number=74)
    fresh = {"production_date": "2028-11-20", "expiry_date": "2029-12-31", "lot_no": "N1"}
    papers = add_supplier(shop, until="")
    posted = receive(shop, delivery_line(sku, 24, **fresh), supplier_id=papers)
    (correction,) = posted.brought
    assert correction.kind is DocumentKind.LOT_CORRECTION
    assert sorted(line.quantity for line in correction.lines) == [-3, 3]
    found = lots(shop, sku)
    assert found["N1"] == [("仓库", 21)]
    assert found[PENDING_LOT_NO] == [("卖场", 0)]
    assert sum(n for places in found.values() for _, n in places) == 21
    assert proved(shop) == []


def test_two_people_finishing_one_draft(shop, sku):
    draft = draft_of(shop, delivery_line(sku), supplier_id=add_supplier(shop))
    line_over(shop, shop.owner, "d1", "more", delivery_line(sku, 2))
    with pytest.raises(Refusal, match="draft_moved"):
        shop.suite.receiving.post(shop.stock_keeper, "d1", draft.revision, request(1))
    draft = shop.suite.drafts.open(shop.stock_keeper, "d1")
    done = shop.suite.receiving.post(shop.owner, "d1", draft.revision, request(2))
    with pytest.raises(Refusal, match="draft_posted") as refused:
        shop.suite.receiving.post(shop.stock_keeper, "d1", draft.revision, request(3))
    assert refused.value.params == {"number": done.document.number, "person": shop.owner.name}
    with pytest.raises(Refusal, match="draft_posted"):
        line_over(shop, shop.stock_keeper, "d1", "late", delivery_line(sku, 2))


def test_opening_stock_is_a_receipt_of_its_own_kind(shop, sku):
    old = delivery_line(sku, 7, lot_no="旧", production_date="2025-01-01", expiry_date="2026-01-01")
    posted = receive(shop, old, kind=DocumentKind.OPENING, place_id=FLOOR)
    assert posted.document.number == "QC-2026-000002"  # the file of the demo was the first
    assert lots(shop, sku)["旧"] == [("退货待检", 7)]
    assert proved(shop) == []


def test_what_was_sold_of_a_delivery_stays_out_of_its_reversal(shop, sku):
    """It said 已冲红 alone, as if everything had gone back."""
    came = receive(shop, delivery_line(sku, 24, place_id=FLOOR)).document
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    sell(shop, Basket().add(sku, 5))
    done = shop.suite.documents.reverse(shop.owner, came.document_id, "送错了", request(901))
    assert [(x.name, x.quantity) for x in done.stays] == [(sku.name, 5)]
    for either in (came.document_id, done.document.document_id):
        detail = shop.suite.documents.detail(shop.owner, either)
        slip = shop.suite.documents.slip(shop.owner, either)
        assert detail.stays == slip.stays == done.stays
    assert proved(shop) == []


def short_lived(sku, quantity=1, **known):
    dates = {"production_date": "2025-06-01", "expiry_date": "2026-07-01", "lot_no": "B1"}
    return delivery_line(sku, quantity, **{**dates, **known})


@pytest.mark.parametrize(
    "line",
    [{"quantity": 1_200}, {"cost_fen": 999_999}, {"lot_no": "B2"}, {"expiry_date": "2026-07-02"}],
)
def test_a_yes_to_little_life_is_a_yes_to_that_line_alone(shop, sku, line):
    """One to a single piece let 1,200 pass, at another cost, of another lot and supplier."""
    tea, other = add_supplier(shop), add_supplier(shop, "别家")
    draft = draft_of(shop, short_lived(sku), supplier_id=tea)
    keeper, post = shop.stock_keeper, shop.suite.receiving.post
    with pytest.raises(ApprovalNeeded) as asked:
        post(keeper, "d1", draft.revision, request(1))
    tokens = grant(shop, asked.value.deeds, keeper)
    changed = line_over(shop, keeper, "d1", "d1-1", short_lived(sku, **line))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        post(keeper, "d1", changed.revision, request(2), tokens)
    line_over(shop, keeper, "d1", "d1-1", short_lived(sku))
    moved = head_over(shop, keeper, "d1", replace(changed.draft.head, supplier_id=other))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        post(keeper, "d1", moved.revision, request(3), tokens)
    back = head_over(shop, keeper, "d1", changed.draft.head)
    done = post(keeper, "d1", back.revision, request(4), tokens)
    assert done.document.approved_by == f"{shop.owner.name}：余期不足收货 {sku.name} 1 {sku.unit}"


def test_opening_stock_of_a_trading_shop_needs_a_yes(shop, sku):
    """It was a way round supplier and inspection for whoever receives."""
    receive(shop, delivery_line(sku), kind=DocumentKind.OPENING)
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    sell(shop, Basket().add(sku, 1))
    asked = {"kind": DocumentKind.OPENING, "number": 501}
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        receive(shop, delivery_line(sku), key="d2", **asked)
    draft = draft_of(shop, delivery_line(sku, 9), key="d3", kind=DocumentKind.OPENING)
    done = shop.suite.receiving.post(shop.owner, "d3", draft.revision, request(502))
    assert done.document.lines[0].quantity == 9
    assert done.document.approved_by == (
        f"{shop.owner.name}：营业后补录期初 期初 1 行（{sku.name} 9 {sku.unit}）"
    )


def test_the_key_of_a_posted_draft_begins_no_other(shop, sku):
    """Under it files that hang on the posted document were taken off."""
    came = receive(shop, delivery_line(sku)).document
    with pytest.raises(Refusal, match="draft_posted"):
        shop.suite.drafts.begin(shop.stock_keeper, DocumentKind.ISSUE, DraftHead(), came.draft_id)
    with pytest.raises(Refusal, match="draft_posted"):
        draft_of(shop, delivery_line(sku), key=came.draft_id)


@pytest.mark.parametrize("code", ["6901234567890", "KW-CK2", "SH-2026-000001", "=cmd|x!A1"])
def test_what_goods_do_not_bear_is_no_carton(shop, sku, code):
    with pytest.raises(Refusal, match=r"case_code|scan_"):
        shop.suite.receiving.learn_case(shop.stock_keeper, code, sku.sku_id, 24)


def test_a_code_of_a_piece_is_no_carton(shop, sku):
    """One carton of it was received for each piece that was scanned."""
    other = next(x for x in goods(shop) if x.sku_id != sku.sku_id and x.barcodes)
    for code in (other.barcodes[0], sku.barcodes[0], f"0{other.barcodes[0]}"):
        with pytest.raises(Refusal, match="case_code_taken"):
            shop.suite.receiving.learn_case(shop.stock_keeper, code, sku.sku_id, 24)


@pytest.mark.parametrize("cost_fen", [-1, MAX_PRICE_FEN + 1])
def test_no_cost_is_below_zero_or_absurd(shop, sku, cost_fen):
    with pytest.raises(Refusal, match="draft_figure"):
        receive(shop, delivery_line(sku, 1, cost_fen=cost_fen), actor=shop.owner)


def test_no_document_comes_to_more_than_any_amount(shop, sku):
    lines = (delivery_line(sku, 99, lot_no=f"L{n}", cost_fen=MAX_PRICE_FEN) for n in range(11))
    with pytest.raises(Refusal, match="document_amount"):
        receive(shop, *lines, actor=shop.owner)


@pytest.mark.parametrize("place", [FLOOR, WAREHOUSE])
@pytest.mark.parametrize("oversell", [0, 1])
def test_a_new_lots_balance_is_what_one_that_grew_would_be(shop, sku, place, oversell):
    """It is written at once, with the floor that a sale would find."""
    change_sku(shop, sku, oversell=oversell)
    (line,) = receive(shop, delivery_line(sku, 8, place_id=place)).document.lines
    wanted = select(stock_level.c.on_hand, stock_level.c.floor, stock_level.c.one_lot)
    wanted = wanted.where(stock_level.c.lot_id == line.lot_id)
    (row,) = shop.books.read(lambda tx: tx.connection.execute(wanted).all())
    bottomless = oversell == 1 and place == FLOOR
    assert tuple(row) == (8, -(10**12) if bottomless else 0, 0)
    assert proved(shop) == []


def test_who_decides_alone_is_named_and_only_where_something_was_to_be_decided(shop, sku):
    """A 店长 took in yoghurt with half its life gone, and the paper said nothing of it."""
    supplier = add_supplier(shop)
    fresh = receive(shop, delivery_line(sku), actor=shop.owner, supplier_id=supplier).document
    assert fresh.approved_by == ""
    late = receive(
        shop, short_lived(sku), key="d2", number=501, actor=shop.owner, supplier_id=supplier
    ).document
    assert late.approved_by == f"{shop.owner.name}：余期不足收货 {sku.name} 1 {sku.unit}"
    assert f"授权人 {shop.owner.name}：余期不足收货" in " ".join(
        page_text(lay_out(shop.suite.documents.slip(shop.owner, late.document_id), 48)).split()
    )
    assert proved(shop) == []


def test_a_clock_that_is_behind_is_named_before_a_day_that_it_tells(shop, sku):
    """It said that the goods were made tomorrow, which nobody can put right on the paper."""
    tea = add_supplier(shop)
    receive(shop, delivery_line(sku), supplier_id=tea, actor=shop.owner)
    shop.clock.now -= 400 * 86_400 * 1_000_000
    with pytest.raises(Refusal, match="clock_behind"):
        receive(shop, delivery_line(sku), key="d2", number=501, supplier_id=tea, actor=shop.owner)


def test_opening_stock_past_its_day_is_told_and_waits(shop, sku):
    places = shop.suite.receiving.choices(shop.owner).places
    floor = next(p for p in places if p.kind is PlaceKind.SHOP_FLOOR).location_id
    days = {"production_date": "2024-10-01", "expiry_date": "2025-09-30"}
    past = replace(delivery_line(sku), place_id=floor, **days)
    draft = draft_of(shop, past, key="d1", kind=DocumentKind.OPENING)
    found = shop.suite.receiving.inspect(shop.owner, "d1")
    (told,) = [f for of in found.lines.values() for f in of if f.code == "opening_expired"]
    done = shop.suite.receiving.post(shop.owner, "d1", draft.revision, request(501))
    (waits,) = [p for p in places if p.kind is PlaceKind.QUARANTINE]
    assert done.document.lines[0].place_id == waits.location_id
    assert told.params["place"] == waits.name
