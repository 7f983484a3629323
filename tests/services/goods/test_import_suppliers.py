"""Opening stock of a file says whose it is: 供应商 and 合同号, never guessed."""

from dataclasses import replace

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.documents.supplier import SupplierContent
from showroom.domain.errors import Refusal
from showroom.domain.ids import LotId, RequestId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.goods import imports
from showroom.services.goods.export_sheet import sheet_csv
from showroom.services.stock import opening
from showroom.ui.catalogue.import_words import lots_told, problem_told
from tests.factories import request
from tests.services.goods.spreadsheets import product, table, xlsx_file
from tests.services.goods.test_imports import OPENING, bring_in, check, find
from tests.services.stock.deliveries import add_supplier, contract_of
from tests.services.stock.leavings import proved

SHARE = 2_500
OF, BY = "供应商", "合同号"
FULL = product(**{"进价(元)": "8"}) | OPENING


@pytest.fixture
def shop(demo_shop):
    return demo_shop


def lots_of(shop, code="X1"):
    """(number, supplier, terms, 扣点, cost) of each of its lots, as their receipts froze it."""
    (sku,) = find(shop, code)
    found = shop.suite.ledger.parts(shop.owner, sku.sku_id)
    made = [shop.suite.tracing.trace(shop.owner, LotId(x.lot_id)).origin for x in found.lots]
    return {(x.lot_no, x.supplier, x.terms, x.commission_bp, x.cost_fen) for x in made}


def openings(shop):
    """The 期初单 of the books, oldest first."""
    rows = shop.suite.documents.listed(shop.owner).rows
    mine = [r for r in reversed(rows) if r.kind is DocumentKind.OPENING and r.supplier]
    return [shop.suite.documents.detail(shop.owner, r.document_id).document for r in mine]


@pytest.mark.parametrize("name", ["YL-7", "yl-7", "扣点社（夷陵）", "扣点社(夷陵)"])
def test_a_code_or_the_full_name_says_whose_the_goods_are(shop, name):
    content = SupplierContent("扣点社（夷陵）", code="YL-7")
    maker = shop.suite.suppliers.add(shop.owner, content, RequestId("x")).supplier_id
    contract = contract_of(Terms.CONSIGNMENT, commission_bp=SHARE)
    shop.suite.suppliers.add_contract(shop.owner, maker, contract, RequestId("y"))
    plan = check(shop, table(FULL | {OF: name}))
    assert plan.errors == ()
    (owner,) = {lot.supplied for lot in plan.lots}
    assert (owner.supplier_id, owner.terms, owner.commission_bp) == (
        maker,
        Terms.CONSIGNMENT,
        SHARE,
    )
    (said,) = lots_told(plan.lots, plan.create[0].content)
    for words in ("供应商 扣点社（夷陵）", "合同 HT-consignment 代销 扣点 25%"):
        assert words in said
    shop.suite.imports.apply(shop.stock_keeper, plan, request(1))
    assert lots_of(shop) == {("A1", "扣点社（夷陵）", Terms.CONSIGNMENT, SHARE, 0)}
    assert proved(shop) == []


def test_two_lots_of_a_product_come_at_the_cost_of_each(shop):
    """A lot is one receipt line: the same number again, of another supplier, at another cost."""
    add_supplier(shop, "甲社")
    add_supplier(shop, "乙社")
    cost = "进价(元)"
    rows = [
        FULL | {OF: "甲社", cost: "8"},
        {"货号": "X1"} | OPENING | {OF: "乙社", cost: "9.20"},
        {"货号": "X1"} | OPENING | {OF: "乙社", cost: "9.40"},
    ]
    plan = check(shop, table(*rows))
    assert plan.errors == ()
    own = [problem_told(x) for x in plan.warnings if x.code == "lot_cost_own"]
    assert len(own) == 2
    for words in ("A1", "9.20", "8.00"):
        assert words in own[0]
    assert "进价 ¥9.20" in list(lots_told(plan.lots, plan.create[0].content))[1]
    assert shop.suite.imports.apply(shop.stock_keeper, plan, request(1)).lots == 3
    bought = Terms.BUY_OUT
    assert lots_of(shop) == {
        ("A1", "甲社", bought, 0, 800),
        ("A1", "乙社", bought, 0, 920),
        ("A1", "乙社", bought, 0, 940),
    }
    assert plan.create[0].content.cost_price_fen == 800
    assert proved(shop) == []
    assert check(shop, table(*rows)).lots == ()


