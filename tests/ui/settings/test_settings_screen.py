from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from showroom.domain.limit import PriceLimits
from showroom.domain.permission import Role
from showroom.domain.tender import RoundOff
from showroom.services.paper.sample_receipt import sample_receipt
from showroom.services.shop.settings import ShopSettings
from showroom.ui.settings.books import BACK
from showroom.ui.settings.devices import NOT_WHOLE, NOT_YET
from showroom.ui.settings.person_panel import PersonPanel
from showroom.ui.settings.receipt_preview import ReceiptPreview
from showroom.ui.settings.screen import PARTS, SettingsScreen
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.words.names import PINS_DIFFER
from tests.factories import request

NEW_PIN = "481516"


@pytest.fixture
def window(desk, shop, qtbot):
    made = desk.make_window(lambda: shop.suite)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    made.signed_out.entered.emit(shop.owner)
    desk.context.go_to.emit("settings")
    qtbot.waitUntil(lambda: desk.quiet)
    yield made
    made.close()
    qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def page(window):
    screen = window.workspace.stack.page
    assert isinstance(screen, SettingsScreen)
    return screen


@pytest.fixture
def go(page, desk, qtbot):
    def to(key):
        page.open_part(key)
        qtbot.waitUntil(lambda: desk.quiet)
        return page.part

    return to


@pytest.mark.parametrize("key", ["printer", "counter"])
def test_a_long_form_has_a_narrow_window_to_itself(window, go, key, desk, qtbot):
    window.resize(1024, 768)
    part = go(key)
    qtbot.waitUntil(lambda: desk.quiet)
    assert not window.findChild(ReceiptPreview).isVisible()
    if key == "printer":
        add = next(b for b in part.findChildren(QPushButton) if b.text() == "添加打印机")
        qtbot.waitUntil(lambda: add.visibleRegion().boundingRect() == add.rect())
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.findChild(ReceiptPreview).isVisible())


def test_a_code_that_came_without_its_end_is_shown_as_such(go, desk):
    part = go("devices")
    said = [NOT_YET, "6901234567892", NOT_WHOLE]
    for at, code in enumerate(["6901234567892", ""]):
        assert said[at] in {w.text() for w in part.findChildren(QLabel)}
        desk.context.counter_devices.scanned.emit(code)
    assert said[2] in {w.text() for w in part.findChildren(QLabel)}


def _field(part, name):
    return next(
        f for f in part.findChildren(QLineEdit) + part.findChildren(QComboBox)
        if f.accessibleName() == name
    )  # fmt: skip


