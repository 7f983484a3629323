"""Devices on pseudo-terminals: asked, listened to, unplugged and plugged in again."""

import contextlib
import math
import queue
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.devices import serial_worker
from showroom.devices.code_scanner import MAX_CODE, QUIET_READS, UNREAD, Codes, CodeScanner
from showroom.devices.pole_display import PoleDisplay, encode, figures
from showroom.devices.scale import Scale
from showroom.domain.counter_device import (
    Line,
    PoleSettings,
    PoleText,
    ScaleSettings,
    ScannerSettings,
)
from showroom.domain.weighing import Reading
from tests.devices.virtual_line import VirtualLine

PATIENCE_S = 5


class Heard:
    """What a device's thread told, in order."""

    def __init__(self):
        self.queue = queue.Queue()

    def __call__(self, value):
        self.queue.put(value)

    def next(self):
        return self.queue.get(timeout=PATIENCE_S)

    def once_heard(self, say):
        """Say it until somebody listens: opening a port throws away what came before."""
        while True:
            say()
            with contextlib.suppress(queue.Empty):
                return self.queue.get(timeout=0.05)

    def until(self, wanted):
        while (value := self.next()) != wanted:
            pass
        return value


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(serial_worker, "PAUSES_S", (0.01, 0.02))


@pytest.fixture
def port(tmp_path):
    return tmp_path / "ttyS-counter"


def test_a_scale_that_is_asked_answers_and_is_found_again(port):
    readings, trouble = Heard(), Heard()
    weight = {"frame": b"\x02?\x01\r"}
    with VirtualLine(port, lambda asked: weight["frame"] * asked.count(b"W")) as line:
        scale = Scale(ScaleSettings(Line(str(port), 9600, "7E1")), readings, trouble)
        scale.start()
        readings.until(Reading(0, False, "moving"))
        weight["frame"] = b"\x0200.735\r"
        readings.until(Reading(735, stable=True))
        assert any(b"00.735" in frame for frame in scale.frames)
        line.unplug()
        assert trouble.next() == "device_gone"
        readings.until(None)
        line.plug()
        assert trouble.next() == ""
        readings.until(Reading(735, stable=True))
        assert scale.close()


def test_a_scale_that_falls_silent_shows_no_old_weight(port, monkeypatch):
    monkeypatch.setattr("showroom.devices.scale.STALE_S", 0.15)
    readings = Heard()
    with VirtualLine(port) as line:
        scale = Scale(ScaleSettings(Line(str(port)), "ascii"), readings, Heard())
        scale.start()
        first = readings.once_heard(lambda: line.say(b"ST,GS,+  1.250kg\r\n"))
        assert first == Reading(1250, stable=False), "told once"
        line.say(b"ST,GS,+  1.250kg\r\n")
        readings.until(Reading(1250, stable=True))
        readings.until(None)
        line.say(b"ST,GS,+  1.250kg\r\n")
        assert readings.next() == Reading(1250, stable=True)
        assert scale.close()


def test_a_port_that_is_not_there_is_told_once_and_tried_again(port):
    trouble, readings = Heard(), Heard()
    scale = Scale(ScaleSettings(Line(str(port)), "ascii"), readings, trouble)
    scale.start()
    assert trouble.next() == "device_gone"
    with VirtualLine(port) as line:
        assert trouble.next() == ""
        line.say(b"ST,GS,+  0.100kg\r\n" * 2)
        readings.until(Reading(100, stable=True))
        assert scale.close()
    assert trouble.queue.empty()


def test_a_pattern_that_slipped_in_is_told_and_kills_no_thread(port):
    trouble = Heard()
    with VirtualLine(port):
        scale = Scale(ScaleSettings(Line(str(port)), "pattern", "("), Heard(), trouble)
        scale.start()
        assert trouble.next() == "scale_pattern"
        assert scale.close()


def test_a_code_without_its_end_is_never_part_of_the_next():
    codes = Codes("enter")
    assert codes.feed(b"690123456") == []
    for _ in range(QUIET_READS - 1):
        assert codes.feed(b"") == []
    assert codes.feed(b"7892\r") == ["6901234567892"], "slow, and whole"
    for cut in (b"690123456", b"69\x00"):
        assert codes.feed(cut) == []
        quiet = [codes.feed(b"") for _ in range(2 * QUIET_READS)]
        assert [told for told in quiet if told] == [[UNREAD]], "told once"
        assert codes.feed(b"2210014007350\r") == ["2210014007350"]