def test_two_lots_of_a_product_come_on_the_terms_of_each(shop):
    """买断 and 代销 of one product were refused as two products under one number."""
    add_supplier(shop, "甲社", terms=[("buy_out", 0), ("consignment", SHARE)])
    on, cost = "经营方式", "进价(元)"
    first = {k: v for k, v in FULL.items() if not k.startswith(on)}
    rows = [
        first | {OF: "甲社", on: "买断", cost: "8"},
        {"货号": "X1", on: "代销"} | OPENING | {"批号": "A2", OF: "甲社"},
        {"货号": "X1", on: "代销", cost: "8.50"} | OPENING | {"批号": "A3"},
        {"货号": "X1", on: "买断"} | OPENING | {"批号": "A4"},
    ]
    plan = check(shop, table(*rows))
    assert plan.errors == ()
    assert "代销" in list(lots_told(plan.lots, plan.create[0].content))[2]
    assert shop.suite.imports.apply(shop.stock_keeper, plan, request(1)).lots == 4
    bought, consigned = Terms.BUY_OUT, Terms.CONSIGNMENT
    assert lots_of(shop) == {
        ("A1", "甲社", bought, 0, 800),
        ("A2", "甲社", consigned, SHARE, 0),
        ("A3", "", consigned, 0, 850),
        ("A4", "", bought, 0, 800),
    }
    assert proved(shop) == []
    assert check(shop, table(*rows)).lots == ()


def test_terms_name_a_contract_where_one_alone_has_them(shop):
    """With several on these terms, or none said, its number is asked for."""
    add_supplier(shop, "甲社", terms=[("buy_out", 0), ("consignment", SHARE)])
    plain = {k: v for k, v in FULL.items() if not k.startswith("经营方式")}
    told = check(shop, table(plain | {OF: "甲社", "经营方式": "买断"}))
    assert [lot.supplied.contract_no for lot in told.lots] == ["HT-buy_out"]
    (open_yet,) = check(shop, table(plain | {OF: "甲社"})).errors
    assert open_yet.code == "opening_contract_several"


@pytest.mark.parametrize("odd", ["80", "1"])
def test_an_odd_cost_of_a_lot_is_asked_about_as_by_hand(shop, odd):
    rows = FULL, {"货号": "X1", "进价(元)": odd} | OPENING | {"批号": "A2"}
    plan = check(shop, table(*rows))
    assert [x.code for x in plan.warnings if x.code.startswith("lot_cost")] == ["lot_cost_odd"]
    with pytest.raises(ApprovalNeeded) as needed:
        shop.suite.imports.apply(shop.owner, plan, request(1))
    (deed,) = needed.value.deeds
    assert (deed.act, deed.old_fen, deed.new_fen) == (Act.COST, 800, int(odd) * 100)


def test_on_commission_a_cost_is_of_no_use(shop):
    add_supplier(shop, "甲社", terms=[("consignment", SHARE)])
    rows = FULL, {"货号": "X1", "进价(元)": "9", OF: "甲社"} | OPENING | {"批号": "A2"}
    plan = check(shop, table(*rows))
    assert "lot_cost_unused" in {x.code for x in plan.warnings}
    assert [lot.cost_fen for lot in plan.lots] == [None, None]


def test_what_brings_no_lot_says_one_cost_of_a_product(shop):
    rows = FULL, {"货号": "X1", "进价(元)": "9"} | OPENING | {"期初数量": "0"}
    (wrong,) = check(shop, table(*rows)).errors
    assert wrong.code == "duplicate_code"


