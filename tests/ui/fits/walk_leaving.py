"""Through 领用: its pages with much on them, and every panel."""

from dataclasses import replace

from PySide6.QtCore import Qt

from showroom.domain.ids import RequestId
from showroom.domain.stock import DocumentKind, Terms
from tests.factories import request
from tests.services.stock.deliveries import add_supplier, contract_of, draft_of
from tests.services.stock.leavings import arrived, kept_goods, out_of
from tests.ui.fits.hands import leave, press, read

Key = Qt.Key
SUPPLIER = "Z 云南省文山壮族苗族自治州丘北县普者黑湖区农特产品专业合作社"
LOTS = 8


def stocked(shop):
    """Many lots of one product on two contracts, issues of every reason, a draft of each kind."""
    supplier = add_supplier(shop, SUPPLIER, terms=[("consignment", 0)], until="")
    sku = kept_goods(shop)
    for n in range(LOTS):
        known = {"lot_no": f"2026060{n}-ABCDEFGH", "cost_fen": 123_456}
        line = arrived(shop, sku, 1_200, f"lot{n}", 9_000 + n, known, supplier_id=supplier)
    other = contract_of(Terms.CONSIGNMENT, return_before_days=60)
    other = replace(other, contract_no="HT-2026-000000000088")
    shop.suite.suppliers.add_contract(shop.owner, supplier, other, RequestId("a second"))
    for n, reason in enumerate(("tasting", "gift", "staff", "display", "event")):
        head = {"reason": reason, "asked_by": "王"}
        draft = draft_of(shop, out_of(line, 200), key=reason, kind=DocumentKind.ISSUE, **head)
        shop.suite.issues.post(shop.owner, reason, draft.revision, request(9_100 + n))
    kinds = (DocumentKind.ISSUE, DocumentKind.WRITE_OFF, DocumentKind.SUPPLIER_RETURN)
    for n, kind in enumerate(kinds):
        draft_of(shop, out_of(line, 2), key=f"kept-{n}", kind=kind, note="搬运时摔破" * 12)
    return sku


def leaving(till):
    """Every sight of the screen."""
    till.window.workspace.go("leaving")
    till.settle()
    yield "leaving, nothing"
    code = stocked(till.shop).code
    till.desk.context.goods_moved()
    till.settle()
    yield from _lines(till, code)
    yield from _back(till, code)
    till.window.workspace.go("stock")
    till.window.workspace.go("leaving")
    till.settle()
    yield "leaving, drafts"
    press(till, Key.Key_F9)
    yield "leaving, month"
    press(till, Key.Key_Left)
    yield "leaving, no month"
    press(till, Key.Key_Escape)


def _lines(till, code):
    press(till, Key.Key_F3)
    yield "leaving, write-off"
    press(till, Key.Key_F6, Key.Key_F2, Key.Key_3)
    till.write("Director Li")
    press(till, Key.Key_Return, Key.Key_F3)
    yield "leaving, place"
    leave(till)
    read(till, "KW-CK2")
    till.window.focusWidget().setText(code)
    press(till, Key.Key_Return)
    till.write("3123")
    till.settle()
    yield "leaving, lots"
    press(till, Key.Key_Return)
    yield "leaving, lines"
    till.window.focusWidget().setText(code)
    press(till, Key.Key_Return)
    till.write("99999")
    press(till, Key.Key_Return)
    yield "leaving, refused"
    till.screen.working.page.line.pad.click()
    yield "leaving, keypad"
    leave(till)
    press(till, Key.Key_Delete, Key.Key_F8)
    yield "leaving, discard"
    leave(till)
    press(till, Key.Key_F6)


def _back(till, code):
    press(till, Key.Key_F4)
    yield "leaving, supplier"
    till.write("Z")
    press(till, Key.Key_Return)
    yield "leaving, contract"
    leave(till)
    press(till, Key.Key_F5)
    yield "leaving, what may go back"
    press(till, Key.Key_Return)
    yield "leaving, refused to go back"
    press(till, Key.Key_F7, Key.Key_Return)
    till.screen.working.page.field.setFocus()
    till.window.focusWidget().setText(code)
    press(till, Key.Key_Return)
    yield "leaving, a lot goes back"
    press(till, Key.Key_Delete, Key.Key_F6)
