"""Frames of real scales, cut at every byte, with noise before and checks broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.devices.scale_protocols import MAX_REST, PROTOCOLS, compile_pattern, parser_of
from showroom.domain.counter_device import SCALES, ScaleSettings
from showroom.domain.errors import Refusal
from showroom.domain.weighing import WIDTH_CHANGED, Reading, Steadiness, sellable, to_grams


def toledo(first, second, weight, tare="000000"):
    frame = b"\x02" + bytes([first, second, 0x20]) + weight.encode() + tare.encode() + b"\r"
    return frame, frame + bytes([-sum(frame) & 0x7F])


KG, NET, NEGATIVE, BEYOND, MOTION = 0x30, 0x31, 0x32, 0x34, 0x38
GRAMS_PLACES, TENS_PLACES = 0x2D, 0x2C
YAOHUA_ZERO = b"\x02+00000001B\x03"
"""The maker's own sample."""


def yaohua(body):
    check = 0
    for byte in body:
        check ^= byte
    return b"\x02" + body + b"%02X" % check + b"\x03"


YAOHUA = yaohua(b"+0012503")
DIGI = b"@B\r001.236\r400.000\rU058.00\rT0071.69\r\n"
FRAMES = [
    ("toledo8217", b"\x0201.250\r", Reading(1250, stable=True)),
    ("toledo8217", b"\x0201.250N\r", Reading(1250, stable=True)),
    ("toledo8217", b"\x02?\x01\r", Reading(0, False, "moving")),
    ("toledo8217", b"\x02?\x02\r", Reading(0, False, "overload")),
    ("toledo8217", b"\x02?\x04\r", Reading(0, False, "underload")),
    ("toledo", toledo(GRAMS_PLACES, KG, "  1236")[0], Reading(1236, stable=True)),
    ("toledo", toledo(TENS_PLACES, NET, "  1236")[0], Reading(12_360, stable=True)),
    ("toledo", toledo(GRAMS_PLACES, NEGATIVE, "  1236")[0], Reading(-1236, stable=True)),
    ("toledo", toledo(GRAMS_PLACES, MOTION, "  1236")[0], Reading(1236, False, "moving")),
    ("toledo", toledo(GRAMS_PLACES, BEYOND, "  1236")[0], Reading(0, False, "overload")),
    ("toledo_sum", toledo(GRAMS_PLACES, KG, "  1236")[1], Reading(1236, stable=True)),
    ("yaohua", YAOHUA_ZERO, Reading(0, stable=False)),
    ("yaohua", YAOHUA, Reading(1250, stable=False)),
    ("yaohua", yaohua(b"-0012502"), Reading(-12_500, stable=False)),
    ("ascii", b"ST,GS,+  1.250kg\r\n", Reading(1250, stable=True)),
    ("ascii", b"ST,NT,+00850 g\r\n", Reading(850, stable=True)),
    ("ascii", b"US,GS,-  0.005kg\r\n", Reading(-5, False, "moving")),
    ("ascii", b"OL,GS,+       kg\r\n", Reading(0, False, "overload")),
    ("digi", DIGI, Reading(1236, stable=False)),
]
BROKEN = [
    ("toledo8217", b"\x0201.250"),
    ("toledo", toledo(GRAMS_PLACES, KG, "  1236")[0][:-1]),
    ("toledo", toledo(GRAMS_PLACES, 0x20, "  1236")[0]),
    ("toledo_sum", toledo(GRAMS_PLACES, KG, "  1236")[0] + b"\x00"),
    ("yaohua", YAOHUA_ZERO.replace(b"1B", b"1C")),
    ("yaohua", YAOHUA.replace(b"125", b"126")),
    ("yaohua", YAOHUA[:-1]),
    ("ascii", b"ST,GS,+  1.250kg"),
    ("ascii", b"ST,GS,+  1.2.0kg\r\n"),
    ("digi", DIGI[:-1]),
]


def parser(protocol):
    pattern = r"W(?P<weight>[-\d.]+)kg"
    return parser_of(ScaleSettings(protocol=protocol, pattern=pattern))