def test_goods_of_several_suppliers_are_a_document_each(shop):
    a = add_supplier(shop, "甲社", terms=[("consignment", 0)])
    b = add_supplier(shop, "乙社")
    before = shop.suite.documents.listed(shop.owner).rows
    rows = [
        FULL | {OF: "甲社"},
        {"货号": "X1"} | OPENING | {OF: "乙社"},
        {"货号": "X1"} | OPENING | {"批号": "A2"},
        {"货号": "X1"} | OPENING | {"批号": "A3", OF: "甲社"},
    ]
    done = bring_in(shop, table(*rows))
    assert done.lots == 4
    made = shop.suite.documents.listed(shop.owner).rows[: -len(before) or None]
    assert [r.serial for r in made] == [made[-1].serial + n for n in (2, 1, 0)]
    first, second = openings(shop)
    assert [(d.supplier_id, len(d.lines)) for d in (first, second)] == [(a, 2), (b, 1)]
    assert {line.lot_no for line in first.lines} == {"A1", "A3"}
    assert lots_of(shop) == {
        ("A1", "甲社", Terms.CONSIGNMENT, 0, 800),
        ("A3", "甲社", Terms.CONSIGNMENT, 0, 800),
        ("A1", "乙社", Terms.BUY_OUT, 0, 800),
        ("A2", "", Terms.BUY_OUT, 0, 800),
    }
    assert proved(shop) == []
    back = shop.suite.documents.reverse(shop.owner, second.document_id, "写错了", request(2))
    assert back.document.supplier == "乙社", "each can be taken back by itself"
    assert proved(shop) == []


def test_more_than_a_document_holds_goes_on_in_another_of_the_same_supplier(shop, monkeypatch):
    monkeypatch.setattr(opening, "MAX_LINES", 2)
    add_supplier(shop, "甲社")
    lots = [{"货号": "X1"} | OPENING | {"批号": f"B{n}", OF: "甲社"} for n in range(4)]
    bring_in(shop, table(FULL | {OF: "甲社"}, *lots))
    assert [(d.supplier, len(d.lines)) for d in openings(shop)] == [("甲社", n) for n in (2, 2, 1)]
    last = openings(shop)[-1]
    assert shop.suite.documents.reverse(shop.owner, last.document_id, "写错了", request(2))
    assert proved(shop) == []


def test_all_of_it_or_none(shop, monkeypatch):
    add_supplier(shop, "甲社")
    add_supplier(shop, "乙社")
    plan = check(shop, table(FULL | {OF: "甲社"}, {"货号": "X1"} | OPENING | {OF: "乙社"}))
    before = shop.suite.documents.listed(shop.owner).rows
    monkeypatch.setattr(imports, "_journal", broken)
    with pytest.raises(RuntimeError):
        shop.suite.imports.apply(shop.stock_keeper, plan, request(1))
    assert shop.suite.documents.listed(shop.owner).rows == before
    assert not find(shop, "X1")
    monkeypatch.undo()
    shop.suite.imports.apply(shop.stock_keeper, plan, request(2))
    assert [d.supplier for d in openings(shop)] == ["甲社", "乙社"]
    assert proved(shop) == [], "numbers without gaps"


def broken(*_told):
    raise RuntimeError


