"""`showroom new-pin`: the way back when the only 店长 has forgotten the PIN."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass

from showroom.domain.pin import PIN_DIGITS
from showroom.program.verbs.verb import OK, REFUSED, Verb, opened_shop, say, till_shut

NOT_THE_SAME = "两次输入不一样，什么都没有改。"
DONE = "{name} 的 PIN 已重设。日志里记下了，下一张交班单上也会印出。"


def _read(prompt: str) -> str:
    """A PIN that is not shown; from a pipe, the next line."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return getpass(prompt)
    return sys.stdin.readline().strip()


def _run(options: argparse.Namespace) -> int:
    """Needs the till's own books and keys, and the till shut: its window would know nothing."""
    with till_shut(), opened_shop(options, needs_keys=True) as opened:
        people = opened.suite.people
        name = people.only_leader().name
        pin = _read(f"店长 {name} 的新 PIN（{PIN_DIGITS} 位数字）：")
        if _read("再输一次：") != pin:
            say(NOT_THE_SAME)
            return REFUSED
        say(DONE.format(name=people.replace_lost_pin(pin).person.name))
        return OK


NEW_PIN = Verb("new-pin", "唯一的店长忘了 PIN：重设（先关掉收银窗口）", _run)