def test_every_language_is_in_the_settings():
    assert set(PROTOCOLS) == set(SCALES)


@pytest.mark.parametrize(("protocol", "frame", "reading"), FRAMES)
def test_a_frame_is_read_however_it_arrives(protocol, frame, reading):
    for noise in (b"", b"\xff\x00\x02", b"ST,\r\n\x02"):
        for at in range(len(frame) + 1):
            fresh = parser(protocol)
            fresh.feed(frame)
            first = fresh.feed(noise + frame[:at])
            assert first + fresh.feed(frame[at:]) == [reading], (noise, at)


@pytest.mark.parametrize(("protocol", "frame"), BROKEN)
def test_half_a_frame_and_a_broken_check_are_no_weight(protocol, frame):
    assert parser(protocol).feed(frame) == []


LIGHTER = {
    "toledo8217": b"\x0211.250\r",
    "toledo": toledo(GRAMS_PLACES, KG, " 11250")[0],
    "toledo_sum": toledo(GRAMS_PLACES, KG, " 11250")[1],
    "yaohua": yaohua(b"+0112503"),
    "ascii": b"ST,GS,+ 11.250kg\r\n",
    "digi": DIGI.replace(b"001.236", b"011.250"),
    "pattern": b"W11.250kg\r\n",
}


@pytest.mark.parametrize("protocol", SCALES)
def test_a_digit_lost_on_the_line_is_no_weight_at_rest(protocol):
    """11.250 less one byte is 1.250, a whole frame: nothing but the next one can tell."""
    frame = LIGHTER[protocol]
    for lost in range(len(frame)):
        fresh = parser(protocol)
        torn = frame[:lost] + frame[lost + 1 :]
        readings = fresh.feed(torn + frame * 3 + torn + frame * 3)
        assert {reading.grams for reading in readings if reading.stable} == {11_250}, lost


@pytest.mark.parametrize("protocol", SCALES)
@pytest.mark.parametrize("alike", [2, WIDTH_CHANGED - 1])
def test_the_same_digit_lost_from_frames_in_a_row_is_no_weight(protocol, alike):
    """Two equal readings, and wrong: the width of a frame tells."""
    frame = LIGHTER[protocol]
    for lost in range(len(frame)):
        torn = frame[:lost] + frame[lost + 1 :]
        readings = parser(protocol).feed(frame * 3 + torn * alike + frame * 3)
        assert {reading.grams for reading in readings if reading.stable} == {11_250}, lost
        assert sellable(readings[-1]) == 11_250
        during = [reading for reading in readings if reading.grams not in {0, 11_250}]
        assert during == [], "nor is it shown"


@pytest.mark.parametrize(
    ("protocol", "heavy", "light"),
    [
        ("ascii", b"ST,GS,10.005kg\r\n", b"ST,GS,9.995kg\r\n"),
        ("pattern", b"W10.005kg\r\n", b"W9.995kg\r\n"),
        ("toledo8217", b"\x0210.005\r", b"\x029.995\r"),
    ],
)
def test_a_scale_that_pads_no_weight_is_believed_from_the_fifth_frame(protocol, heavy, light):
    fresh = parser(protocol)
    assert [r.stable for r in fresh.feed(heavy * 5)][-1]
    for frame, grams in ((light, 9_995), (heavy, 10_005)):
        told = fresh.feed(frame * 4)
        assert {(r.grams, r.stable, r.trouble) for r in told} == {(0, False, "moving")}
        told = fresh.feed(frame * 3)
        assert {r.grams for r in told} == {grams}
        assert told[-1].stable


@pytest.mark.parametrize(
    ("protocol", "form"),
    [("ascii", "ST,GS,{}kg\r\n"), ("pattern", "W{}kg\r\n"), ("toledo8217", "\x02{}\r")],
)
@pytest.mark.parametrize("seen", [1, 2, WIDTH_CHANGED - 1])
@pytest.mark.parametrize("torn", [2, WIDTH_CHANGED - 1])
def test_a_scale_that_pads_no_weight_and_loses_a_digit_sells_nothing(protocol, form, seen, torn):
    """An empty pan, a heavy bag, and the same digit of it lost as often as it was seen or more."""
    empty, heavy, light = (form.format(w).encode() for w in ("0.000", "11.250", "1.250"))
    readings = parser(protocol).feed(empty * 6 + heavy * seen + light * torn)
    assert [r.grams for r in readings if r.stable and r.grams] == []


