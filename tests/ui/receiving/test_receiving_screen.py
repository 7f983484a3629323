"""A delivery by scanner and keys alone, in a real window over real books."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DraftLine
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.look.theme import ui_font
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.receiving.arrived import ArrivedPanel
from showroom.ui.receiving.choosing import CasePanel, ContractPanel, SupplierPanel
from showroom.ui.receiving.rows import CHECK, LINES, QUANTITY, SHORT_WORDS
from tests.factories import request
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of
from tests.services.stock.test_receiving import lots, proved
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.fits.ruler import misfits
from tests.ui.receiving.keeper import ENTER, Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.window.workspace.go("receiving")
    made.settle()
    return made


def test_a_supplier_is_found_by_initials_and_what_begins_with_them_comes_first(keeper, shop):
    for name in ("云南文山三七社", "文山普者黑社", "萧氏茶业"):
        add_supplier(shop, name)
    keeper.go("stock")
    keeper.go("receiving")
    keeper.press(Qt.Key.Key_F2)

    def offered(text):
        keeper.panel.search.clear()
        keeper.write(text)
        named = [row.cells[0] for row in keeper.panel.table.rows]
        return [name for name in named if "演示" not in name]

    assert offered("ws") == ["文山普者黑社", "云南文山三七社"]
    assert offered("xscy") == ["萧氏茶业"]
    assert offered("anw") == [], "a syllable begins where its character does"
    said = [x.text() for x in keeper.panel.table.findChildren(QLabel) if x.isVisible()]
    assert "没有这家供应商" in said


def test_the_list_of_suppliers_begins_at_the_one_that_was_chosen(keeper, shop):
    add_supplier(shop, "最末社")
    keeper.go("stock")
    keeper.go("receiving")
    keeper.choose("zm")
    keeper.press(Qt.Key.Key_F2)
    assert keeper.panel.table.rows[0].cells[0] != "最末社", "a list begins at its first by itself"
    keeper.press(ENTER)
    keeper.settle()
    assert keeper.screen.model.supplier.name == "最末社"


def test_a_known_product_comes_in_by_one_scan_and_figures(keeper, shop):
    keeper.choose("A")
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "20260601A", "20260601")
    (cells,) = keeper.listed
    assert cells[1:] == ("20260601A", "2027-11-23", "24", "✓")
    assert keeper.window.focusWidget() is keeper.screen.page.field
    keeper.scan(FLOWER)
    keeper.settle()
    keeper.type("3", "B7", "20260610")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("SH-2026-000001 已过账：2 行，代销 ¥")
    assert keeper.draft is None
    assert lots(shop, keeper.found(TEA))["20260601A"] == [("仓库", 24)]
    assert lots(shop, keeper.found(FLOWER))["B7"] == [("仓库", 3)]
    assert proved(shop) == []


@pytest.mark.parametrize(
    ("life", "told", "expiry"),
    [("12个月", "12 个月", "2027-05-30"), ("1个月", "1 个月", "2026-06-30"), ("0", "", "")],
)
def test_the_end_of_months_is_worked_out_by_the_calendar(keeper, shop, life, told, expiry):
    goods = keeper.found(TEA)
    imports = shop.suite.imports
    plan = imports.check(shop.owner, f"货号,保质期\n{goods.code},{life}\n".encode(), "life.csv")
    imports.apply(shop.owner, plan, request(5))
    keeper.choose("A")
    keeper.scan(TEA)
    keeper.settle()
    said = [seen.text() for seen in keeper.screen.page.line.findChildren(QLabel)]
    assert (f"保质期 {told}" if told else "没有保质期") in said
    if expiry:
        keeper.type("24", "L1", "20260531")
        assert keeper.listed[0][2] == expiry


def test_tags_for_what_arrived_are_offered_at_once(keeper, shop):
    keeper.choose("A")
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "L1", "20260601")
    keeper.scan(BANANA)
    keeper.settle()
    keeper.type("12.5", "L2", "20260614")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert isinstance(keeper.panel, ArrivedPanel)
    assert [row.cells[2] for row in keeper.panel.table.rows] == ["24", "1"]
    keeper.write("6")
    keeper.press(ENTER)
    assert [(tag.name, n) for tag, n in keeper.panel.tags] == [
        (keeper.found(TEA).name, 6),
        (keeper.found(BANANA).name, 1),
    ]
    keeper.click("打印标签", keeper.panel)
    keeper.settle()
    assert keeper.panel is None
    (job,) = [job for job in shop.suite.prints.open_jobs() if job.kind == "label"]
    assert job.title == "SH-2026-000001"


def test_papers_of_a_delivery_stay_with_its_document(keeper, shop):
    keeper.choose("A")
    keeper.press(Qt.Key.Key_F4)
    owner = Owner(OwnerKind.DRAFT, keeper.draft.draft_id)
    shop.suite.attachments.add(shop.stock_keeper, owner, "合格证", b"%PDF-1.4 x", "paper")
    keeper.press(Qt.Key.Key_Escape)
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "L1", "20260601")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    keeper.press(Qt.Key.Key_Escape)
    document = shop.suite.documents.find(shop.owner, "SH-2026-000001")
    assert document.draft_id == owner.key
    (kept,) = shop.suite.attachments.listed(shop.owner, owner)
    assert kept.title == "合格证"


def test_every_line_is_in_the_books_before_the_next_scan(keeper, shop):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    kept = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert [line.line.quantity for line in kept.lines] == [24]
    keeper.write("L1")
    keeper.scan(FLOWER)  # no Enter before it
    keeper.settle()
    kept = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert [(k.line.quantity, k.line.lot_no) for k in kept.lines] == [(24, "L1"), (0, "")]


def test_the_same_pack_scanned_again_is_one_more(keeper):
    for _ in range(3):
        keeper.scan(TEA)
        keeper.settle()
    assert [c[3] for c in keeper.listed] == ["3"], "three packs are three"
    keeper.type("", "L1", "20260601")
    keeper.scan(TEA)
    keeper.settle()
    assert len(keeper.listed) == 2, "another lot"


def test_a_line_that_nobody_went_on_with_is_gone_on_with(keeper):
    """Another pack was scanned before it was counted: two lines for one product, one left empty."""
    keeper.take_in(TEA)
    keeper.take_in(FLOWER)
    keeper.take_in(TEA)
    assert [c[3] for c in keeper.listed] == ["2", "0"], "each reading is a pack"
    keeper.type("6", "L1", "20260601")
    keeper.take_in(TEA)
    assert len(keeper.listed) == 3, "another lot"


@pytest.mark.usefixtures("light")
def test_every_word_of_a_finding_has_room():
    """余期… stood there, and the word that says what is wrong could not be read."""
    width = LINES[CHECK].width - 2 * SPACE.s - 1
    metrics = QFontMetrics(ui_font(TYPE.body, bold=True))
    words = (*SHORT_WORDS.values(), "要核对", "还没到", "短 9.500 kg")
    assert [word for word in words if metrics.horizontalAdvance(word) > width] == []


def test_a_carton_is_asked_about_once_and_known_then(keeper):
    case = "16990300100016"
    keeper.scan(case)
    keeper.settle()
    assert isinstance(keeper.panel, CasePanel)
    keeper.type("12")
    assert [c[3] for c in keeper.listed] == ["12"]
    keeper.scan(case)
    keeper.settle()
    assert [c[3] for c in keeper.listed] == ["24"]


def test_goods_by_weight_are_typed_in_kilograms_or_come_from_the_label(keeper):
    keeper.scan(BANANA)
    keeper.settle()
    keeper.type("12.5")
    assert keeper.listed[0][3] == "12.500 kg"


def test_what_is_missing_stands_on_the_line_and_posting_says_which(keeper):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    assert keeper.listed[0][4] == "缺批号"
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("还没有选供应商")
    assert isinstance(keeper.panel, SupplierPanel), "what is missing is asked for"
    keeper.press(Qt.Key.Key_Escape)
    keeper.choose("A")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert "缺批号或生产日期" in keeper.said
    assert keeper.draft is not None


def test_the_cursor_goes_to_what_is_wrong_with_a_line(keeper):
    """The sentence named the goods, and the cursor stood in the field for the next scan."""
    keeper.choose("A")
    keeper.take_in(TEA, "24")
    keeper.take_in(FLOWER, "3", "B7", "20260610")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    card = keeper.screen.page.line
    first, second = (kept.key for kept in keeper.draft.lines)
    assert (keeper.screen.model.key, card.lot.hasFocus()) == (first, True)
    keeper.type("L1", "20240601")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert "到期" in keeper.said
    assert (keeper.screen.model.key, card.expiry.hasFocus()) == (first, True)
    assert keeper.screen.model.kept(second).quantity == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("260601", "读不成日期"),
        ("01/06/2026", "读不成日期"),
        ("2026-111", "读不成日期"),
        ("2026-12", "只有年和月，缺日"),
        ("20260231", "日历上没有这一天"),
        ("20621301", "日历上没有这一天"),
        ("19260601", "2000 到 2100"),
    ],
)
def test_a_date_with_two_readings_is_none(keeper, typed, said):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "L1")
    keeper.write(typed)
    keeper.press(ENTER)
    keeper.settle()
    assert said in keeper.said
    assert keeper.listed[0][2] == ""


def test_a_code_that_nobody_knows_leads_to_a_new_product(keeper):
    keeper.scan("6901234567892")
    keeper.settle()
    assert keeper.said == "没有 6901234567892 这种商品，按 F5 新建"
    keeper.press(Qt.Key.Key_F5)
    assert isinstance(keeper.panel, NewProductPanel)
    assert keeper.panel.fields["条码"].text() == "6901234567892"


def test_a_payment_code_is_no_lot_and_is_not_kept(keeper, shop):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    keeper.scan("134567890123456789")
    keeper.settle()
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    kept = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert [k.line.lot_no for k in kept.lines] == [""]


def test_somebody_else_goes_on(keeper, shop):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    keeper.press(Qt.Key.Key_F6)
    keeper.settle()
    assert keeper.draft is None
    (row,) = keeper.screen.start.table.rows
    assert row.cells[:4] == ("收货单", "没有备注", "1", shop.stock_keeper.name)
    keeper.press(ENTER)
    keeper.settle()
    assert [c[3] for c in keeper.listed] == ["24"]


def test_a_draft_that_another_posted_is_said_to_be_posted(keeper, shop):
    sku = keeper.found(TEA)
    draft = draft_of(shop, delivery_line(sku), supplier_id=add_supplier(shop, "B社"))
    keeper.window.workspace.go("stock")
    keeper.window.workspace.go("receiving")
    keeper.settle()
    keeper.press(ENTER)
    keeper.settle()
    shop.suite.receiving.post(shop.owner, "d1", draft.revision, "their request")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said == f"{shop.owner.name} 已把这张单据过账：SH-2026-000001"
    assert keeper.draft is None


def test_two_contracts_are_asked_about(keeper, shop):
    add_supplier(shop, "C社", terms=[("buy_out", 0), ("consignment", 0)])
    keeper.window.workspace.go("stock")
    keeper.window.workspace.go("receiving")
    keeper.settle()
    keeper.choose("C")
    assert isinstance(keeper.panel, ContractPanel)
    keeper.press(ENTER)
    keeper.settle()
    known = shop.suite.receiving.supplier(shop.owner, keeper.draft.head.supplier_id)
    assert keeper.draft.head.contract_id == known.contracts[0].contract_id


def test_an_order_comes_on_its_own_contract_and_another_is_mended_where_it_is_refused(keeper, shop):
    """The contract that stood first was lit, the line had its ✓, and F12 led nowhere."""
    tea = keeper.found(TEA)
    terms = [("consignment", 2_000), ("buy_out", 0)]
    supplier = add_supplier(shop, "C社", terms=terms)
    keeper.go("stock")
    keeper.go("receiving")
    consigned, bought = shop.suite.receiving.supplier(shop.owner, supplier).contracts
    head = {"supplier_id": supplier, "contract_id": bought.contract_id}
    draft = draft_of(
        shop, DraftLine(tea.sku_id, 12), key="o", kind=DocumentKind.PURCHASE_ORDER, **head
    )
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "their order").document
    keeper.scan(placed.number)
    keeper.settle()
    assert keeper.panel is None
    assert keeper.draft.head.contract_id == bought.contract_id
    keeper.take_in(TEA, "12", "L1", "20260601")
    assert keeper.listed[0][-1] == "✓"
    keeper.choose("C")  # the same supplier once more, and the contract that stands first
    assert isinstance(keeper.panel, ContractPanel)
    keeper.press(ENTER)
    keeper.settle()
    assert keeper.draft.head.contract_id == consigned.contract_id
    assert keeper.listed[0][-1] == "合同不符"
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert isinstance(keeper.panel, ContractPanel)
    assert keeper.panel.table.selected_key == consigned.contract_id
    keeper.press(Qt.Key.Key_Down)
    keeper.press(ENTER)
    keeper.settle()
    assert keeper.post().startswith("SH-2026-000001 已过账")


def test_a_draft_is_thrown_away_after_a_question(keeper, shop):
    keeper.scan(TEA)
    keeper.settle()
    keeper.press(Qt.Key.Key_F8)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert keeper.draft is None
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_opening_stock_asks_for_no_supplier(keeper):
    keeper.press(Qt.Key.Key_F7)
    keeper.settle()
    assert keeper.draft.kind is DocumentKind.OPENING
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("5", "", "")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("QC-2026-")


def test_an_order_is_scanned_and_comes_in(keeper, shop):
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    lines = (DraftLine(tea.sku_id, 24, cost_fen=5_000), DraftLine(flower.sku_id, 6))
    draft = draft_of(
        shop, *lines, key="o", kind=DocumentKind.PURCHASE_ORDER, supplier_id=add_supplier(shop, "B")
    )
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "their order").document
    keeper.scan(placed.number)
    keeper.settle()
    assert [c[3:] for c in keeper.listed] == [("0 / 24", "还没到"), ("0 / 6", "还没到")]
    keeper.window.resize(1024, 768)
    page = keeper.screen.page
    assert not page.table.isColumnHidden(QUANTITY), "what is due is seen in any window"
    keeper.scan(TEA)
    keeper.settle()
    assert page.line.due == f"应收 24 {tea.unit}"
    assert misfits(keeper.window) == []
    keeper.type("23", "L1", "20260601")
    assert keeper.listed[0][3:] == ("23 / 24", "短 1")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("SH-2026-000001 已过账：1 行，代销 ¥")
    order = shop.suite.purchasing.order(shop.owner, placed.document_id)
    assert [line.lacking for line in order.lines] == [1, 6]


@pytest.mark.parametrize("beside", [False, True])
def test_an_order_that_somebody_receives_already_is_gone_on_with(keeper, shop, beside):
    tea = keeper.found(TEA)
    order = {"key": "o", "kind": DocumentKind.PURCHASE_ORDER}
    draft = draft_of(shop, DraftLine(tea.sku_id, 24), **order, supplier_id=add_supplier(shop, "B"))
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "r").document
    shop.suite.purchasing.begin_receipt(shop.owner, placed.document_id, "theirs")
    keeper.scan(placed.number)
    keeper.settle()
    assert keeper.panel.title.text() == "这张采购单正在收货"
    if beside:
        keeper.click("另开一张", keeper.panel)
    else:
        keeper.press(ENTER)
    keeper.settle()
    assert (keeper.draft.draft_id != "theirs") is beside
    assert len(shop.suite.drafts.listed(shop.owner)) == 1 + beside
    assert [k.line.expected for k in keeper.draft.lines] == [24]


def test_a_product_that_is_not_proposed_is_ordered_all_the_same_and_at_another_price(keeper, shop):
    """A scan of it said 现在不用订, and there was no way to order it."""
    keeper.press(Qt.Key.Key_F9)
    keeper.settle()
    page, sku = keeper.screen.ordering.page, keeper.found(TEA)
    assert sku.sku_id not in {p.sku_id for p in page.listed}
    keeper.scan(TEA)
    keeper.settle()
    assert "这个商品现在不用订" in keeper.said
    assert page.table.selected_key == sku.sku_id
    assert page.quantity.hasFocus()
    keeper.write("12")
    page.price.setFocus()
    page.price.selectAll()
    keeper.type("40.50")
    keeper.press(Qt.Key.Key_F12)
    keeper.write("A")
    keeper.press(ENTER)
    keeper.settle()
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    (placed,) = shop.suite.purchasing.open_orders(shop.owner)
    order = shop.suite.purchasing.order(shop.owner, placed.row.document_id).document
    (line,) = (x for x in order.lines if x.sku_id == sku.sku_id)
    assert (line.quantity, line.cost_fen) == (12, 4_050)
    assert sku.sku_id not in {p.sku_id for p in page.listed}, "it is done with"


def test_what_is_proposed_is_ordered_by_one_key(keeper, shop):
    keeper.press(Qt.Key.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    wanted = shop.suite.purchasing.proposals(shop.owner)
    assert len(page.listed) == len(wanted)
    first = page.listed[0]
    keeper.press(ENTER)
    keeper.type("77")
    assert page.listed[0].quantity == (77 if first.sold_by is SoldBy.EACH else 77_000)
    keeper.press(Qt.Key.Key_F12)  # nobody has brought these goods so far: who will?
    assert isinstance(keeper.panel, SupplierPanel)
    keeper.write("A")
    keeper.press(ENTER)
    keeper.settle()
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("CG-2026-000001 已下单给A社")
    (placed,) = shop.suite.purchasing.open_orders(shop.owner)
    assert placed.open_lines == len(wanted)
    assert page.listed == ()
    keeper.press(Qt.Key.Key_Escape)
    keeper.settle()
    (row,) = keeper.screen.start.orders.rows
    assert row.cells[:2] == ("CG-2026-000001", "A社")
