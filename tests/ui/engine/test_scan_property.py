"""Any bursts and any typing, with stamps of their own, whenever the router's timer may fire."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTimer

from showroom.domain.barcode import check_digit
from showroom.ui.engine.scan_burst import DOUBT_MS, GAP_MS, STALL_MS, STAMP_RANGE
from tests.ui.engine.test_scanner import Bench
from tests.ui.engine.wedge import ENTER

QUIET_MS = STALL_MS + 10
FIGURES = st.sampled_from("0123456789")


@dataclass(frozen=True)
class Typed:
    """A person's keys: (letter, pause before it)."""

    keys: tuple[tuple[str, int], ...]

    @property
    def text(self):
        return "".join(char for char, _ in self.keys)


@dataclass(frozen=True)
class Scanned:
    """A scanner's: the code, and the pause before each further key and before Enter."""

    code: str
    gaps: tuple[int, ...]


def scans(gaps):
    """EAN-13 codes with one gap before each key but the first."""
    body = st.text("0123456789", min_size=12, max_size=12)
    codes = body.map(lambda digits: digits + check_digit(digits))
    return st.builds(Scanned, codes, st.lists(gaps, min_size=13, max_size=13).map(tuple))


def payment_scans():
    """Codes of every form that tells a channel, which a figure before them may turn into others."""
    forms = (r"1[0-5]\d{16}", r"2[5-9]\d{16}", r"62\d{17}", r"01\d{17}")
    codes = st.one_of(
        [st.from_regex(f"{form}", fullmatch=True, alphabet=FIGURES) for form in forms]
    )
    return st.builds(lambda code, gap: Scanned(code, (gap,) * len(code)), codes, st.integers(1, 12))


def fast_scans():
    return scans(st.integers(1, GAP_MS - 1))


def stalled_scans():
    """A quarter of it fast at least; the other keys were stamped late.

    Not the one behind a 0 at the beginning: without that it is the same article. And not where
    the keys that came fast are a code of their own, behind figures that a hand may have typed.
    """

    def late(scan, where, pause):
        free = where - {0} if scan.code.startswith("0") else where
        gaps = [pause if at in free else gap for at, gap in enumerate(scan.gaps)]
        return Scanned(scan.code, tuple(gaps))

    where = st.sets(st.integers(0, 12), max_size=9)
    built = st.builds(late, fast_scans(), where, st.integers(GAP_MS + 1, STALL_MS - 1))
    return built.filter(lambda scan: not ends_in_code(scan))


def ends_in_code(scan):
    """``4284000000000`` with a pause after five is 42840 by hand and 00000000 by the scanner."""
    body, check = scan.code[5:-1], scan.code[-1]
    return scan.gaps[4] > GAP_MS and check_digit(body) == check


def typing():
    slow = st.lists(
        st.tuples(st.sampled_from("abcdxyz"), st.integers(GAP_MS + 5, 400)), min_size=1, max_size=9
    )
    roll = st.lists(
        st.tuples(st.sampled_from("abcdxyz"), st.integers(2, 30)), min_size=1, max_size=4
    )
    return st.one_of(slow, roll).map(lambda keys: Typed(tuple(keys)))


class Hand:
    """Plays them; `lapses` says before which keys the timer has run out."""

    def __init__(self, bench, lapses):
        self.wedge, self.timer = bench.wedge, bench.router.findChild(QTimer)
        self.lapses = lapses

    def play(self, part):
        self.wedge.now_ms += QUIET_MS
        if isinstance(part, Typed):
            for char, gap in part.keys:
                self._key(ord(char.upper()), char, gap)
        else:
            for char, gap in zip(part.code, (1, *part.gaps), strict=False):
                self._key(ord(char), char, gap)
            self._key(ENTER, "\r", part.gaps[-1])

    def lapse(self):
        while self.timer.isActive():
            self.timer.stop()
            self.timer.timeout.emit()

    def _key(self, key, text, gap):
        if next(self.lapses, False):
            self.lapse()
        self.wedge.key(key, text, max(gap - 1, 1))  # a key is down for one


@pytest.fixture
def bench(qtbot):
    made = Bench(qtbot)
    yield made
    made.router.deleteLater()


SLOW_MACHINE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LAPSES = st.lists(st.booleans(), max_size=120)


@SLOW_MACHINE
@given(
    parts=st.lists(st.one_of(stalled_scans(), fast_scans(), typing()), max_size=6), lapses=LAPSES
)
def test_exactly_those_scans_and_that_text_whenever_the_timer_fires(bench, parts, lapses):
    bench.codes.clear()
    bench.counter.field.clear()
    hand = Hand(bench, iter(lapses))
    for part in parts:
        hand.play(part)
    hand.lapse()
    assert bench.codes == [part.code for part in parts if isinstance(part, Scanned)]
    assert bench.counter.field.text() == "".join(p.text for p in parts if isinstance(p, Typed))
    assert (bench.garbled, bench.cards) == ([], [])


@SLOW_MACHINE
@given(
    scan=fast_scans(),
    ahead=st.sampled_from(["6*", "3", "12*", "+"]),
    pause=st.integers(GAP_MS + 1, STALL_MS),
    lapses=LAPSES,
)
def test_what_was_typed_just_before_a_scan_is_not_part_of_it(bench, scan, ahead, pause, lapses):
    bench.codes.clear()
    bench.counter.field.clear()
    hand = Hand(bench, iter(lapses))
    hand.play(Typed(tuple((char, 80) for char in ahead)))
    bench.wedge.now_ms += pause - QUIET_MS - 1
    hand.play(scan)
    hand.lapse()
    assert bench.codes == [scan.code]
    assert bench.counter.field.text() == ahead


@SLOW_MACHINE
@given(
    scan=st.one_of(fast_scans(), payment_scans()),
    ahead=st.sampled_from(["0", "1", "2", "3", "10", "100", "70809"]),
    pause=st.integers(DOUBT_MS + 1, STALL_MS),
    lapses=LAPSES,
)
def test_an_amount_just_before_a_scan_makes_no_other_code_of_it(bench, scan, ahead, pause, lapses):
    bench.codes.clear()
    bench.counter.field.clear()
    hand = Hand(bench, iter(lapses))
    hand.play(Typed(tuple((char, 160) for char in ahead)))
    bench.wedge.now_ms += pause - QUIET_MS - 1
    hand.play(scan)
    hand.lapse()
    assert bench.codes == [scan.code]
    assert bench.counter.field.text() == ahead


@SLOW_MACHINE
@given(scan=fast_scans(), between=st.integers(1, 100), times=st.integers(2, 5))
def test_each_of_several_scans_close_together_counts(bench, scan, between, times):
    bench.codes.clear()
    hand = Hand(bench, iter(()))
    for _ in range(times):
        bench.wedge.now_ms += between - QUIET_MS
        hand.play(scan)
    assert bench.codes == [scan.code] * times
    assert bench.counter.field.text() == ""


def test_stamps_begin_anew_after_49_days(bench):
    bench.wedge.now_ms = STAMP_RANGE - QUIET_MS - 30
    hand = Hand(bench, iter(()))
    hand.play(Scanned("6990100100011", (5,) * 13))
    assert bench.codes == ["6990100100011"]
