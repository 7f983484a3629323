from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from showroom.ui.engine.actions import ActionSpec, build_actions
from showroom.ui.engine.scan_burst import (
    DOUBT_MS,
    GAP_MS,
    QUICK_MS,
    REPEAT_MS,
    STALL_MS,
    Burst,
)
from showroom.ui.engine.scanner import ScanRouter
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.scan_field import ScanField
from tests.ui.engine.wedge import ENTER, Wedge

CODE = "6990100100011"


def scan_by_clicks(bench, window):
    """QTest stamps keys with the real time: a stalled machine may spoil a burst, so try again."""
    for _ in range(10):
        for char in CODE:
            QTest.keyClick(window, ord(char))
        QTest.keyClick(window, ENTER)
        if bench.codes == [CODE]:
            return
        bench.codes.clear()
        bench.counter.field.clear()
    pytest.fail("no scan arrived")


def typed(text, gaps):
    """The keys of `text` with so many milliseconds behind each but the last, and its last stamp."""
    burst, stamp = Burst(), 0
    for char, gap in zip(text, (0, *gaps), strict=True):
        stamp += gap
        burst.add(char, stamp)
    return burst, stamp


@pytest.mark.parametrize(
    ("gaps", "scanned"),
    [((60, 60, 5, 5, 5), True), ((60, 60, 60, 5, 5), True), ((60, 60, 60, 60, 5), False)],
)
def test_half_of_the_gaps_prove_a_code_without_a_check_digit(gaps, scanned):
    """The pauses come first, so that no rest of it is long enough; the Enter comes fast."""
    burst, stamp = typed("WS0001", gaps)
    assert burst.code_from(stamp + 5) == (0 if scanned else None)


@pytest.mark.parametrize(("fast", "scanned"), [(6, True), (5, False)])
def test_less_than_half_is_none_however_long_it_is(fast, scanned):
    """The pauses come last, so that no part of it but the whole could be one."""
    burst, stamp = typed("WS0001WS0001", (*[5] * fast, *[60] * (11 - fast)))
    assert burst.code_from(stamp + 60) == (0 if scanned else None)


@pytest.mark.parametrize("sign", ["*", "×", "+", " "])
def test_a_sign_that_is_typed_ahead_is_no_part_of_the_code_behind_it(sign):
    burst, stamp = typed(f"{sign}WS0001", (60, *[5] * 5))
    assert burst.code_from(stamp + 5) == 1


@pytest.mark.parametrize(("keys", "hold_ms"), [("123", GAP_MS), ("1234", DOUBT_MS)])
def test_two_quick_gaps_are_fingers_and_three_a_machine_that_may_stall(keys, hold_ms):
    burst, _ = typed(keys, [QUICK_MS] * (len(keys) - 1))
    assert burst.hold_ms == hold_ms


class Counter(QWidget):
    def __init__(self):
        super().__init__()
        self.field, self.button = QLineEdit(), QPushButton("收款")
        self.paid = []
        self.button.clicked.connect(lambda: self.paid.append(1))
        self.button.setDefault(True)
        box = QVBoxLayout(self)
        box.addWidget(self.field)
        box.addWidget(self.button)


class Bench:
    def __init__(self, qtbot):
        self.qtbot = qtbot
        self.router, self.counter = ScanRouter(("M-",)), Counter()
        self.wedge = Wedge(self.router)
        self.codes, self.garbled, self.cards = [], [], []
        self.router.scanned.connect(self.codes.append)
        self.router.garbled.connect(lambda: self.garbled.append(1))
        self.unused = []
        self.router.unused.connect(lambda: self.unused.append(1))
        self.router.card_refused.connect(lambda: self.cards.append(1))
        qtbot.addWidget(self.counter)
        self.show(self.counter)
        self.counter.field.setFocus()

    def show(self, window):
        with self.qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    def text_is(self, text, field=None):
        """Held keys come back by a timer."""
        field = field or self.counter.field
        self.qtbot.waitUntil(lambda: field.text() == text)


@pytest.fixture
def bench(qtbot):
    made = Bench(qtbot)
    yield made
    delete(made.router)  # it may listen to the whole application


