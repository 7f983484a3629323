from __future__ import annotations

import subprocess
import sys
import wave
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from showroom.machine.assets import asset_path
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for, key_text
from showroom.ui.look.sounds import BeepPlayer, Sound, Sounds, find_player
from showroom.ui.widgets.shortcut_sheet import ShortcutSheet

pytestmark = pytest.mark.usefixtures("light")
HEAVY = {"sqlalchemy", "reportlab", "escpos", "pypinyin", "numpy", "pyqtgraph", "PIL", "argon2"}


class Screen(QWidget):
    def __init__(self):
        super().__init__()
        self.done = []

    def hold(self):
        self.done.append("hold")

    def night(self, on):
        self.done.append(on)


SPECS = (
    ActionSpec("hold", "挂单", ("F6",), "hold", "sell", "hold", group="单据"),
    ActionSpec("refund", "退货", ("F8",), "refund", "refund", "hold", group="单据"),
    ActionSpec("night", "夜间", ("Ctrl+L",), handler="night", checkable=True),
    ActionSpec("pay", "结算", ("Space", "F12"), "cash", handler="hold", group="收款"),
    ActionSpec("day", "按日", choice="span", checked=True, handler=lambda _on: None),
    ActionSpec("week", "按周", choice="span", handler=lambda _on: None),
)


@pytest.fixture
def screen(qtbot):
    made = Screen()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_only_what_the_role_may_do_is_built(screen):
    actions = build_actions(screen, SPECS, {"sell"})
    assert "hold" in actions
    assert "refund" not in actions
    actions.enable(False, "hold", "refund")
    assert not actions["hold"].isEnabled()


def test_shortcuts_and_handlers(screen):
    actions = build_actions(screen, SPECS)
    QTest.keyClick(screen.windowHandle(), Qt.Key.Key_F6)
    actions["night"].trigger()
    assert screen.done == ["hold", True]
    actions["week"].trigger()
    assert not actions["day"].isChecked()


def test_one_key_has_one_meaning(screen):
    with pytest.raises(ValueError, match="F6"):
        build_actions(screen, (SPECS[0], ActionSpec("x", "x", ("F6",))))
    with pytest.raises(ValueError, match="hold"):
        build_actions(screen, (SPECS[0], ActionSpec("hold", "x")))


@pytest.mark.parametrize(
    ("key", "text"),
    [("Ctrl+Z", "Ctrl+Z"), ("+", "+"), ("Ctrl++", "Ctrl++"), ("Up", "↑"), ("-", "-")],
)
def test_key_names(key, text):
    assert key_text(QKeySequence(key)) == text


def test_buttons_follow_their_action(screen):
    actions = build_actions(screen, SPECS)
    button = button_for(actions, "hold", "primary", "touch")
    assert button.text() == "挂单  F6"
    button.click()
    assert screen.done == ["hold"]
    actions["hold"].setEnabled(False)
    assert not button.isEnabled()
    assert button.accessibleName() == "挂单"


def test_what_something_is_missing_for_is_grey_and_its_key_says_what(screen):
    actions, said = build_actions(screen, SPECS), []
    button = button_for(actions, "hold", "primary", "touch")
    actions.lack(lambda: said.append("missing"), "hold", "no such")
    assert not button.isEnabled()
    QTest.keyClick(screen.windowHandle(), Qt.Key.Key_F6)
    assert (said, screen.done) == (["missing"], [])
    actions.lack(None, "hold")
    assert button.isEnabled()
    QTest.keyClick(screen.windowHandle(), Qt.Key.Key_F6)
    assert (said, screen.done) == (["missing"], ["hold"])


def test_shortcut_sheet_lists_every_key(screen, qtbot):
    screen.resize(900, 600)
    sheet = ShortcutSheet(screen, "收银", [build_actions(screen, SPECS)], [("F1", "按键")])
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"F6", "挂单", "空格", "F12", "结算", "单据", "F1"} <= shown
    sheet.open()
    with qtbot.waitSignal(sheet.closed):
        QTest.keyClick(screen.windowHandle(), Qt.Key.Key_F1)


class Player:
    def __init__(self, *, works=True):
        self.played, self.works = [], works

    def start(self, path):
        self.played.append(path)
        return self.works


def test_sounds_are_short_mono_and_distinct():
    seen = set()
    for name in get_args(Sound):
        with asset_path("sounds", f"{name}.wav") as path, wave.open(str(path)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
            assert 0.04 < sound.getnframes() / sound.getframerate() < 0.6
            seen.add(sound.readframes(sound.getnframes()))
    assert len(seen) == 3


def test_sounds_are_limited_and_can_be_off():
    player = Player()
    sounds = Sounds(player)
    assert sounds.play("accepted")
    assert not sounds.play("accepted")
    assert sounds.play("refused")
    sounds.enabled = False
    assert not sounds.play("done")
    assert [path.rsplit("/", 1)[-1] for path in player.played] == ["accepted.wav", "refused.wav"]
    sounds.close()


def test_a_dead_player_is_replaced(caplog):
    sounds = Sounds(Player(works=False))
    assert not sounds.play("accepted")
    assert sounds.play("done")
    assert "no sound" in caplog.text


def test_some_player_is_always_found(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert isinstance(find_player(), BeepPlayer) or sys.platform == "win32"


def test_the_kit_imports_nothing_heavy():
    code = (
        "import pkgutil, importlib, sys, showroom.ui.widgets as w\n"
        "for m in pkgutil.iter_modules(w.__path__):\n"
        "    importlib.import_module(w.__name__ + '.' + m.name)\n"
        "for m in 'look.theme look.icons look.sounds look.formats engine.tasks engine.operations "
        "words.messages engine.actions engine.scanner'.split():\n"
        "    importlib.import_module('showroom.ui.'+m)\n"
        "print(' '.join({m.split('.')[0] for m in sys.modules}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(told.stdout.split())
