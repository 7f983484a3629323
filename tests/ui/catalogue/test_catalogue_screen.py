from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSpinBox

from showroom.domain.quantity import SoldBy
from showroom.printing.documents import document_of
from showroom.ui.catalogue.price_panel import PricePanel
from showroom.ui.catalogue.tag_panel import TagPanel
from tests.factories import OWNER_PIN, request
from tests.services.goods.spreadsheets import table
from tests.services.goods.test_import_codes import LOOSE, PACK
from tests.services.goods.test_imports import bring_in
from tests.ui.counter.counter_player import FLOWER, WECHAT_CODE


def codes(till):
    return [row.cells[1] for row in till.screen.table.rows]


def known(shop, code):
    return next(p for p in shop.suite.catalogue.products(shop.owner) if p.content.code == code)


def test_every_product_is_listed_with_its_facts(till, shop):
    assert len(codes(till)) == 24
    till.scan(FLOWER)
    till.settle()
    assert codes(till) == ["WS0001"]
    facts = dict(row.cells for row in till.screen.detail.facts.rows)
    assert facts["条码"] == FLOWER
    assert facts["经营方式"] == "代销"
    assert facts["税率"] == "应税 9%"
    assert facts["生产者"] == known(shop, "WS0001").content.producer


def test_a_wrong_age_flag_is_corrected_with_a_key(till, shop):
    till.scan(FLOWER)
    till.settle()
    for restricted, told in ((True, "不卖给未成年人"), (False, "无")):
        till.press(Qt.Key.Key_F2)
        till.settle()
        assert known(shop, "WS0001").content.age_restricted is restricted
        facts = dict(row.cells for row in till.screen.detail.facts.rows)
        assert facts["限制"] == told


def test_a_new_product_takes_a_scanned_code_and_never_shows_a_payment_code(till):
    till.desk.context.go_to.emit("catalogue:new/腊肉")
    field = till.panel.fields["条码"]
    till.scan("6901234567892")
    assert field.text() == "6901234567892"
    till.scan(WECHAT_CODE)
    assert field.text() == "6901234567892"
    assert "付款码" in till.said
    panel = till.panel
    till.press(Qt.Key.Key_Escape)
    assert till.panel is not panel, "what was begun went without a question"
    till.click("不要了", till.panel)
    assert till.panel is None


def test_a_product_that_was_not_found_is_made_by_hand(till, shop):
    till.desk.context.go_to.emit("catalogue:new/6901234567892")
    panel = till.panel
    assert panel.fields["条码"].text() == "6901234567892"
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is panel
    panel.fields["货号"].setText("WS0001")
    panel.fields["品名"].setText("高山腊肉")
    panel.fields["零售价(元)"].setText("39.80")
    for place, words in (("高山县", "广南县"), ("广南县", "已经有")):
        panel.fields["县/产地"].setText(place)
        till.press(Qt.Key.Key_Return)
        till.settle()
        assert words in panel.told
    panel.fields["货号"].setText("N9")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert "请输保质期" in panel.told
    assert till.window.focusWidget() is panel.fields["保质期"]
    till.write("240")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is None
    made = known(shop, "N9")
    assert (made.content.shelf_life_days, made.content.shelf_life_months) == (240, 0)
    assert (made.content.name, made.content.list_price_fen) == ("高山腊肉", 3980)
    assert made.barcodes == ("6901234567892",)
    assert not made.content.age_restricted
    assert till.desk.context.index.search("lr")[0].code == "N9"


@pytest.mark.parametrize(("typed", "by"), [("18", "个月"), ("18个月", "天"), ("18m", "天")])
def test_a_shelf_life_is_made_in_months_as_a_pack_says_it(till, shop, typed, by):
    till.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = till.panel
    for name, text in (("货号", "N9"), ("品名", "糖"), ("零售价(元)", "5"), ("县/产地", "广南县")):
        panel.fields[name].setText(text)
    panel.fields["保质期"].setText(typed)
    panel.counted.choose(by)
    panel.fields["货号"].setFocus()
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is None
    made = known(shop, "N9").content
    assert (made.shelf_life_days, made.shelf_life_months) == (0, 18)