@pytest.mark.parametrize("suffix", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_scan_reaches_no_widget(bench, suffix):
    bench.wedge.scan(CODE, suffix=suffix)
    assert bench.codes == [CODE]
    assert bench.counter.field.text() == ""
    assert bench.counter.field.hasFocus()


def test_enter_of_a_scan_presses_no_button(bench):
    bench.counter.button.setFocus()
    bench.wedge.scan(CODE)
    assert bench.codes == [CODE]
    assert bench.counter.paid == []


@pytest.mark.parametrize("gap_ms", [5, 30, 60])
def test_a_click_finds_all_that_was_typed_before_it(bench, gap_ms):
    """下一步 read a field whose keys the router still held, and went on with another path."""
    read = []
    bench.counter.button.clicked.connect(lambda: read.append(bench.counter.field.text()))
    bench.router.install(QApplication.instance())
    bench.wedge.type("/srv/paper", gap_ms)
    place = bench.counter.button.geometry().center()
    QTest.mouseClick(bench.counter.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert read == ["/srv/paper"]


def test_another_window_gets_nothing_that_was_typed_before_it(bench, qtbot):
    bench.router.install(QApplication.instance())
    bench.wedge.type("/srv/paper", 30)
    other = QLineEdit()
    qtbot.addWidget(other)
    bench.show(other)
    assert (bench.counter.field.text(), other.text()) == ("/srv/paper", "")


def test_a_click_in_the_middle_of_a_scan_leaves_nothing_of_it(bench):
    bench.router.install(QApplication.instance())
    bench.wedge.type(CODE[:6])
    QTest.mouseClick(bench.counter.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    bench.wedge.scan(CODE[6:])
    assert (bench.codes, bench.counter.field.text()) == ([CODE], "")


def test_half_typed_text_stays_while_a_scan_passes(bench):
    bench.wedge.type("ab", gap_ms=200)
    bench.text_is("ab")
    bench.wedge.now_ms += 500
    bench.wedge.scan(CODE)
    assert bench.counter.field.text() == "ab"
    assert bench.codes == [CODE]


@pytest.mark.parametrize(("gap_ms", "codes"), [(GAP_MS, [CODE]), (GAP_MS + 1, [])])
def test_a_slow_scanner_is_one_to_the_very_limit(bench, gap_ms, codes):
    bench.wedge.scan(CODE, gap_ms - 1)  # a key is down for one
    assert bench.codes == codes


def test_a_person_types_as_ever(bench):
    bench.wedge.type("sqh6*", gap_ms=80)
    bench.text_is("sqh6*")
    assert not bench.wedge.key(ENTER, "\r", gap_ms=90)
    assert bench.codes == []


def test_fast_fingers_are_a_person(bench):
    bench.wedge.type("12345", gap_ms=20)
    bench.wedge.key(ENTER, "\r", gap_ms=20)
    bench.text_is("12345")
    assert bench.codes == []


def test_held_keys_come_back_within_40_ms(bench):
    bench.wedge.type("7")
    assert bench.counter.field.text() == ""
    assert GAP_MS + 5 <= 40
    bench.text_is("7")


def test_order_is_kept_when_an_editing_key_follows(bench):
    bench.wedge.type("12")
    bench.wedge.key(Qt.Key.Key_Backspace, "\b")
    assert bench.counter.field.text() == "1"


def test_auto_repeat_is_a_finger_on_a_key(bench):
    for _ in range(12):
        bench.wedge.key(Qt.Key.Key_1, "1", REPEAT_MS + 1, repeat=True)
    bench.wedge.key(ENTER, "\r", REPEAT_MS + 1)
    assert bench.codes == []
    bench.text_is("1" * 12)


def test_a_burst_without_suffix_is_given_back(bench):
    bench.wedge.type("1234567")
    bench.text_is("1234567")
    assert bench.codes == []


def test_stalled_gui_does_not_matter_but_a_real_pause_does(bench):
    bench.wedge.type("69901")
    bench.wedge.type("00100011", gap_ms=60)
    bench.text_is("6990100100011")
    assert bench.codes == []


def test_capital_letters_come_with_shift(bench):
    for char in "WS0001":
        if char.isalpha():
            bench.wedge.key(Qt.Key.Key_Shift, "", 2)
        bench.wedge.key(ord(char), char, 3)
    bench.wedge.key(ENTER, "\r", 3)
    assert bench.codes == ["WS0001"]


def test_prefixes_full_width_and_aim_marks_are_cleaned(bench):
    for raw in ("M-69", "６９９０１０", "]E06990", "\x02WS01\x03", " 12 ", "]d20169\x1d10", "]Q1x"):
        bench.router.feed(raw + "\r\n")
    assert bench.codes == ["69", "699010", "6990", "WS01", "12", "]d20169\x1d10", "x"]


def test_a_code_sent_twice_is_two_scans(bench):
    bench.wedge.scan(CODE)
    bench.wedge.scan(CODE)
    assert bench.codes == [CODE, CODE]


def test_a_digit_twice_within_a_millisecond_is_no_finger_on_a_key(bench):
    """X11 marks it as repeated."""
    for char in CODE:
        bench.wedge.key(ord(char), char, 0, repeat=char == "0")
    bench.wedge.key(ENTER, "\r", 1)
    assert bench.codes == [CODE]


@pytest.mark.parametrize("pause", [REPEAT_MS + 2, GAP_MS + 5, 200, STALL_MS - 5])
@pytest.mark.parametrize("at", [8, 9])
def test_nor_is_it_one_when_the_machine_stalls_before_the_second(bench, at, pause):
    """``00`` at half a millisecond, marked as repeated, the second stamped late."""
    code = "6990100000069"
    for place, char in enumerate(code):
        again = place > 0 and code[place - 1] == char
        bench.wedge.key(ord(char), char, pause if place == at else 0, repeat=again)
    bench.wedge.key(ENTER, "\r", 1)
    assert bench.codes == [code]
    assert bench.counter.field.text() == ""


def test_nor_when_it_stalls_among_the_first_keys(bench):
    code = "6990100000250"
    for place, char in enumerate(code):
        again = place > 0 and code[place - 1] == char
        bench.wedge.key(ord(char), char, 120 if place == 2 else 4, repeat=again)
    bench.wedge.key(ENTER, "\r", 4)
    assert bench.codes == [code]
    assert bench.counter.field.text() == ""


def test_enter_and_line_feed_are_one_suffix(bench):
    bench.counter.button.setFocus()
    bench.wedge.scan(CODE)
    assert bench.wedge.key(ENTER, "\n", gap_ms=3)
    assert bench.counter.paid == []


@pytest.mark.parametrize(("key", "sign", "comes"), [("]", "\x1d", True), ("\\", "\x1c", False)])
def test_a_gs_comes_through_and_other_control_characters_are_garbled(bench, key, sign, comes):
    """Ctrl+], as keyboards type what ends a lot; no field and no shortcut gets it."""
    bench.wedge.type("]C1010690")
    bench.wedge.key(ord(key), sign, 4, Qt.KeyboardModifier.ControlModifier)
    bench.wedge.scan("0100011")
    code = f"]C1010690{sign}0100011"
    assert (bench.codes, bench.garbled) == (([code], []) if comes else ([], [1]))
    assert bench.counter.field.text() == ""


def test_too_long_is_garbled(bench):
    bench.wedge.scan("9" * 129)
    assert (bench.codes, bench.garbled) == ([], [1])
    assert bench.counter.field.text() == ""
    bench.wedge.now_ms += 300
    bench.wedge.scan("9" * 128)
    assert bench.codes == ["9" * 128]


def test_endless_rubbish_without_suffix_is_dropped(bench):
    bench.wedge.type("9" * 400)
    with bench.qtbot.waitSignal(bench.router.garbled):
        pass
    assert bench.counter.field.text() == ""


@pytest.mark.parametrize(
    "track",
    ["%B6222021234567890123^ZHANG/SAN^2512101", ";6222021234567890123=25121010000000000000?"],
)
def test_magnetic_stripes_are_swallowed(bench, track, caplog):
    bench.wedge.scan(track)
    bench.wedge.now_ms += 300
    bench.wedge.type(track)
    bench.qtbot.waitUntil(lambda: len(bench.cards) == 2)
    assert (bench.codes, bench.garbled) == ([], [])
    assert bench.counter.field.text() == ""
    assert "6222" not in caplog.text


def test_space_pressed_by_a_person_still_clicks_a_button(bench):
    bench.counter.button.setFocus()
    bench.wedge.key(Qt.Key.Key_Space, " ", 100)
    bench.qtbot.waitUntil(lambda: bench.counter.paid == [1])


def test_one_key_shortcuts_fire_for_people_and_not_for_scans(bench):
    fired = []
    spec = ActionSpec("print", "打印", ("P",), handler=lambda: fired.append(1))
    build_actions(bench.counter, (spec,))
    bench.counter.button.setFocus()
    bench.wedge.scan("SPPP01")
    assert (bench.codes, fired) == (["SPPP01"], [])
    bench.wedge.key(Qt.Key.Key_P, "p", 300)
    bench.qtbot.waitUntil(lambda: fired == [1])


@pytest.mark.parametrize("gap_ms", [36, 60, 100])
def test_figures_that_act_wait_for_the_rest_of_a_slow_code(bench, gap_ms):
    """Each figure of such a code answered a question, one after the other."""
    fired = []
    build_actions(
        bench.counter,
        [ActionSpec(n, n, (n,), handler=lambda n=n: fired.append(n)) for n in "169"],
    )
    bench.counter.button.setFocus()
    bench.wedge.scan(CODE, gap_ms)
    assert (bench.codes, fired, bench.counter.paid) == ([CODE], [], [])
    bench.wedge.type("69", gap_ms)
    bench.qtbot.waitUntil(lambda: not bench.router.holds)
    assert fired == [], "no two keys of a person come so fast"
    bench.wedge.now_ms += 1000
    bench.wedge.type("6", gap_ms)
    bench.qtbot.waitUntil(lambda: fired == ["6"])
    bench.wedge.now_ms += 1000
    bench.wedge.type(CODE, gap_ms)
    bench.qtbot.waitUntil(lambda: len(bench.unused) == 1)
    assert (bench.codes, fired, bench.garbled) == ([CODE], ["6"], []), "nothing was scanned"


def test_a_shifted_sign_is_still_its_shortcut(bench):
    fired, field = [], ScanField("扫码", bench.counter)
    bench.counter.layout().addWidget(field)
    field.show()
    field.setFocus()
    spec = ActionSpec("more", "加一", ("+",), handler=lambda: fired.append(1))
    build_actions(bench.counter, (spec,))
    bench.wedge.key(Qt.Key.Key_Plus, "+", 200, Qt.KeyboardModifier.ShiftModifier)
    bench.qtbot.waitUntil(lambda: fired == [1])
    assert field.text() == ""


def test_works_while_a_modal_dialog_is_open(bench):
    dialog = QDialog(bench.counter)
    field = QLineEdit(dialog)
    bench.router.install(QApplication.instance())
    dialog.setModal(True)
    bench.show(dialog)
    field.setFocus()
    QApplication.processEvents()
    scan_by_clicks(bench, dialog.windowHandle())
    assert dialog.isVisible()
    dialog.close()


def test_keys_of_the_window_system_are_routed_and_given_back(bench):
    bench.router.install(QApplication.instance())
    window = bench.counter.windowHandle()
    scan_by_clicks(bench, window)
    assert bench.counter.field.text() == ""
    QTest.keyClick(window, ord("m"))
    QTest.keyClick(window, ord("i"))
    bench.text_is("mi")


def test_shortcuts_behind_an_overlay_rest_and_those_inside_work(bench):
    behind, inside = [], []
    build_actions(
        bench.counter, (ActionSpec("b", "后", ("P", "F6"), handler=lambda: behind.append(1)),)
    )
    overlay = Overlay(bench.counter, "付款")
    host = QWidget()
    overlay.body.addWidget(host)
    build_actions(host, (ActionSpec("i", "里", ("P", "F6"), handler=lambda: inside.append(1)),))
    overlay.open()
    bench.router.install(QApplication.instance())
    window = bench.counter.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_P)
    bench.qtbot.waitUntil(lambda: inside == [1])
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert (behind, inside) == ([], [1, 1])
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert behind == [1]


def test_the_entry_field_refuses_input_methods(qtbot):
    field = ScanField("扫码")
    qtbot.addWidget(field)
    field.show()
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    qtbot.keyClicks(field, "sqh*6")
    assert field.text() == "sqh*6"
    with qtbot.waitSignal(field.submitted) as told:
        qtbot.keyClick(field, ENTER)
    assert told.args == ["sqh*6"]


def test_an_empty_entry_field_leaves_editing_keys_to_the_screen(bench):
    voided, field = [], ScanField("扫码", bench.counter)
    bench.counter.layout().addWidget(field)
    field.show()
    field.setFocus()
    build_actions(
        bench.counter, (ActionSpec("void", "删行", ("Del",), handler=lambda: voided.append(1)),)
    )
    window = bench.counter.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert voided == [1]
    field.setText("ab")
    field.home(False)
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert (voided, field.text()) == ([1], "b")