def test_net_and_status_frames_have_no_width_of_their_own():
    fresh = parser("toledo8217")
    told = fresh.feed(b"\x0201.250\r" * 2 + b"\x02?\x01\r" + b"\x0201.250N\r" * 2)
    assert [(r.grams, r.stable) for r in told] == [
        (1250, False),
        (1250, True),
        (0, False),
        (1250, False),
        (1250, True),
    ]
    fresh = parser("ascii")
    told = fresh.feed(b"ST,GS,+  1.250kg\r\n" * 2 + b"OL,GS,-----kg\n" + b"ST,GS,+  1.250kg\n" * 2)
    assert [r.stable for r in told][-1]


@pytest.mark.parametrize(("protocol", "frame"), [("yaohua", YAOHUA), ("digi", DIGI)])
def test_without_a_flag_three_equal_readings_are_stable(protocol, frame):
    fresh = parser(protocol)
    stable = [reading.stable for reading in fresh.feed(frame * 4)]
    assert stable == [False, False, True, True]


@pytest.mark.parametrize("protocol", SCALES)
@given(st.data())
def test_noise_is_never_a_weight_that_was_not_sent(protocol, data):
    fresh = parser(protocol)
    for _ in range(3):
        noise = data.draw(
            st.binary(max_size=400).filter(lambda b: b"\r" not in b and b"\n" not in b)
        )
        if protocol == "yaohua":
            noise = noise.replace(b"\x03", b"")
        assert fresh.feed(noise) == []
    assert len(fresh._rest) <= MAX_REST  # noqa: SLF001 (a limit that must hold)


@pytest.mark.parametrize("protocol", SCALES)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_at_all_are_survived(protocol, first, second):
    for reading in (fresh := parser(protocol)).feed(first) + fresh.feed(second):
        assert isinstance(reading.grams, int)


def test_a_pattern_of_the_shops_own():
    fresh = parser("pattern")
    assert fresh.feed(b"xxW 1\r\nW1.25") == []
    assert [r.grams for r in fresh.feed(b"0kg\r\nW-0.010kg\r\n")] == [1250, -10]
    in_grams = parser_of(
        ScaleSettings(protocol="pattern", pattern=r"^ (?P<weight>\d{4})$", pattern_unit="g")
    )
    assert [r.grams for r in in_grams.feed(b"\r 0046\r")] == [46]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "(",
        r"\d+",
        "(?P<weight>x" * 40,
        r"(?P<weight>(\d+)+)$",
        r"(?P<weight>(\d|\d)*)x",
        "(?P<weight>" + "a" * 90,
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern):
    with pytest.raises(Refusal, match="scale_pattern"):
        compile_pattern(pattern)


def test_grams_are_exact():
    assert to_grams("1.236", "kg") == 1236
    assert to_grams("0.0005", "kg") == 0
    assert to_grams("0.0015", "kg") == 2
    assert to_grams("- 1.5", "g") == -2
    for bad in ("", ".", "1.2.3", "NaN", "Infinity", "1e9", "一"):
        assert to_grams(bad, "kg") is None
    assert to_grams("1", "lb") is None


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (None, "scale_silent"),
        (Reading(0, False, "overload"), "scale_overload"),
        (Reading(0, False, "underload"), "scale_negative"),
        (Reading(-5, stable=True), "scale_negative"),
        (Reading(500, False, "moving"), "scale_moving"),
        (Reading(0, stable=True), "scale_empty"),
    ],
)
def test_only_a_weight_at_rest_above_zero_is_sold(reading, code):
    with pytest.raises(Refusal, match=code):
        sellable(reading)
    assert sellable(Reading(1236, stable=True)) == 1236


def test_another_weight_begins_the_count_anew():
    steady = Steadiness()
    assert [steady.seen(g) for g in (5, 5, 6, 6, 6, 5)] == [False, False, False, False, True, False]
