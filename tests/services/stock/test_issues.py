"""Tasting, gifts and what the shop takes for itself, and accounting's list of a month."""

import pytest

from showroom.domain.documents.issued import IssuedGoods, rate_sums
from showroom.domain.documents.reasons import IssueReason, reason_word
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind
from showroom.domain.tax import TaxKind, tax_included, tax_name
from showroom.services.stock.documents import DocumentsWanted
from showroom.ui.leaving.rows import issued_rows
from tests.factories import let_days_pass, request
from tests.services.stock.deliveries import FLOOR, add_supplier
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, proved, take_out

ISSUE = DocumentKind.ISSUE


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def line(shop):
    return arrived(shop, kept_goods(shop), known={"cost_fen": 1_000})


def issue(shop, *lines, reason="gift", asked_by="李主任", **more):
    told = {"reason": reason, "asked_by": asked_by, **more}
    return take_out(shop, "issues", ISSUE, *lines, **told)


def test_an_issue_says_why_and_for_whom_and_freezes_price_and_tax(shop, line):
    sku = kept_goods(shop)
    posted = issue(shop, out_of(line, 5), note="开幕")
    document = posted.document
    assert (document.number, document.reason, document.asked_by) == (
        "LY-2026-000001",
        "gift",
        "李主任",
    )
    (told,) = document.lines
    assert (told.quantity, told.amount_fen) == (5, 5_000)
    assert (told.list_price_fen, told.tax_kind) == (sku.list_price_fen, sku.tax_kind.value)
    assert on_hand(shop, line) == {"仓库": 19}
    assert reason_word(document.kind, document.reason) == "赠品"
    assert reason_word(document.kind, "录错了") == "录错了"
    assert proved(shop) == []


def test_expired_lots_are_not_issued(shop, line):
    let_days_pass(shop, 400)
    with pytest.raises(Refusal, match="issue_expired"):
        issue(shop, out_of(line, 1))


WRONG: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "issue_reason_missing": ({}, {"reason": "for fun"}),
    "issue_asked_by_missing": ({}, {"asked_by": ""}),
    "leaving_short": ({"quantity": 25}, {}),
    "leaving_quantity": ({"quantity": 0}, {}),
    "place_unknown": ({"place_id": 99}, {}),
    "leaving_in_transit": ({"place_id": 8}, {}),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_refused_and_nothing_leaves(shop, line, code):
    of_line, of_head = WRONG[code]
    with pytest.raises(Refusal, match=f"^{code}[(]"):
        issue(shop, out_of(line, **{"quantity": 1, **of_line}), **of_head)
    assert on_hand(shop, line) == {"仓库": 24}
    assert shop.suite.drafts.open(shop.stock_keeper, "out").lines


def test_two_lines_of_one_lot_take_together_no_more_than_there_is(shop, line):
    with pytest.raises(Refusal, match="leaving_short"):
        issue(shop, out_of(line, 13), out_of(line, 12))
    issue(shop, out_of(line, 13), out_of(line, 11), key="both")
    assert on_hand(shop, line) == {"仓库": 0}


def test_nothing_is_issued_from_a_place_where_the_lot_is_not(shop, line):
    with pytest.raises(Refusal, match="leaving_short"):
        issue(shop, out_of(line, 1, FLOOR))


def test_a_lot_of_another_product_is_none(shop, line):
    other = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id != line.sku_id)
    wrong = out_of(line, 1).__class__(other.sku_id, 1, line.lot_id)
    with pytest.raises(Refusal, match="leaving_lot_missing"):
        issue(shop, wrong)


def test_a_draft_of_another_kind_is_not_issued(shop, line):
    draft = take_out  # the same draft, asked of the other verb
    with pytest.raises(Refusal, match="document_kind"):
        draft(shop, "write_offs", ISSUE, out_of(line, 1), reason="gift", asked_by="x", note="x")


