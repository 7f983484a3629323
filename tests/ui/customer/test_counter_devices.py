"""Scale, pole and serial scanner at the counter of a real window, on pseudo-terminals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from showroom.devices import serial_worker
from showroom.domain.counter_device import Line, PoleSettings, ScaleSettings, ScannerSettings
from showroom.services.books.actor import SYSTEM
from showroom.ui.counter.panels import QuantityPanel
from showroom.ui.customer.scale_face import TAKE
from tests.devices.test_lines import Pole
from tests.devices.virtual_line import VirtualLine
from tests.ui.counter.counter_player import TEA, Till

RADISH = "WS0011"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(serial_worker, "PAUSES_S", (0.01, 0.02))


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.enter(shop.cashier)
    made.open_shift(shop.cashier)
    desk.context.go_to.emit("checkout")
    made.settle()
    return made


class SteadyScale:
    def __init__(self):
        self.frame = b"\x02?\x01\r"

    def __call__(self, asked):
        return self.frame * asked.count(b"W")


@pytest.fixture
def scale(tmp_path):
    answers = SteadyScale()
    with VirtualLine(tmp_path / "scale", answers) as line:
        line.weighs = answers
        yield line


def connect(till, **devices):
    settings = till.shop.suite.settings
    settings.save(SYSTEM, replace(settings.load(), **devices))
    till.desk.context.reload_shop()
    till.settle()


def words(panel):
    return [w.text() for w in panel.findChildren(QLabel) if w.isVisible()]


def test_a_weighed_product_takes_the_weight_at_rest(till, scale, qtbot):
    connect(till, scale=ScaleSettings(Line(str(scale.port), 9600, "7E1")))
    till.write(RADISH)
    till.press(Qt.Key.Key_Return)
    panel = till.panel
    assert isinstance(panel, QuantityPanel)
    qtbot.waitUntil(lambda: any("还没有稳定" in w for w in words(panel)))
    till.press(Qt.Key.Key_Return)
    assert till.panel is panel, "a moving weight is not sold"
    scale.weighs.frame = b"\x0200.735\r"
    qtbot.waitUntil(lambda: TAKE in words(panel))
    assert any("0.735" in w for w in words(panel))
    till.press(Qt.Key.Key_Return)
    assert till.rung == [(RADISH, 735)]


def test_typing_a_weight_rules_over_the_scale(till, scale, qtbot):
    connect(till, scale=ScaleSettings(Line(str(scale.port), 9600, "7E1")))
    scale.weighs.frame = b"\x0200.735\r"
    till.write(RADISH)
    till.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: TAKE in words(till.panel))
    till.write("1.5")
    till.press(Qt.Key.Key_Return)
    assert till.rung == [(RADISH, 1500)]


def test_a_scale_pulled_out_never_stops_a_sale(till, scale, desk, qtbot):
    connect(till, scale=ScaleSettings(Line(str(scale.port), 9600, "7E1")))
    scale.weighs.frame = b"\x0200.735\r"
    qtbot.waitUntil(lambda: desk.context.counter_devices.last is not None)
    scale.unplug()
    bar = till.window.workspace.bar
    qtbot.waitUntil(bar.glyphs["counter"].isVisible)
    assert "电子秤没有接好" in bar.glyphs["counter"].toolTip()
    till.scan(TEA)
    till.write(RADISH)
    till.press(Qt.Key.Key_Return)
    assert "秤没有回应，可以手工输入重量" in words(till.panel)
    till.write("0.2")
    till.press(Qt.Key.Key_Return)
    assert [quantity for _, quantity in till.rung] == [1, 200]
    scale.plug()
    qtbot.waitUntil(lambda: not bar.glyphs["counter"].isVisible())


def test_a_serial_scanner_rings_up_whatever_has_the_focus(till, tmp_path, qtbot):
    with VirtualLine(tmp_path / "scanner") as line:
        connect(till, scanner=ScannerSettings(Line(str(line.port))))

        def rung():
            if not till.rung:
                line.say(TEA.encode() + b"\r")
            return bool(till.rung)

        qtbot.waitUntil(rung)
        connect(till, scanner=ScannerSettings())


def test_the_pole_follows_basket_payment_and_change(till, tmp_path):
    with VirtualLine(tmp_path / "pole") as line:
        connect(till, pole=PoleSettings(Line(str(line.port), 2400)))
        till.scan(TEA)
        line.wait_for(lambda heard: b"98.00" in heard)
        till.write("100")
        till.press(Qt.Key.Key_F12)
        till.settle()
        line.wait_for(lambda heard: heard.endswith(b"2.00\r"))
        assert Pole(bytes(line.heard)).lamp == "4"
        till.scan(TEA)
        line.wait_for(lambda heard: heard.endswith(b"98.00\r"))
        assert Pole(bytes(line.heard)).lamp == "2"
        connect(till, pole=PoleSettings())


@pytest.fixture
def part(till, shop, desk):
    till.enter(shop.owner)
    desk.context.go_to.emit("settings:devices")
    till.settle()
    return till.screen.part


def test_the_settings_connect_at_once_and_show_what_the_scale_says(part, till, scale, qtbot):
    boxes = {b.accessibleName(): b for b in part.findChildren(QComboBox)}
    boxes["电子秤的端口"].addItem("秤", str(scale.port))
    boxes["电子秤的端口"].setCurrentIndex(boxes["电子秤的端口"].count() - 1)
    scale.weighs.frame = b"\x0200.735\r"
    boxes["电子秤的端口"].activated.emit(boxes["电子秤的端口"].currentIndex())
    till.settle()
    stored = till.shop.suite.settings.load().scale
    assert (stored.line.port, stored.protocol) == (str(scale.port), "toledo8217")
    qtbot.waitUntil(lambda: any("02 30 30 2e" in w for w in words(part)))
    qtbot.waitUntil(lambda: TAKE in words(part))
    boxes["秤的格式"].setCurrentIndex(boxes["秤的格式"].findData("ascii"))
    boxes["秤的格式"].activated.emit(0)
    till.settle()
    assert till.shop.suite.settings.load().scale.line.frame == "8N1"
    boxes["秤的格式"].setCurrentIndex(boxes["秤的格式"].findData("pattern"))
    boxes["秤的格式"].activated.emit(0)
    till.settle()
    assert any("这个格式不能用" in w for w in words(part))
    assert till.shop.suite.settings.load().scale.protocol == "ascii"


def test_one_port_is_not_for_two_devices(part, till, desk):
    settings = till.shop.suite.settings
    settings.change(till.shop.owner, {"scale": ScaleSettings(Line("/dev/ttyX"))})
    part.edited.emit("pole", PoleSettings(Line("/dev/ttyX")))
    till.settle()
    assert "不能用同一个串口" in desk.strip.message.text
    connect(till, scale=ScaleSettings())


def test_the_pole_can_be_tried(part, till, tmp_path, qtbot):
    with VirtualLine(tmp_path / "pole") as line:
        connect(till, pole=PoleSettings(Line(str(line.port)), "vfd_gb"))
        button = next(b for b in part.findChildren(QAbstractButton) if b.text() == "测试客显")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        line.wait_for(lambda heard: b"88.88" in heard)
        connect(till, pole=PoleSettings())
    QTest.qWait(1)