def test_a_code_that_reads_as_a_loose_goods_label_is_refused_where_it_is_typed(till, shop):
    """It would ring up 50 g of the loose good, and alone it could never be sold."""
    bring_in(shop, table(LOOSE))
    till.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = till.panel
    for name, text in (("货号", "P"), ("品名", "糖"), ("零售价(元)", "5"), ("县/产地", "广南县")):
        panel.fields[name].setText(text)
    till.scan(PACK)
    assert panel.fields["条码"].text() == PACK
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is panel
    assert PACK in panel.told
    assert "LOOSE" in panel.told
    assert "请换一个码" in panel.told


def test_a_remark_is_read_and_a_high_price_approved_before_the_product_is_made(till, shop):
    till.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = till.panel
    panel.fields["货号"].setText("N9")
    panel.fields["品名"].setText("苞谷酒")
    panel.fields["零售价(元)"].setText("39.80")
    panel.fields["保质期"].setText("0")
    panel.fields["县/产地"].setText("广南县")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert "像是烟酒" in panel.told
    panel.fields["零售价(元)"].setText("6000")
    till.press(Qt.Key.Key_Return)
    till.settle()
    asked = f"新商品零售价：标价超过 200.00 · {shop.stock_keeper.name} · 原因 导入 新建商品"
    assert till.panel.texts == ("新商品 苞谷酒，零售价 6,000.00", asked)
    assert all(p.content.code != "N9" for p in shop.suite.catalogue.products(shop.owner))
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.settle()
    made = known(shop, "N9")
    assert (made.content.name, made.content.list_price_fen) == ("苞谷酒", 600_000)
    assert till.screen.table.chosen == made
    assert till.screen.detail._name.text() == "苞谷酒"  # noqa: SLF001 (what stands beside the list)


def test_what_was_asked_for_is_listed_and_leads_to_a_product(till, shop):
    for text in ("腊肉", "苞谷", "腊肉"):
        shop.suite.asked.note(shop.cashier, text)
    till.press(Qt.Key.Key_F5)
    till.settle()
    panel = till.panel
    assert [row.cells[:2] for row in panel.table.rows] == [("腊肉", "2"), ("苞谷", "1")]
    panel.table.select_key("苞谷")
    till.click("从这里去掉", panel)
    till.settle()
    assert [row.key for row in panel.table.rows] == ["腊肉"]
    panel.table.setFocus()
    till.press(Qt.Key.Key_Return)
    assert till.panel.fields["品名"].text() == "腊肉"


def test_typing_searches_and_zones_narrow(till):
    till.press(Qt.Key.Key_S)
    till.qtbot.waitUntil(till.screen.bar.field.hasFocus)
    till.write("qh")
    till.qtbot.waitUntil(lambda: codes(till) == ["WS0001"])
    till.press(Qt.Key.Key_Escape)
    till.qtbot.waitUntil(lambda: len(codes(till)) == 24)
    till.press(Qt.Key.Key_F7)
    assert len(codes(till)) == 6


def test_a_price_is_changed_with_the_numeric_pad(till, shop):
    till.press(Qt.Key.Key_F4)
    assert isinstance(till.panel, PricePanel)
    till.write("66.6")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert till.panel is None
    assert known(shop, "WS0001").content.list_price_fen == 6_660
    assert till.screen.table.rows[0].cells[5] == "66.60"
    assert till.desk.context.index.find("WS0001")[0].list_price_fen == 6_660
    assert "68.00 → 66.60" in till.said


def test_a_price_that_jumps_asks_for_its_reason_and_says_past_what(till, shop):
    till.press(Qt.Key.Key_F4)
    till.write("6000")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    panel = till.panel
    assert isinstance(panel, PricePanel)
    assert panel.reason.hasFocus()
    assert "改动超过 50%、改动超过 200.00，要店长授权：请先写明原因" in till.said
    panel.reason.setText("换大包装")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    said = f"改零售价：改动超过 50%、改动超过 200.00 · {shop.stock_keeper.name} · 原因 换大包装"
    assert till.panel.texts == ("三七花(特级) 68.00 → 6,000.00", said)
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.settle()
    assert known(shop, "WS0001").content.list_price_fen == 600_000