def test_the_month_names_day_and_asker_of_each_line_and_what_was_taken_back(shop, line):
    """As accounting is to have it (增值税法 5): a sum by product named neither."""
    sku = kept_goods(shop)
    issue(shop, out_of(line, 3), out_of(line, 2), key="a", number=1)
    issue(shop, out_of(line, 2), key="b", number=2, asked_by="王会计")
    issue(shop, out_of(line, 3), key="c", number=3, reason="staff")
    back = issue(shop, out_of(line, 4), key="d", number=4).document
    shop.suite.documents.reverse(shop.stock_keeper, back.document_id, "录错了", request(5))
    *gifts, staff = shop.suite.issues.of_month(shop.owner, "2026-06")
    first = gifts[0]
    assert [(x.quantity, x.cost_fen, x.asked_by) for x in gifts] == [
        *((5, 5_000, "李主任"), (2, 2_000, "王会计")),
        *((4, 4_000, "李主任"), (-4, -4_000, "李主任")),
    ]
    assert {(x.reason, x.day) for x in gifts} == {(IssueReason.GIFT, "2026-06-15")}
    assert first.list_fen == 5 * sku.list_price_fen
    assert first.tax_fen == tax_included(first.list_fen, sku.tax_kind, sku.tax_rate_bp)
    assert (staff.reason, staff.quantity) == (IssueReason.STAFF, 3)
    assert shop.suite.issues.of_month(shop.owner, "2026-07") == ()
    made = shop.suite.issues.month_sheet(shop.owner, "2026-06")
    told = ("2026-06-15", "王会计", "LY-2026-000002")
    assert tuple(cell.value for cell in made.rows[1][:5]) == ("赠品", "是", *told)
    assert [row[0].value for row in made.rows] == ["赠品"] * 4 + ["员工自用"]
    numbers = [f"LY-2026-{n:06d}" for n in (1, 2, 4, 5)]
    assert [x.number for x in gifts] == numbers
    reversal = ["", "", f"被 {numbers[3]} 冲红", f"冲红 {numbers[2]}"]
    assert [x.reversal for x in gifts] == reversal
    assert [row[5].value for row in made.rows] == [*reversal, ""]
    shown = [row.cells[3] for row in issued_rows((*gifts, staff)) if isinstance(row.key, int)]
    assert [text.endswith(told) for text, told in zip(shown, reversal, strict=False)] == [True] * 4
    assert made.title.endswith("（演示）")
    assert [name for name, _ in made.above] == ["店名", "月份", "批次成本", "库存估值"]
    sums = {name: cell.value for name, cell in made.below}
    assert sums["视同销售其中税额合计"] == sum(x.tax_fen for x in gifts), "没有员工自用的税"
    rate = tax_name(sku.tax_kind, sku.tax_rate_bp)
    assert sums[f"视同销售 {rate} 其中税额"] == sums["视同销售其中税额合计"]
    assert sums["视同销售批次成本合计"] == 7_000
    assert list(sums)[:5] == [
        *(f"赠品小计 {name}" for name in ("批次成本", "含税售价金额", "其中税额")),
        *(f"员工自用小计 {name}" for name in ("批次成本", "含税售价金额")),
    ], "accounting books each to an account of its own"
    assert sums["赠品小计 批次成本"] == 7_000
    assert sums["员工自用小计 含税售价金额"] == staff.list_fen
    assert sums["不视同销售批次成本合计"] == staff.cost_fen
    assert "不视同销售其中税额合计" not in sums
    assert staff.tax_fen is None
    assert {x.lot for x in (*gifts, staff)} == {line.lot_no}
    assert on_hand(shop, line) == {"仓库": 14}
    assert proved(shop) == []


