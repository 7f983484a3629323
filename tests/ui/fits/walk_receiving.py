"""Through 收货: the start page, a delivery with every panel, the tags after it, proposals."""

from PySide6.QtCore import Qt

from showroom.domain.stock import Terms
from showroom.ui.receiving.proposals_page import NO_SUPPLIER
from tests.factories import change_sku
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, draft_of
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, TEA
from tests.ui.fits.hands import press, read

Key = Qt.Key
SUPPLIER = "R 湖北省宜昌市夷陵区邓村乡萧氏高山云雾有机茶叶股份有限公司"
CARTON = "16990300100016"
DRAFTS = 6
MANY = 40


def _type(till, *fields):
    for field in fields:
        till.write(field)
        press(till, Key.Key_Return)


def receiving(till):
    """Every sight of the screen."""
    till.window.workspace.go("receiving")
    till.settle()
    yield "receiving, nothing"
    shop = till.shop
    terms = [(word, 0) for word in ("consignment", "buy_out")]
    supplier = add_supplier(shop, SUPPLIER, terms=terms, until="")
    for n in range(DRAFTS):
        draft_of(
            shop, key=f"came-{n}", supplier_id=supplier, reference="送货单 SF1390-22817 第二车"
        )
    till.window.workspace.go("stock")
    till.window.workspace.go("receiving")
    till.settle()
    yield "receiving, drafts"
    yield from _delivery(till)
    yield from _proposals(till)
    press(till, Key.Key_F7)
    yield "receiving, opening stock"
    press(till, Key.Key_F2)
    _type(till, "R")
    press(till, Key.Key_Return)
    read(till, TEA)
    _type(till, "24", "L1", "20260601")
    yield "receiving, opening stock of a supplier"
    press(till, Key.Key_F2)
    yield "receiving, supplier of opening stock"
    press(till, Key.Key_Escape)
    till.window.workspace.go("stock")
    till.settle()


def _proposals(till):
    for n, sku in enumerate(goods(till.shop)[:MANY]):
        terms = (Terms.BUY_OUT, Terms.CONSIGNMENT)[n % 2].value
        change_sku(till.shop, sku, terms=terms, reorder_point=99_000)
    press(till, Key.Key_F9)
    yield "receiving, proposals"
    till.screen.ordering.page.suppliers.select_key(NO_SUPPLIER)
    till.settle()
    press(till, Key.Key_F6, Key.Key_Space)
    yield "receiving, proposals left out"
    press(till, Key.Key_F6, Key.Key_F2)
    _type(till, "R")
    yield "receiving, proposals to another supplier"
    press(till, Key.Key_F12)
    yield "receiving, one order becomes several"
    press(till, Key.Key_Escape, Key.Key_Escape)


def _delivery(till):
    press(till, Key.Key_F2)
    yield "receiving, supplier"
    _type(till, "R")
    yield "receiving, contracts"
    press(till, Key.Key_Return)
    press(till, Key.Key_F3)
    yield "receiving, place"
    press(till, Key.Key_Escape)
    read(till, CARTON)
    yield "receiving, carton"
    _type(till, "24")
    yield "receiving, line"
    for field in (till.screen.page.line.amount, till.screen.page.line.lot):
        field.setFocus()
        till.screen.page.line.pad.click()
        yield f"receiving, keypad of {field.accessibleName()}"
        till.panel.close_panel()
    till.screen.page.line.begin()
    _type(till, "20260601-ABCDEFGH-0001", "20260601")
    for code in (BANANA, FLOWER, RICE, TEA):
        read(till, code)
        _type(till, "3")
    yield "receiving, lines with what is missing"
    press(till, Key.Key_F12)
    yield "receiving, refused"
    press(till, Key.Key_F4)
    yield "receiving, papers"
    press(till, Key.Key_Escape)
    press(till, Key.Key_F10)
    yield "receiving, what is refused"
    press(till, Key.Key_Escape)
    press(till, Key.Key_F8)
    yield "receiving, to be discarded"
    press(till, Key.Key_Escape)
    press(till, Key.Key_F6)
    yield "receiving, put aside"
    press(till, Key.Key_F2)
    _type(till, "R")
    press(till, Key.Key_Return)
    read(till, TEA)
    _type(till, "24", "L1", "20260601")
    press(till, Key.Key_F12)
    yield "receiving, tags"
    press(till, Key.Key_Escape)