def _click(qtbot, host, text):
    button = next(
        b for b in host.findChildren(QAbstractButton) if b.text() == text and b.isVisible()
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _write(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def _words(host):
    return [w.text() for w in host.findChildren(QLabel) if w.isVisible()]


def _stored(shop):
    return shop.suite.settings.load()


def test_leaving_a_field_saves_it_and_nothing_else(go, desk, shop, qtbot):
    part = go("shop")
    before = _stored(shop)
    _write(_field(part, "电话"), "021-5566 8888")
    qtbot.waitUntil(lambda: desk.quiet)
    after = _stored(shop)
    assert after.phone == "021-5566 8888"
    assert after.address == before.address
    assert f"电话 已保存：{before.phone or '空'} → 021-5566 8888" in _words(part.window())
    name = _field(part, "店名")
    name.setFocus()
    name.setText("静安区对口支援地区农特产品展示体验中心" * 3)
    name.clearFocus()
    assert name.cursorPosition() == 0


def test_another_tills_change_is_not_undone(go, desk, shop, qtbot):
    part = go("shop")
    shop.suite.settings.change(shop.owner, {"slogan": "从田间到舌尖"})
    _write(_field(part, "电话"), "110")
    qtbot.waitUntil(lambda: desk.quiet)
    assert _stored(shop).slogan == "从田间到舌尖"
    assert _field(part, "一句话").text() == "从田间到舌尖"


def test_a_refused_value_stays_to_be_mended(go, desk, shop, qtbot):
    part = go("shop")
    field = _field(part, "店名")
    field.setText(" ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.quiet)
    assert desk.strip.message.text == "请填写店名"
    assert field.property("invalid") == "true"
    assert _stored(shop).shop_name.strip()


def test_slips_carry_the_new_words_at_once(go, desk, shop, qtbot):
    _write(_field(go("shop"), "电话"), "021-1")
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.suite.settings.header().phone == "021-1"


def test_the_counter_by_mouse_alone(go, desk, shop, qtbot):
    part = go("counter")
    _click(qtbot, part, "抹角分")
    part.findChildren(QCheckBox)[0].click()
    part.findChildren(QCheckBox)[2].click()
    _write(_field(part, "默认备用金"), "500")
    _write(_field(part, "长短款超过多少要授权"), "30")
    _write(_field(part, "一班缴款超过多少要授权"), "800")
    _write(_field(part, "改价超过多少要授权"), "150")
    qtbot.waitUntil(lambda: desk.quiet)
    stored = _stored(shop)
    assert not stored.approve_drawer
    assert stored.cash_gap_fen == 3_000
    assert stored.drop_limit_fen == 80_000
    assert stored.price_limits == PriceLimits(50, 15_000)
    assert stored.round_off is RoundOff.JIAO
    assert stored.print_tax
    assert stored.default_float_fen == 50_000


def test_the_logo_from_file_to_slip_and_away(go, desk, shop, tmp_path, qtbot):
    part = go("receipt")
    path = tmp_path / "logo.png"
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    picture.save(str(path))
    part.take_file(str(path))
    qtbot.waitUntil(lambda: desk.quiet)
    logo = shop.suite.settings.picture(_stored(shop).logo)
    assert (logo.wide, logo.high) == (200, 100)
    assert shop.suite.settings.header().logo == logo.digest
    assert desk.context.shop.logo == logo
    (tmp_path / "letter.txt").write_text("no picture")
    part.take_file(str(tmp_path / "letter.txt"))
    qtbot.waitUntil(lambda: desk.quiet)
    assert "这不是能用的图片" in desk.strip.message.text
    assert _stored(shop).logo == logo.digest
    _click(qtbot, part, "去掉")
    qtbot.waitUntil(lambda: desk.quiet)
    assert _stored(shop).logo == ""
    assert desk.context.shop.logo is None


def test_the_code_of_the_shops_own_needs_its_text(go, desk, shop, qtbot):
    part = go("receipt")
    _click(qtbot, part, "自己的网址或文字")
    assert _stored(shop).receipt_qr == "voucher", "not before there is a text"
    _write(_field(part, "二维码内容"), "https://example.test/88")
    qtbot.waitUntil(lambda: desk.quiet)
    assert (_stored(shop).receipt_qr, _stored(shop).receipt_qr_text) == (
        "text",
        "https://example.test/88",
    )
    assert shop.suite.settings.header().qr_text == "https://example.test/88"
    _click(qtbot, part, "不印")
    qtbot.waitUntil(lambda: desk.quiet)
    assert _stored(shop).receipt_qr == "none"


def test_the_sample_follows_the_typing(go, page, qtbot):
    part = go("shop")
    preview = page.findChild(ReceiptPreview)
    shown = preview.findChildren(QLabel)

    def picture():
        return next((p.pixmap().cacheKey() for p in shown if not p.pixmap().isNull()), 0)

    qtbot.waitUntil(lambda: bool(picture()))
    before = picture()
    QTest.keyClicks(_field(part, "一句话"), "abc")
    qtbot.waitUntil(lambda: picture() != before)


def test_the_sample_shows_what_it_should():
    settings = ShopSettings(shop_name="店", round_off=RoundOff.FEN, print_tax=True)
    sale = sample_receipt(settings).sale
    assert sale.round_off_fen > 0
    assert sale.change_fen > 0
    assert sale.gross_fen - sale.reduction_fen == sale.net_fen
    assert sum(t.amount_fen for t in sale.tenders) == sale.net_fen
    assert sample_receipt(ShopSettings(round_off=RoundOff.NONE)).sale.round_off_fen == 0


def test_somebody_new_can_sign_in(go, desk, shop, qtbot):
    part = go("people")
    _click(qtbot, part, "新增")
    panel = part.window().findChild(PersonPanel)
    assert panel.focusWidget() is _field(panel, "姓名")
    _field(panel, "姓名").setText("小李")
    _click(qtbot, panel, "库管员")
    for name in ("新 PIN", "再输一次 PIN"):
        _field(panel, name).setText(NEW_PIN)
    _click(qtbot, panel, "保存")
    qtbot.waitUntil(lambda: desk.quiet)
    added = next(p for p in shop.suite.people.list_people() if p.name == "小李")
    assert added.role is Role.STOCK_KEEPER
    assert shop.suite.people.sign_in(added.person_id, NEW_PIN).actor.name == "小李"
    assert "小李" in [row.cells[0] for row in part.findChild(RowTable).rows]


def test_what_is_wrong_is_said_inside_the_panel(go, desk, qtbot):
    part = go("people")
    _click(qtbot, part, "新增")
    panel = part.window().findChild(PersonPanel)
    _field(panel, "姓名").setText("小周")
    _field(panel, "新 PIN").setText(NEW_PIN)
    _field(panel, "再输一次 PIN").setText("481517")
    _click(qtbot, panel, "保存")
    assert PINS_DIFFER in _words(panel)
    _field(panel, "再输一次 PIN").setText(NEW_PIN)
    _click(qtbot, panel, "保存")
    qtbot.waitUntil(lambda: desk.quiet)
    assert any("已经有 小周" in w for w in _words(panel))
    assert panel.isVisible()
    panel.close_panel()


def _stop(qtbot, part):
    """停用, and yes to the question."""
    _click(qtbot, part, "停用")
    _click(qtbot, top_overlay(part.window()), "停用")


def test_the_last_shop_manager_stays(go, desk, shop, qtbot):
    part = go("people")
    part.findChild(RowTable).select_key(shop.owner.person_id)
    _stop(qtbot, part)
    qtbot.waitUntil(lambda: desk.quiet)
    assert "最后一位店长" in desk.strip.message.text
    _click(qtbot, part, "重设 PIN")
    assert desk.strip.message is None, "it went with what it answered"
    part.window().findChild(PersonPanel).close_panel()
    assert shop.owner.person_id in [p.person_id for p in shop.suite.people.list_people()]


def test_a_person_stops_and_comes_back(go, desk, shop, qtbot):
    part = go("people")
    table = part.findChild(RowTable)
    table.select_key(shop.cashier.person_id)
    _click(qtbot, part, "停用")
    top_overlay(part.window()).close_panel()
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.cashier.person_id in [p.person_id for p in shop.suite.people.list_people()]
    _stop(qtbot, part)
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.cashier.person_id not in [p.person_id for p in shop.suite.people.list_people()]
    table.select_key(shop.cashier.person_id)
    _click(qtbot, part, "重新启用")
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.cashier.person_id in [p.person_id for p in shop.suite.people.list_people()]


def test_a_new_pin(go, desk, shop, qtbot):
    part = go("people")
    part.findChild(RowTable).select_key(shop.cashier.person_id)
    _click(qtbot, part, "重设 PIN")
    panel = part.window().findChild(PersonPanel)
    for name in ("新 PIN", "再输一次 PIN"):
        _field(panel, name).setText(NEW_PIN)
    _click(qtbot, panel, "保存")
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.suite.people.sign_in(shop.cashier.person_id, NEW_PIN).actor == shop.cashier


def test_the_look_changes_at_once_and_is_remembered(go, desk, shop, qtbot):
    part = go("look")
    _click(qtbot, part, "深色")
    qtbot.waitUntil(lambda: desk.quiet and desk.machine.themes[-1:] == ["dark"])
    assert _stored(shop).theme == "dark"
    _click(qtbot, part, "浅色")
    qtbot.waitUntil(lambda: desk.quiet and desk.machine.themes[-1:] == ["light"])


def test_a_backup_now(go, desk, qtbot):
    part = go("data")
    assert "还没有备份过" in _words(part)
    assert BACK in _words(part), "how one is put back"
    _click(qtbot, part, "立即备份")
    qtbot.waitUntil(lambda: desk.quiet and bool(desk.backed_up))
    assert desk.strip.message.kind == "success"


def test_every_part_has_room_at_the_smallest_screen(page, go):
    assert page.width() <= 1366
    for part in PARTS:
        shown = go(part.key)
        for button in shown.findChildren(QPushButton):
            if button.isVisible():
                needed = button.sizeHint()
                assert button.width() >= needed.width(), (part.key, button.text())


def test_a_double_enter_adds_one_person(shop):
    for _ in range(2):
        shop.suite.people.add_person(shop.owner, "小李", Role.CASHIER, NEW_PIN, request())
    assert len(shop.suite.people.list_people()) == 4