@pytest.mark.parametrize(
    ("cells", "column", "code", "words"),
    [
        ({OF: "甲"}, OF, "opening_supplier_unknown", "供应商里没有 甲"),
        ({OF: "甲社2"}, OF, "opening_supplier_unknown", "甲社2"),
        ({OF: "ABC"}, OF, "opening_supplier_several", "ABC 丙社、H4 abc"),
        ({BY: "HT-buy_out"}, OF, "opening_contract_alone", "没有写供应商"),
        ({OF: "甲社", BY: "HT-9"}, BY, "opening_contract_unknown", "甲社 没有合同 HT-9"),
        ({OF: "甲社", BY: "HT-later"}, BY, "opening_contract_unknown", "还没有开始"),
        ({OF: "乙社"}, BY, "opening_contract_several", "HT-buy_out、HT-consignment"),
    ],
)
def test_who_is_not_clear_is_refused_line_by_line(shop, cells, column, code, words):
    a = add_supplier(shop, "甲社", terms=[("consignment", SHARE)])
    add_supplier(shop, "乙社", terms=[("buy_out", 0), ("consignment", SHARE)])
    add = shop.suite.suppliers.add
    add(shop.owner, SupplierContent("丙社", code="ABC"), RequestId("c"))
    add(shop.owner, SupplierContent("abc", code="H4"), RequestId("d"))
    later = replace(contract_of(Terms.BUY_OUT, valid_from="2026-07-01"), contract_no="HT-later")
    shop.suite.suppliers.add_contract(shop.owner, a, later, RequestId("later"))
    good = {OF: "甲社", BY: ""}
    plan = check(
        shop, table(FULL | good, {"货号": "X1"} | OPENING | {"批号": "A2", OF: "", BY: ""} | cells)
    )
    (error,) = plan.errors
    assert (error.row, error.column, error.code) == (3, column, code)
    assert words in problem_told(error)


def test_a_lot_that_is_there_asks_for_no_contract(shop):
    """The shop's own export was refused, for a change of price even: it names no contract."""
    add_supplier(shop, "乙社", terms=[("buy_out", 0), ("consignment", SHARE)])
    bring_in(shop, table(FULL | {OF: "乙社", BY: "HT-consignment"}))
    frozen = lots_of(shop)
    plan = check(shop, table(FULL | {OF: "乙社", BY: ""}))
    assert (plan.errors, plan.lots) == ((), ())
    assert lots_of(shop) == frozen


def test_a_contract_is_named_by_its_number_ended_or_not(shop):
    maker = add_supplier(shop, "乙社", terms=[("buy_out", 0), ("consignment", SHARE)])
    ended = contract_of(Terms.CONCESSION, commission_bp=3_000, valid_to="2026-03-31")
    shop.suite.suppliers.add_contract(shop.owner, maker, ended, RequestId("ended"))
    rows = [
        FULL | {OF: "乙社", BY: "HT-consignment"},
        {"货号": "X1"} | OPENING | {"批号": "A2", OF: "乙社", BY: "HT-buy_out"},
        {"货号": "X1"} | OPENING | {"批号": "A3", OF: "乙社", BY: "ht-concession"},
    ]
    bring_in(shop, table(*rows))
    assert lots_of(shop) == {
        ("A1", "乙社", Terms.CONSIGNMENT, SHARE, 0),
        ("A2", "乙社", Terms.BUY_OUT, 0, 800),
        ("A3", "乙社", Terms.CONCESSION, 3_000, 0),
    }
    (document,) = openings(shop)
    assert len(document.lines) == 3
    assert proved(shop) == []


def test_what_its_papers_lack_is_told_once_and_hinders_nothing(shop):
    add_supplier(shop, "过期社", until="2026-01-31")
    rows = [FULL | {OF: "过期社"}, {"货号": "X1"} | OPENING | {"批号": "A2", OF: "过期社"}]
    plan = check(shop, table(*rows))
    assert (plan.errors, len(plan.lots)) == ((), 2)
    (said,) = [w for w in plan.warnings if w.column == OF]
    assert (said.row, said.code) == (2, "opening_licence_expired")
    assert "2026-01-31 到期：期初照样记" in problem_told(said)


def test_consigned_goods_of_nobody_are_told(shop):
    plan = check(shop, table(FULL | {"经营方式": "代销", OF: ""}))
    (said,) = [w for w in plan.warnings if w.code == "opening_owners_unknown"]
    assert (said.row, said.params["count"]) == (0, 1)
    assert len(plan.lots) == 1
    own = check(shop, table(FULL | {OF: ""}))
    assert not [w for w in own.warnings if w.code == "opening_owners_unknown"]


