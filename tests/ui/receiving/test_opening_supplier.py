"""期初 by scanner and keys: whose goods they are may be said, with the contract, and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.domain.ids import RequestId
from showroom.domain.stock import DocumentKind, Terms
from showroom.ui.receiving.choosing import ContractPanel, SupplierPanel
from tests.services.stock.deliveries import add_supplier
from tests.services.stock.leavings import proved
from tests.ui.counter.counter_player import TEA
from tests.ui.receiving.keeper import ENTER, Keeper

SHARE = 2_500


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社", until="2026-01-31", terms=[("consignment", SHARE), ("buy_out", 0)])
    gone = add_supplier(shop, "旧社")
    shop.suite.suppliers.set_active(shop.owner, gone, RequestId("off"), active=False)
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    return made


def begin(keeper):
    keeper.press(Qt.Key.Key_F7)
    keeper.settle()
    assert keeper.draft.kind is DocumentKind.OPENING


def seen(keeper):
    return "　".join(x.text() for x in keeper.screen.page.findChildren(QLabel) if x.isVisible())


def offered(keeper):
    keeper.press(Qt.Key.Key_F2)
    assert isinstance(keeper.panel, SupplierPanel)
    return {row.cells[0]: row.cells[2] for row in keeper.panel.table.rows}


def test_what_lies_there_is_its_suppliers_on_the_contract_that_was_chosen(keeper, shop):
    begin(keeper)
    assert "代销的货要选" in seen(keeper)
    keeper.choose("A")
    assert isinstance(keeper.panel, ContractPanel)
    wanted = next(
        r.key for r in keeper.panel.table.rows if r.cells[1].startswith(Terms.CONSIGNMENT.word)
    )
    keeper.panel.table.select_key(wanted)
    keeper.press(ENTER)
    keeper.settle()
    assert "期初入库　A社" in seen(keeper)
    keeper.take_in(TEA, "24", "L1", "20260601")
    assert keeper.screen.page.line.cost.isEnabled() is False, "on 扣点 there is no price"
    assert "已于 2026-01-31 到期" in seen(keeper)
    assert keeper.screen.page.told.startswith(
        "可以过账了　A社 的食品经营许可证已于 2026-01-31 到期"
    )
    assert keeper.post() == "QC-2026-000002 已过账：1 行"
    newest = shop.suite.documents.listed(shop.owner).rows[0]
    document = shop.suite.documents.detail(shop.owner, newest.document_id).document
    (line,) = document.lines
    assert (newest.supplier, line.terms, line.commission_bp) == ("A社", Terms.CONSIGNMENT, SHARE)
    origin = shop.suite.tracing.trace(shop.owner, line.lot_id).origin
    assert (origin.supplier, origin.number) == ("A社", document.number)
    assert proved(shop) == []


def test_of_nobody_it_comes_in_as_well_and_that_is_told_of_consigned_goods(keeper, shop):
    begin(keeper)
    keeper.take_in(TEA, "5", "L1", "20260601")
    assert keeper.screen.page.told.endswith("是代销的，没有选供应商：卖了查不到该付给谁")
    assert keeper.post().startswith("QC-2026-")
    assert shop.suite.documents.listed(shop.owner).rows[0].supplier == ""


def test_a_supplier_is_taken_back_and_one_that_delivers_no_more_may_have_brought_it(keeper):
    assert "旧社" not in offered(keeper)
    keeper.press(Qt.Key.Key_Escape)
    begin(keeper)
    found = offered(keeper)
    assert found["旧社"] == "已停用"
    assert "不写供应商" not in found, "nobody is what it begins with"
    keeper.write("js")
    keeper.press(ENTER)
    keeper.settle()
    keeper.take_in(TEA, "5", "L1", "20260601")
    assert "供应商 旧社 已停用：期初的货照样记在它名下" in keeper.screen.page.told
    assert next(iter(offered(keeper))) == "不写供应商"
    keeper.panel.table.select_first()
    keeper.press(ENTER)
    keeper.settle()
    assert (keeper.draft.head.supplier_id, keeper.screen.model.supplier) == (0, None)
    assert "旧社" not in seen(keeper)


def test_a_draft_that_is_opened_again_shows_whose_it_is(keeper):
    begin(keeper)
    keeper.choose("A")
    keeper.press(ENTER)
    keeper.settle()
    keeper.take_in(TEA, "5", "L1", "20260601")
    keeper.press(Qt.Key.Key_F6)
    keeper.settle()
    keeper.press(ENTER)
    keeper.settle()
    assert "期初入库　A社" in seen(keeper)
