import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from showroom.ui.settings.part import TextField
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.search_field import SearchField

ENABLED = Qt.InputMethodQuery.ImEnabled


def test_an_input_method_writes_only_when_asked(qtbot):
    field = ScanField("扫码")
    qtbot.addWidget(field)
    field.show()
    assert field.inputMethodQuery(ENABLED) is False
    field.allow_names(True)
    assert field.inputMethodQuery(ENABLED) is True
    assert field.placeholderText() != "扫码"
    typed = QInputMethodEvent()
    typed.setCommitString("红茶")
    with qtbot.waitSignal(field.textEdited) as edited:
        QApplication.sendEvent(field, typed)
    assert edited.args == ["红茶"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.inputMethodQuery(ENABLED) is False
    assert field.placeholderText() == "扫码"


def test_six_figures_that_may_be_a_pin_stay_hidden_and_a_known_code_does_not(qtbot):
    """708090 typed at the counter with no PIN wanted stood there to be read."""
    field = ScanField("扫码")
    qtbot.addWidget(field)
    field.hide_pins(lambda code: code == "690123")
    for text, shown in (
        ("70809", "70809"),
        ("708090", "●" * 6),
        ("7080901", "7080901"),
        ("690123", "690123"),
        ("6*708", "6*708"),
    ):
        field.setText(text)
        assert (field.displayText(), field.text()) == (shown, text)
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@pytest.mark.parametrize(
    "code",
    ["134567890123456789", "WX1345-6789-0123-4567-89", "１３４５６７８９０１２３４５６７８９"],
)
def test_no_field_shows_a_payment_code(qtbot, code):
    """It stood in 参考号 in full until Enter refused it."""
    for field in (ScanField("参考号"), SearchField("搜索", 200), TextField("店名", 64)):
        qtbot.addWidget(field)
        field.setText(code)
        assert set(field.displayText()) == {"●"}
        field.setText("4200001234202611261234567890")
        assert field.displayText() == "4200001234202611261234567890"


@pytest.mark.parametrize("field", [lambda: SearchField("搜索", 200), lambda: TextField("店名", 64)])
def test_a_search_or_a_setting_hides_what_may_be_a_pin(qtbot, field):
    made = field()
    qtbot.addWidget(made)
    made.setText("708090")
    assert set(made.displayText()) == {"●"}
    made.setText("7080901")
    assert made.displayText() == "7080901"
