"""PySide6 6.12.0 loses a reference to None, True or False per call and ends in a fatal abort."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.usefixtures("qapp")
CALLS = 2000
NOISE = 200


class Speaker(QObject):
    told = Signal(bool)


class Listener(QObject):
    def event(self, event: QEvent) -> bool:
        super().event(event)
        return True


def _drift(value: object, work) -> int:
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        work()
    return abs(sys.getrefcount(value) - before)


def test_calls_without_result_keep_none():
    speaker = QObject()
    assert _drift(None, lambda: speaker.setObjectName("x")) < NOISE


def test_process_events_keeps_none():
    assert _drift(None, QApplication.processEvents) < NOISE


def test_emitting_keeps_true():
    speaker = Speaker()
    speaker.told.connect(lambda _on: None)
    assert _drift(True, lambda: speaker.told.emit(True)) < NOISE


def test_overrides_returning_bool_keep_it():
    listener = Listener()
    assert _drift(True, lambda: QApplication.sendEvent(listener, QEvent(QEvent.Type.User))) < NOISE
