"""Where single keys act: alone they are a person's, in a run they are a slow scanner's."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from shiboken6 import delete

from showroom.domain.barcode import check_digit
from showroom.ui.engine.actions import ActionSpec, build_actions
from showroom.ui.engine.scan_burst import GAP_MS, SLOW_MS
from showroom.ui.widgets.overlay import Overlay, ask
from tests.ui.engine.test_scanner import CODE, Bench
from tests.ui.engine.wedge import ENTER

FIGURES = "0123456789"


class PanelBench(Bench):
    """A panel in front whose figures and letters act, and a button which Enter presses."""

    def __init__(self, qtbot):
        super().__init__(qtbot)
        self.fired, self.answered = [], []
        self.overlay = overlay = Overlay(self.counter, "原因")
        specs = [
            ActionSpec(f"k{key}", key, (key,), handler=partial(self.fired.append, key))
            for key in FIGURES + "APRW"
        ]
        build_actions(overlay, specs)
        ask(overlay, "好").clicked.connect(lambda: self.answered.append(1))
        overlay.open()


@pytest.fixture
def bench(qtbot):
    made = PanelBench(qtbot)
    yield made
    delete(made.router)


def settle(bench):
    bench.qtbot.waitUntil(lambda: not bench.router.holds)


@pytest.mark.parametrize("key", ["1", "9", "A"])
def test_alone_it_acts_once_no_key_follows(bench, key):
    bench.wedge.type(key, 500)
    assert bench.fired == []
    settle(bench)
    assert bench.fired == [key]


def test_two_a_person_presses_act_both(bench):
    bench.wedge.type("1A", SLOW_MS + 5)
    settle(bench)
    assert bench.fired == ["1", "A"]


def test_what_is_no_letter_ends_the_wait(bench):
    bench.wedge.type("1", 500)
    bench.wedge.key(Qt.Key.Key_F5, "", 20)
    assert bench.fired == ["1"]
    bench.wedge.type("2", 500)
    bench.wedge.key(ENTER, "\r", 30)
    assert (bench.fired, bench.answered) == (["1", "2"], [1])


def gtin(body):
    return body + check_digit(body)


CODES = st.one_of(
    st.text(FIGURES, min_size=12, max_size=12).map(gtin),
    st.text(FIGURES, min_size=7, max_size=7).map(gtin),
    st.from_regex(r"[A-Z]{2}[0-9]{4,8}", fullmatch=True),
    st.from_regex(r"0[1-9]-[0-9]{6}", fullmatch=True),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(code=CODES, gap_ms=st.integers(GAP_MS - 2, SLOW_MS - 2))
def test_no_key_of_a_code_acts_and_the_code_arrives(bench, code, gap_ms):
    bench.codes.clear()
    bench.wedge.now_ms += 1000
    bench.wedge.scan(code, gap_ms)
    assert (bench.codes, bench.fired, bench.answered) == ([code], [], [])


@pytest.mark.parametrize("code", ["12", "10023"])
def test_nor_does_one_of_a_run_too_short_for_a_code(bench, code):
    bench.wedge.scan(code, 60)
    bench.wedge.now_ms += 1000
    bench.wedge.type(code, 60)
    settle(bench)
    assert (bench.codes, bench.fired, bench.answered) == ([], [], [])


def test_in_a_field_the_keys_are_seen_at_once_and_slow_ones_are_text(bench):
    bench.overlay.close_panel()
    bench.counter.field.setFocus()
    bench.wedge.type(CODE[:3], 60)
    assert bench.counter.field.text() == CODE[:2]
    bench.text_is(CODE[:3])