class Wire:
    """A port in a time of its own: each byte is there from its instant, a read waits `timeout`.

    `stalls` maps an instant to the seconds for which the machine lets the program wait there.
    """

    def __init__(self, bytes_at, timeout, over, stalls=()):
        self.bytes_at, self.timeout, self.over = bytes_at, timeout, over
        self.now, self.stalls = 0.0, dict(stalls)

    @property
    def in_waiting(self):
        return sum(at <= self.now for at, _ in self.bytes_at)

    def read(self, size):
        for at in [at for at in self.stalls if at <= self.now]:
            self.now += self.stalls.pop(at)
        if size and not self.in_waiting:
            first = self.bytes_at[0][0] if self.bytes_at else self.now + self.timeout
            self.now = min(self.now + self.timeout, first)
        if not self.bytes_at and self.now > END_S:
            self.over.set()
        size = min(size, self.in_waiting)
        taken, self.bytes_at = self.bytes_at[:size], self.bytes_at[size:]
        return bytes(byte for _, byte in taken)


END_S = 2.0
LOST_END, WHOLE = b"6901001000116", b"6901001000289\r\n"
BAUD_9600_S, BAUD_1200_S = 10 / 9600, 10 / 1200


def sent(data, at, byte_s, latency_s=0.0):
    """When an adapter hands each byte on: at once, or when its latency timer ends."""
    times = (at + n * byte_s for n in range(1, len(data) + 1))
    held = [latency_s * math.ceil(t / latency_s) if latency_s else t for t in times]
    return list(zip(held, data, strict=True))


def heard_on(wire_bytes, stalls=()):
    codes = []
    scanner = CodeScanner(ScannerSettings(Line("COM3")), codes.append, Heard())
    wire: Any = Wire(wire_bytes, scanner.read_s, scanner._ending, stalls)  # noqa: SLF001
    scanner._session(wire)  # noqa: SLF001 (what its thread runs, in the wire's own time)
    return codes


@pytest.mark.parametrize("latency_s", [0.0, 0.001, 0.016])
@pytest.mark.parametrize("byte_s", [BAUD_9600_S, BAUD_1200_S])
def test_a_code_that_lost_its_end_and_the_next_in_a_quick_hand_are_two(byte_s, latency_s):
    first = sent(LOST_END, 0.5, byte_s, latency_s)
    after = sent(WHOLE, first[-1][0] + 0.15, byte_s, latency_s)
    assert heard_on(first + after) == [UNREAD, "6901001000289"]


@pytest.mark.parametrize("latency_s", [0.0, 0.016, 0.04])
@pytest.mark.parametrize("byte_s", [BAUD_9600_S, BAUD_1200_S])
@pytest.mark.parametrize("stall_s", [0.0, 0.1, 1.0])
def test_no_slow_adapter_and_no_busy_machine_tears_a_code(byte_s, latency_s, stall_s):
    code = sent(WHOLE, 0.5, byte_s, latency_s)
    for within in (code[0][0], code[4][0], code[9][0]):
        assert heard_on(code, {within: stall_s}) == ["6901001000289"]


def test_noise_without_a_sign_is_nobodys_scan():
    codes = Codes("enter")
    assert codes.feed(b"\x00\xff\r\n") == []
    assert codes.feed(b"\x00") == []
    assert [codes.feed(b"") for _ in range(QUIET_READS)] == [[]] * QUIET_READS
    assert codes.feed(b"69\x00\r88\r") == [UNREAD, "88"], "in its place"


def test_a_serial_scanner_gives_whole_codes(port, monkeypatch):
    monkeypatch.setattr("showroom.devices.code_scanner.QUIET_READS", 10_000)
    codes = Heard()
    with VirtualLine(port) as line:
        scanner = CodeScanner(ScannerSettings(Line(str(port))), codes, Heard())
        scanner.start()
        codes.once_heard(lambda: line.say(b"ready\r\n"))
        for part in (b"69012345", b"67892\r\n2210014007350", b"\r\n", b"\x1bp\x00\r\n88\r"):
            line.say(part)
        assert [codes.until("6901234567892"), *(codes.next() for _ in range(3))] == [
            "6901234567892",
            "2210014007350",
            UNREAD,
            "88",
        ]
        assert scanner.close()


