"""No code becomes an amount, a weight or a count, however slowly it is typed."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

import showroom.ui
from showroom.domain.barcode import check_digit
from showroom.domain.errors import Refusal
from showroom.domain.money import MAX_FEN, MAX_PRICE_FEN, parse_figure
from showroom.domain.pin import pin_as_amount
from showroom.domain.scan import is_no_figure
from showroom.domain.shift import MAX_COUNT
from showroom.domain.tender import RoundOff
from showroom.ui.counter.model import pay_in_cash
from showroom.ui.engine.scan_keys import TypedCode
from showroom.ui.widgets.amount_edit import YUAN_PLACES, AmountEdit, FigureRefused
from showroom.ui.widgets.count_spin import CountSpin
from showroom.ui.widgets.denomination_grid import CountEdit
from showroom.ui.words import messages
from tests.factories import OWNER_PIN

FIELDS = {
    "money": AmountEdit,
    "float": lambda: AmountEdit(maximum=MAX_FEN),
    "price": lambda: AmountEdit(maximum=MAX_PRICE_FEN),
    "weight": lambda: AmountEdit(places=3, maximum=99_999),
    "pieces": lambda: AmountEdit(places=0, maximum=999),
    "notes": lambda: CountEdit("100 元 张数"),
    "copies": lambda: CountSpin("张数", 1, 99, 80),
}
IN_FIGURES = "QSpinBox|QDoubleSpinBox|QIntValidator|QDoubleValidator"


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.codes, self.submitted, self.refused, self.said = [], [], [], []
        box = QVBoxLayout(self)
        self.fields = {name: make() for name, make in FIELDS.items()}
        for field in self.fields.values():
            box.addWidget(field)
            if isinstance(field, AmountEdit):
                field.submitted.connect(lambda: self.submitted.append(1))

    def event(self, event):
        if isinstance(event, TypedCode):
            self.codes.append(event.code)
            return True
        if isinstance(event, FigureRefused):
            self.refused.append(event.refusal.code)
            self.said.append(messages.sentence(event.refusal))
            return True
        return super().event(event)


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


def figure(field):
    return field.value if isinstance(field, AmountEdit) else field.value()


def bodies(length, prefix=""):
    return st.text("0123456789", min_size=length, max_size=length).map(lambda body: prefix + body)


def gtin(length, prefix=""):
    body = bodies(length - 1 - len(prefix), prefix)
    return body.map(lambda digits: digits + check_digit(digits))


CODES = st.one_of(
    gtin(13, "69"),
    gtin(8),
    gtin(13, "21"),
    gtin(13, "22"),
    gtin(18, "23"),
    *(bodies(16, f"{first}") for first in (10, 12, 13, 15, 25, 28, 30)),
    bodies(17, "62"),
    st.from_regex(r"[A-Z]{2}-?[0-9]{1,8}", fullmatch=True),
    st.from_regex(r"0[1-9]-[0-9]{6}", fullmatch=True),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(code=CODES, name=st.sampled_from(sorted(FIELDS)), before=st.sampled_from([None, 1, 15]))
def test_a_code_leaves_every_figure_as_it_was_and_goes_where_scans_go(window, code, name, before):
    field = window.fields[name]
    window.codes.clear()
    window.submitted.clear()
    if isinstance(field, AmountEdit):
        field.set_value(before)
    else:
        field.setValue(before or 1)
    stood = figure(field)
    field.clearFocus()
    QTest.keyClicks(field, code)
    assert figure(field) == stood
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (figure(field), window.codes, window.submitted) == (stood, [code], [])
    if isinstance(field, AmountEdit):
        with pytest.raises(Refusal) as refused:
            pay_in_cash(1580, RoundOff.FEN, code)
        assert refused.value.code in {"cash_is_code", "cash_unreadable"}


@given(st.integers(0, 10**9 - 1).map(lambda fen: f"{fen // 100}.{fen % 100:02d}"))
def test_amounts_are_no_codes(typed):
    assert not is_no_figure(typed)
    assert not is_no_figure(typed.partition(".")[0])


READ = {
    "money": (2, MAX_FEN),
    "float": (2, MAX_FEN),
    "price": (2, MAX_PRICE_FEN),
    "weight": (3, 99_999),
    "pieces": (0, 999),
    "notes": (0, MAX_COUNT),
}
TYPED = st.one_of(
    st.text("0123456789.,", min_size=1, max_size=8),
    st.integers(0, 9_999_999).map(lambda fen: f"{fen / 100:,.2f}"),
    st.sampled_from(["1,250", "12,5", "1.250", "1，250", "１。５", "1．5", "1,2", ",", "1.234"]),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=TYPED, name=st.sampled_from(sorted(READ)))
def test_what_is_typed_is_read_as_everywhere_or_refused(window, typed, name):
    """A figure has the one reading of the domain; what has two, or none, is never taken."""
    field = window.fields[name]
    if is_no_figure(typed):
        return
    for heard in (window.codes, window.submitted, window.refused):
        heard.clear()
    field.begin(None)
    for char in typed:
        field.take_key(char)
    places, most = READ[name]
    read = parse_figure(typed, places)
    a_pin = places == YUAN_PLACES and pin_as_amount(typed)
    taken = read is not None and read <= most and not a_pin
    assert field.value == (read if taken else None)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (bool(window.submitted), bool(window.refused)) == (taken, not taken)
    assert field.value == (read if taken else None)


def test_the_next_figure_is_one_again(window):
    field = window.fields["money"]
    field.setFocus()
    QTest.keyClicks(field, "6990100100011")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "12.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.value, window.submitted) == (1250, [1])


def test_a_figure_pasted_past_the_bound_is_none(window):
    field = window.fields["pieces"]
    field.setText("6990100100011")
    assert field.value is None


def test_only_two_kinds_of_field_take_figures():
    """Whoever makes another one must tell codes apart there too."""
    root = Path(showroom.ui.__file__).parent
    others = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(IN_FIGURES, path.read_text("utf-8"))
    }
    assert others == {"widgets/count_spin.py"}
    assert QEvent.Type.User < TypedCode.TYPE


@pytest.mark.parametrize(
    ("name", "typed", "veiled"),
    [
        ("pieces", OWNER_PIN, True),
        ("weight", OWNER_PIN, True),
        ("pieces", "70809", False),
        ("money", OWNER_PIN, True),
        ("price", OWNER_PIN, True),
        ("money", f"{OWNER_PIN}.00", False),
        ("money", "100000", False),
    ],
)
def test_a_pin_beyond_what_a_field_takes_is_neither_shown_nor_repeated(window, name, typed, veiled):
    field = window.fields[name]
    QTest.keyClicks(field, typed)
    assert (field.echoMode() is QLineEdit.EchoMode.Password) is veiled
    QTest.keyClick(field, Qt.Key.Key_Return)
    if veiled:
        assert window.refused in (["figure_too_large"], ["amount_like_pin"])
        assert "PIN" in window.said[0]
    assert OWNER_PIN not in "".join(window.said)


def test_six_figures_are_an_amount_where_so_much_is_expected(window):
    field = window.fields["money"]
    field.expect(lambda: int(OWNER_PIN) * 100)
    QTest.keyClicks(field, OWNER_PIN)
    assert field.value == int(OWNER_PIN) * 100
