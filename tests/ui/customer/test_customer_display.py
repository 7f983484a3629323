"""顾客屏 follows the counter of a real window, on its own screen, and never takes the keyboard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.money import parse_yuan
from showroom.domain.tender import Payment, RoundOff, Tender, TenderKind
from showroom.ui.counter.due_card import DueCard
from showroom.ui.customer.state import IDLE, CustomerState, pole_text
from showroom.ui.customer.view import view_of, zone_views
from showroom.ui.customer.window import PICTURES, CustomerWindow
from showroom.ui.look import formats
from showroom.ui.look.theme import apply_theme
from tests.domain.builders import sku, weighed
from tests.printing import samples
from tests.ui.counter.counter_player import FLOWER, TEA, Till

ROOT = Path(__file__).parents[3]
SIZES = ((1024, 600), (1366, 768), (1920, 1080))


def basket(lines=3):
    made = Basket()
    for n in range(1, lines + 1):
        name = f"{'很长的名字' * 8}{n}" if n % 5 == 0 else f"商品{n}"
        made = made.add(sku(n, 3980, name=name, short_name=name), n % 3 + 1)
    return made.discount_line(1, Discount(DiscountKind.PERCENT, 90))


def test_the_customer_reads_lines_amount_and_savings():
    view = view_of(CustomerState("selling", basket().add(weighed(), 735)))
    assert [line.quantity for line in view.lines] == ["× 2", "× 3", "× 1", "0.735 kg"]
    assert view.lines[0].saved.startswith("-")
    assert (view.caption, view.facts[0]) == ("应收", ("件数", "7"))
    assert dict(view.facts)["已优惠"].startswith("-")


def test_paying_and_the_change():
    payment = Payment(10_000, RoundOff.NONE)
    state = CustomerState("paying", basket(), payment)
    assert (view_of(state).caption, view_of(state).figure) == ("应收", "¥100.00")
    part = replace(state, payment=payment.pay(TenderKind.WECHAT, 4_000))
    assert (view_of(part).caption, view_of(part).figure) == ("还需支付", "¥60.00")
    assert ("微信支付", "40.00") in view_of(part).facts
    whole = replace(state, payment=payment.pay_cash(20_000))
    assert (view_of(whole).caption, view_of(whole).figure) == ("找零", "¥100.00")
    rounded = replace(state, payment=Payment(10_047, RoundOff.JIAO).pay_cash(20_000))
    assert ("应收", "100.00") in view_of(rounded).facts, "as on the receipt, less the 抹零"


def test_after_the_sale_and_after_a_refund():
    view = view_of(CustomerState("done", sale=samples.a_sale()))
    assert view.caption == "找零"
    assert "产自" in view.thanks
    assert "夷陵区" in view.thanks
    assert dict(view.facts)["已优惠"] == "-16.54", "as on the receipt, the 抹零 apart"
    assert dict(view.facts)["抹零"] == "-0.47"
    lines = sum(parse_yuan(line.amount.replace(",", "")) or 0 for line in view.lines)
    assert lines - 47 == parse_yuan(dict(view.facts)["应收"]), "抹零 is taken off once"
    saved = sum(parse_yuan(line.saved[1:]) or 0 for line in view.lines if line.saved)
    assert saved == 1654


def refunded(*ways):
    """A refund that went back this way: (kind, fen) each."""
    tenders = tuple(Tender(kind, -fen, -fen) for kind, fen in ways)
    return replace(samples.a_refund(), tenders=tenders, net_fen=-sum(fen for _, fen in ways))


@pytest.mark.parametrize(
    ("ways", "figure", "named", "pole"),
    [
        ([(TenderKind.CASH, 3_980)], ("退现金", "¥39.80"), [], ("change", 3_980)),
        (
            [(TenderKind.WECHAT, 2_000), (TenderKind.CASH, 4_800)],
            ("退现金", "¥48.00"),
            [("微信支付", "20.00")],
            ("change", 4_800),
        ),
        ([(TenderKind.WECHAT, 2_000)], ("退微信支付", "¥20.00"), [], ("total", 2_000)),
        (
            [(TenderKind.WECHAT, 2_000), (TenderKind.CARD, 100), (TenderKind.WECHAT, 1)],
            ("原路退回", "¥21.01"),
            [("微信支付", "20.01"), ("银行卡", "1.00")],
            ("total", 2_101),
        ),
    ],
)
def test_after_a_refund_the_figure_is_what_is_handed_back(ways, figure, named, pole, qtbot):
    refund = refunded(*ways)
    state = CustomerState("done", sale=refund)
    view = view_of(state)
    assert (view.caption, view.figure) == figure
    assert list(view.facts[:-1]) == named
    assert view.facts[-1] == ("共退", formats.figure(-refund.net_fen))
    assert (pole_text(state).kind, pole_text(state).fen) == pole
    card = DueCard()
    qtbot.addWidget(card)
    card.show_sold(refund)
    assert card.texts == figure
    said = " ".join(x.text() for x in card.findChildren(QLabel))
    assert all(f"{name} {amount}" in said for name, amount in named)


def test_nothing_that_is_not_the_customers():
    shown = repr(
        [
            view_of(CustomerState("selling", basket())),
            view_of(CustomerState("done", sale=samples.a_sale())),
        ]
    )
    for word in ("on_hand", "cost", "库存", "收银员", "producer_id"):
        assert word not in shown


def test_idle_without_a_basket():
    for state in (IDLE, CustomerState("selling", Basket()), CustomerState("paying")):
        assert view_of(state).kind == "idle"
        assert pole_text(state).kind == "idle"


def test_zones_tell_what_is_on_sale(shop):
    zones = zone_views(shop.suite.catalogue.load_index().skus)
    assert [z.name for z in zones] == ["云南文山", "新疆巴楚", "湖北夷陵", "青海果洛"]
    assert sum(z.products for z in zones) == 24
    assert sorted({z.colour % len(PICTURES) for z in zones}) == [0, 1, 2, 3]
    assert zones[0].sentence.startswith("来自 文山市")


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.enter(shop.owner)
    made.open_shift(shop.owner)
    desk.context.go_to.emit("checkout")
    made.settle()
    return made


@pytest.fixture
def screen(till, qtbot):
    till.desk.context.customer_preview.emit()
    window = till.window._keeper.preview_window  # noqa: SLF001 (the till's own keeper)
    qtbot.waitUntil(window.isVisible)
    till.window.activateWindow()
    return window


def test_it_follows_the_counter_and_leaves_the_keyboard_alone(till, screen, qtbot):
    assert screen.view.kind == "idle"
    till.window.activateWindow()
    till.wedge(TEA)
    qtbot.waitUntil(lambda: screen.view.kind == "selling")
    assert screen.view.figure == "¥98.00"
    till.scan(FLOWER)
    assert len(screen.view.lines) == 2
    till.press(Qt.Key.Key_Space)
    assert screen.view.caption == "应收"
    till.press(Qt.Key.Key_Escape)
    assert screen.view.kind == "selling"
    till.write("200")
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert (screen.view.kind, screen.view.figure) == ("done", "¥34.00")
    till.scan(TEA)
    assert (screen.view.kind, len(screen.view.lines)) == ("selling", 1)
    till.press(Qt.Key.Key_Delete)
    till.settle()
    assert screen.view.kind == "idle"
    assert screen.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_switch_is_this_tills_own(till, qtbot):
    till.desk.context.go_to.emit("settings:customer")
    till.settle()
    box = next(b for b in till.screen.part.findChildren(QAbstractButton) if "第二块" in b.text())
    box.click()
    till.settle()
    assert till.shop.suite.settings.load().customer_display
    assert till.desk.context.shop.customer_display
    assert till.window._keeper.window is None, "there is one screen only"  # noqa: SLF001
    qtbot.waitUntil(lambda: till.desk.quiet)


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_state_is_painted_at_every_size(light, qtbot, size, shade, shop):
    apply_theme(light, shade)
    window = CustomerWindow(preview=True)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show_index(shop.suite.catalogue.load_index())
    huge = Basket().add(sku(1, 99_999_999, name="贵" * 60, short_name="贵" * 60), 1)
    pictures = []
    for state in (
        IDLE,
        CustomerState("selling", basket(60)),
        CustomerState("selling", huge),
        CustomerState("paying", basket(), Payment(10_000).pay(TenderKind.WECHAT, 5_000)),
        CustomerState("done", sale=samples.a_sale()),
    ):
        window.show_state(state)
        picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert (picture.width(), picture.height()) == size
        pictures.append(picture)
    assert len({bytes(p.constBits()) for p in pictures}) == len(pictures)
    window.close()


SCRIPT = """
import sys
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from showroom.domain.catalogue import CatalogueIndex
from showroom.services.shop.shop_view import ShopView
from showroom.ui.customer.keeper import CustomerKeeper

class Context(QObject):
    shop_changed, index_changed, customer_changed = Signal(object), Signal(object), Signal(object)
    shop = ShopView("real", "店", customer_display=True)
    index, customer = CatalogueIndex.build(()), None

app = QApplication(sys.argv)
first, second = app.screens()
till, context = QWidget(), Context()
till.setGeometry(first.geometry())
till.show()
keeper = CustomerKeeper(till, context)
context.shop_changed.emit(context.shop)
app.processEvents()
assert keeper.window.isVisible() and keeper.window.screen() is second, keeper.window.screen().name()
assert keeper.window.geometry() == second.geometry(), (keeper.window.geometry(), second.geometry())
assert keeper.window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
till.windowHandle().setScreen(second)
app.screenAdded.emit(second)
app.processEvents()
assert keeper.window.screen() is first, "it never covers the till"
context.shop_changed.emit(ShopView("real", "店", customer_display=False))
assert keeper.window is None
print("fine")
"""


def test_it_keeps_to_the_screen_that_is_not_the_tills(tmp_path):
    screens = [
        {"name": "till", "x": 0, "y": 0, "width": 1366, "height": 768},
        {"name": "customer", "x": 1366, "y": 0, "width": 1024, "height": 600},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "fine\n", done.stderr
