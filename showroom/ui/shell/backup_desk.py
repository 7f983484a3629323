"""How old the newest backup is, in words."""

from __future__ import annotations

from showroom.services.front import backup_due
from showroom.ui import formats
from showroom.ui.ports import Copy, DeskState

NEVER = "还没有备份过"


def backup_desk(last: Copy | None, now_us: int, *, demo: bool) -> DeskState:
    """The glyph's state. A demo shop is told, never urged."""
    when = NEVER if last is None else f"上次备份 {formats.relative(last.made_at_us, now_us)}"
    if demo or not backup_due(last.made_at_us if last else 0, now_us):
        return DeskState("", when)
    return DeskState("warning", f"{when}，请到设置里备份一次")