def test_the_list_keeps_the_price_of_the_day(shop, line):
    before = kept_goods(shop).list_price_fen
    issue(shop, out_of(line, 1), key="a", number=1)
    shop.suite.catalogue.set_price(shop.owner, line.sku_id, before + 100, request(2))
    issue(shop, out_of(line, 1), key="b", number=3)
    gifts = shop.suite.issues.of_month(shop.owner, "2026-06")
    assert [(x.quantity, x.list_fen) for x in gifts] == [(1, before), (1, before + 100)]


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-6", "2026-06-01", "2026-W2"])
def test_what_is_no_month_is_refused(shop, month):
    with pytest.raises(Refusal, match="month_unreadable"):
        shop.suite.issues.of_month(shop.owner, month)


def test_the_same_request_issues_once(shop, line):
    first = issue(shop, out_of(line, 5))
    again = shop.suite.issues.post(shop.stock_keeper, "out", 2, request(450))
    assert again.repeated
    assert again.document == first.document
    assert on_hand(shop, line) == {"仓库": 19}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("000001", 1), ("0001", 1), ("LY-2026-0000", 1), ("ly-2026-000001", 1), ("26-0000", 1)),
        *(("001", 1), ("000002", 0), ("LY-2", 1), ("SH-2026-000001", 0)),
        *(("ly", 1), ("ly1", 1), ("LY2026", 1), ("ly202600", 1), ("ly-1", 1), ("LY2026000001", 1)),
        *(("ly2", 1), ("ly3", 0), ("cg", 0), ("cg1", 0), ("ly2027", 0)),
        *(("laowang", 1), ("lw", 1), ("老王", 1), ("wang", 1), ("jia she", 0), ("T1", 0)),
    ],
)
def test_a_document_is_found_by_a_part_of_its_number_and_by_how_a_name_is_read(
    shop, line, text, found
):
    """Three figures of a number or its letters; a person as the screens of people are searched."""
    posted = issue(shop, out_of(line, 1)).document
    rows = shop.suite.documents.listed(shop.owner, DocumentsWanted(text=text)).rows
    assert [row.document_id for row in rows].count(posted.document_id) == found


def test_a_delivery_is_found_by_how_its_supplier_is_read(shop):
    arrived(shop, kept_goods(shop), supplier_id=add_supplier(shop, "萧氏茶业"))
    (row,) = shop.suite.documents.listed(shop.owner, DocumentsWanted(text="xiaoshi")).rows
    assert row.supplier == "萧氏茶业"


def test_a_document_is_found_by_the_word_of_its_reason(shop, line):
    posted = issue(shop, out_of(line, 1), reason="tasting").document
    found = shop.suite.documents.listed(shop.owner, DocumentsWanted(text="试吃")).rows
    assert [row.document_id for row in found] == [posted.document_id]
    assert shop.suite.documents.listed(shop.owner, DocumentsWanted(text="赠品")).rows == ()


def test_what_is_taxed_as_sold_is_summed_by_rate():
    """VAT is declared rate by rate: one sum of all rates had to be taken apart by hand."""

    def given(kind, rate, fen, reason=IssueReason.GIFT):
        of = (SkuId(1), "A", "茶", "", "袋", SoldBy.EACH)
        return IssuedGoods(reason, kind, rate, *of, 1, 10, fen)

    goods = [
        *(given(TaxKind.EXEMPT, 0, 500), given(TaxKind.TAXED, 900, 1_090)),
        *(given(TaxKind.TAXED, 1300, 1_130), given(TaxKind.TAXED, 1300, 2_260)),
        given(TaxKind.TAXED, 1300, 9_999, IssueReason.STAFF),
    ]
    told = {
        tax_name(*rate): (s.rows, s.list_fen, s.tax_fen) for rate, s in rate_sums(goods).items()
    }
    assert list(told.items()) == [
        ("应税 13%", (2, 3_390, 390)),
        ("应税 9%", (1, 1_090, 90)),
        ("免税", (1, 500, 0)),
    ]
    assert [r.cells[2] for r in issued_rows(goods) if r.cells[3] == "小计"] == list(told)