@given(
    st.lists(st.text(st.sampled_from([*map(chr, range(0x20, 0x7F)), "\x1d"]), max_size=30)),
    st.data(),
)
def test_codes_are_whole_however_they_are_cut(sent, data):
    stream = b"".join(code.encode() + b"\r\n" for code in sent)
    codes, found = Codes("enter"), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += codes.feed(stream[:size])
        stream = stream[size:]
    assert found == [code for code in sent if code]


@given(st.binary(max_size=400), st.sampled_from(["enter", "tab", "newline"]))
def test_noise_gives_printable_codes_or_none(noise, suffix):
    codes = Codes(suffix)
    for code in codes.feed(noise + b"x" * (MAX_CODE + 1)):
        assert code.isascii()
        assert code.replace("\x1d", "").isprintable()
        assert len(code) <= MAX_CODE


# -- poles ------------------------------------------------------------------------------------


class Pole:
    """Reads what a pole is sent; knows no other command."""

    def __init__(self, data):
        self.rows, self.lamp, self.resets, at = {}, "", 0, 0
        while at < len(data):
            if data[at] == 0x0C:
                self.rows, at = {}, at + 1
            elif data[at : at + 2] == b"\x1b@":
                self.resets, at = self.resets + 1, at + 2
            elif data[at : at + 2] == b"\x1bs":
                self.lamp, at = chr(data[at + 2]), at + 3
            elif data[at : at + 2] == b"\x1bQ":
                end = data.index(b"\r", at)
                self.rows[chr(data[at + 2])] = data[at + 3 : end]
                at = end + 1
            else:
                raise AssertionError(f"unknown byte {data[at]:02x}")


@pytest.mark.parametrize(
    ("text", "lamp", "shown"),
    [
        (PoleText("price", 5800), "1", b"58.00"),
        (PoleText("total", 18_650), "2", b"186.50"),
        (PoleText("received", 20_000), "3", b"200.00"),
        (PoleText("change", 1350), "4", b"13.50"),
        (PoleText("total", -3980), "2", b"-39.80"),
        (PoleText("total", 99_999_999), "2", b"999999.99"),
        (PoleText("total", 9_999_999_900), "2", b"99999999"),
    ],
)
def test_one_figure_and_its_lamp(text, lamp, shown):
    pole = Pole(encode(text, "led8"))
    assert (pole.lamp, pole.rows["A"]) == (lamp, shown)
    assert len(shown.replace(b".", b"").replace(b"-", b"")) <= 8


def test_an_idle_pole_is_dark_or_says_welcome():
    assert (Pole(encode(PoleText(), "led8")).lamp, Pole(encode(PoleText(), "led8")).rows) == (
        "0",
        {},
    )
    assert Pole(encode(PoleText(), "vfd")).rows["A"].strip() == b"WELCOME"
    assert Pole(encode(PoleText(), "vfd_gb")).rows["A"].decode("gb18030").strip() == "欢迎光临"


@given(st.text(), st.integers(-(10**12), 10**12), st.sampled_from(["vfd", "vfd_gb", "led8"]))
def test_no_name_commands_a_pole(name, fen, kind):
    pole = Pole(encode(PoleText("price", fen, name), kind))
    if kind != "led8":
        assert {len(row) for row in pole.rows.values()} == {20}
    assert len(figures(fen).replace(".", "")) <= 8


def test_only_the_newest_text_is_sent_and_again_after_a_cut(port):
    with VirtualLine(port) as line:
        trouble = Heard()
        pole = PoleDisplay(PoleSettings(Line(str(port), 2400)), trouble)
        pole.start()
        pole.show(PoleText("price", 100))
        pole.show(PoleText("total", 18_650))
        line.wait_for(lambda heard: b"186.50" in heard)
        line.unplug()
        pole.show(PoleText("change", 1350))
        assert trouble.next() == "device_gone"
        line.heard.clear()
        line.plug()
        line.wait_for(lambda heard: b"13.50" in heard)
        assert Pole(bytes(line.heard)).rows == {"A": b"13.50"}
        assert pole.close()


def test_showing_never_waits_for_the_line(port):
    done = threading.Event()
    pole = PoleDisplay(PoleSettings(Line(str(port))), Heard())
    pole.start()

    def show():
        pole.show(PoleText("total", 1))
        done.set()

    threading.Thread(target=show).start()
    assert done.wait(PATIENCE_S)
    assert pole.close()