def test_a_row_that_brings_nothing_in_has_no_use_for_it(shop):
    """Other programs name the supplier of every product."""
    plan = check(shop, table(product(**{OF: "谁也不认识"})))
    assert plan.errors == ()
    (said,) = [w for w in plan.warnings if w.code == "opening_supplier_unused"]
    assert (said.row, said.params["count"]) == (0, 1)
    nought = check(shop, table(product(**{OF: "谁也不认识", "期初数量": "0"})))
    assert nought.errors == ()


def test_one_text_may_say_it_of_all_rows(shop):
    add_supplier(shop, "甲社")
    plan = check(shop, table(FULL), fixed={"supplier": "甲社"})
    assert [lot.supplied.supplier for lot in plan.lots] == ["甲社"]


def test_what_lies_there_keeps_its_supplier_until_it_is_taken_back(shop):
    """Goods that came in as nobody's are given to their supplier by 冲红 and the file again."""
    add_supplier(shop, "甲社", terms=[("consignment", SHARE)])
    bring_in(shop, table(FULL))
    whose = table(FULL | {OF: "甲社"})
    plan = check(shop, whose)
    (said,) = [w for w in plan.warnings if w.code == "lot_supplier_kept"]
    assert plan.lots == ()
    for words in ("批号 A1 账上的供应商是 空", "甲社 没有用", "冲红"):
        assert words in problem_told(said)
    newest = shop.suite.documents.listed(shop.owner).rows[0]
    shop.suite.documents.reverse(shop.owner, newest.document_id, "补供应商", request(5))
    bring_in(shop, whose, 6)
    assert ("A1", "甲社", Terms.CONSIGNMENT, SHARE, 0) in lots_of(shop)
    assert proved(shop) == []


def test_what_went_out_with_its_supplier_changes_nothing_when_it_comes_in(shop):
    add_supplier(shop, "甲社", terms=[("buy_out", 0), ("consignment", SHARE)])
    add_supplier(shop, "乙社")
    rows = [
        FULL | {OF: "甲社", BY: "HT-consignment"},
        {"货号": "X1"} | OPENING | {OF: "乙社"},
    ]
    bring_in(shop, table(*rows))
    sheet = shop.suite.catalogue.whole_sheet(shop.stock_keeper).sheet
    titles = [head.title.partition("(")[0] for head in sheet.heads]
    mine = [r for r in sheet.rows if r[0].value == "X1"]
    assert [r[titles.index(OF)].value for r in mine] == ["甲社", "乙社"]
    assert [r[titles.index(BY)].value for r in mine] == ["HT-consignment", ""]
    plan = check(shop, sheet_csv(sheet))
    assert plan.errors == plan.create == plan.update == plan.lots == ()
    assert {w.code for w in plan.warnings} <= {"lot_known"}


def test_a_contract_that_moved_since_the_check_is_looked_at_again(shop):
    maker = add_supplier(shop, "甲社")
    plan = check(shop, table(FULL | {OF: "甲社"}))
    contract = contract_of(Terms.CONSIGNMENT, commission_bp=SHARE)
    shop.suite.suppliers.add_contract(shop.owner, maker, contract, RequestId("meanwhile"))
    with pytest.raises(Refusal, match="opening_suppliers_changed"):
        shop.suite.imports.apply(shop.stock_keeper, plan, request(1))
    bring_in(shop, table(FULL | {OF: "甲社"}), 2)
    assert lots_of(shop) == {("A1", "甲社", Terms.CONSIGNMENT, SHARE, 0)}


def test_a_number_that_a_spreadsheet_keeps_as_a_figure_is_read(shop):
    shop.suite.suppliers.add(shop.owner, SupplierContent("甲社", code="12"), RequestId("x"))
    row = FULL | {OF: 12, "期初数量": 10}
    plan = check(shop, xlsx_file(list(row), list(row.values())))
    assert [lot.supplied.supplier for lot in plan.lots] == ["甲社"]
