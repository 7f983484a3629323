"""What the status glyphs say in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.services.front import backup_due
from showroom.ui import formats, messages
from showroom.ui.ports import Copy, DeskState, PrinterTold

if TYPE_CHECKING:
    from showroom.domain.errors import Fault

NEVER = "还没有备份过"
BOOKS = ("database", "disk", "server", "commit", "journal")
"""How the codes of the books' own faults begin."""


def backup_desk(last: Copy | None, now_us: int, *, demo: bool) -> DeskState:
    """How old the newest backup is. A demo shop is told, never urged."""
    when = NEVER if last is None else f"上次备份 {formats.relative(last.made_at_us, now_us)}"
    if demo or not backup_due(last.made_at_us if last else 0, now_us):
        return DeskState("", when)
    return DeskState("warning", f"{when}，请到设置里备份一次")


def books_desk(fault: Fault | None) -> DeskState:
    """Whether the last call reached the books; another call that does makes it quiet again."""
    if fault is None or not fault.code.startswith(BOOKS):
        return DeskState("", "账本正常")
    tone = "warning" if fault.code == "database_busy" else "danger"
    return DeskState(tone, messages.sentence(fault))


def printer_desk(told: PrinterTold) -> DeskState:
    """The printer: doubt before trouble, trouble before waiting."""
    if told.uncertain:
        sentence = f"{told.uncertain} 张小票不确定是否打完，请到打印中心看一眼"
        return DeskState("danger", sentence, told.waiting)
    if told.problem == "printer_none":
        return DeskState("", "还没有设置小票打印机", told.waiting)
    if told.problem:
        return DeskState("warning", messages.sentence_for(told.problem), told.waiting)
    if told.near_end:
        return DeskState("warning", "小票纸快用完了，请备一卷", told.waiting)
    return DeskState("", "小票打印机正常", told.waiting)