def test_a_price_tag_is_seen_and_sent_to_the_label_printer_once(till, shop):
    till.press(Qt.Key.Key_F9)
    panel = till.panel
    assert isinstance(panel, TagPanel)
    till.qtbot.waitUntil(lambda: any(not w.pixmap().isNull() for w in panel.findChildren(QLabel)))
    chip = next(c for c in panel.findChildren(QAbstractButton) if c.text() == "60×40 mm")
    till.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    panel.first.setFocus()
    panel.findChild(QSpinBox).setValue(3)
    till.press(Qt.Key.Key_Return)
    if till.panel is panel:  # behind it the list would take the key
        till.press(Qt.Key.Key_Return)
    till.settle()
    (job,) = shop.suite.prints.open_jobs()
    sheet = document_of(job.kind, job.payload)
    assert (sheet.size, job.title) == ("60x40", "WS0001")
    ((tag, copies),) = sheet.tags
    assert (tag.barcode, tag.price_fen, tag.county, copies) == (FLOWER, 6_800, "文山市", 3)
    assert till.panel is None


def move_price(shop, fen):
    """As `showroom import` or another till does, unknown to this window."""
    sku_id = known(shop, "WS0001").sku_id
    shop.suite.catalogue.set_price(shop.owner, sku_id, fen, request(7))


def test_a_price_that_moved_meanwhile_is_shown_before_it_is_changed(till, shop):
    till.press(Qt.Key.Key_F4)
    move_price(shop, 7_500)
    till.write("72")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert known(shop, "WS0001").content.list_price_fen == 7_500
    assert "刚在别处改成 ¥75.00，这里没有改" in till.said
    assert till.panel is None
    assert till.screen.table.rows[0].cells[5] == "75.00"
    till.press(Qt.Key.Key_F4)
    till.write("72")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert "75.00 → 72.00" in till.said


def test_no_tag_is_printed_of_a_price_that_moved_meanwhile(till, shop):
    till.press(Qt.Key.Key_F9)
    move_price(shop, 7_500)
    assert isinstance(till.panel, TagPanel)
    till.panel.first.setFocus()
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert list(shop.suite.prints.open_jobs()) == []
    assert "没有打印" in till.said
    assert till.panel is None
    till.press(Qt.Key.Key_F9)
    assert isinstance(till.panel, TagPanel)
    till.panel.first.setFocus()
    till.press(Qt.Key.Key_Return)
    till.settle()
    (job,) = shop.suite.prints.open_jobs()
    assert document_of(job.kind, job.payload).tags[0][0].price_fen == 7_500


def test_the_same_price_or_none_cannot_be_confirmed(till, shop):
    till.press(Qt.Key.Key_F4)
    till.press(Qt.Key.Key_Enter)
    assert isinstance(till.panel, PricePanel)
    till.panel.amount.clear()
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert isinstance(till.panel, PricePanel)
    assert known(shop, "WS0001").content.list_price_fen == 6_800


def test_a_product_is_taken_off_sale_after_a_question_and_comes_back(till, shop):
    till.press(Qt.Key.Key_F8)
    assert till.window.focusWidget().text() == "取消"
    till.click("停售", till.panel)
    till.settle()
    assert not known(shop, "WS0001").active
    assert till.screen.table.rows[0].cells[7] == "停售"
    assert not till.desk.context.index.find("WS0001")
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F6)
    assert codes(till) == ["WS0001"]
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert known(shop, "WS0001").active


def test_the_list_is_exported_with_prices_as_figures(till, shop):
    till.press(Qt.Key.Key_F7)
    till.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    head, *rows = load_workbook(path).active.iter_rows(values_only=True)
    told = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert list(told) == codes(till)
    for code, row in told.items():
        content, barcodes = known(shop, code).content, known(shop, code).barcodes
        assert (row["零售价"], row["进价"]) == (
            content.list_price_fen / 100,
            content.cost_price_fen / 100 or None,
        )
        assert (row["条码"] or "") == "  ".join(barcodes)
        assert row["单位"] == ("kg" if content.sold_by is SoldBy.WEIGHT else content.unit)


def test_prices_sort_by_value(till):
    till.screen.table.horizontalHeader().sectionClicked.emit(5)
    prices = [row.sort[5] for row in till.screen.table.rows]
    assert prices == sorted(prices)
    assert prices != sorted(prices, key=str)


def test_a_cashier_has_no_catalogue(till, shop):
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("catalogue")
    assert till.window.workspace.stack.entry.name != "catalogue"


def test_everything_goes_out_as_a_workbook_that_comes_in_again_unchanged(till, shop):
    till.press(
        Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    assert path.name.startswith("商品资料导出（演示）")
    plan = shop.suite.imports.check(shop.stock_keeper, path.read_bytes(), path.name)
    assert (plan.errors, plan.create, plan.update, plan.lots) == ((), (), (), ())
    assert plan.unchanged == 24
