"""What lies at the till is said before the drawer is counted: a count is not to be made in vain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.trade import tenders_named

if TYPE_CHECKING:
    from showroom.services.selling.baskets import LeftOver

WIDTH = 520
OPEN = "收银台上还有一单没结（{lines} 行商品）"
UNREADABLE = "收银台上有一单没结，读不出来"
UNREADABLE_TO_DO = "先到收银：它会自动移到挂单里。之后再来清点现金。"
WHAT_TO_DO = "先到收银：结算（空格）、挂单（F6），或逐行删除（Del）。结清之后再来清点现金。"
PAID = "这一单已收 {paid}，不能挂单"
PAID_TO_DO = "先到收银：按空格接着收完，或把钱退给顾客后撤回一笔（退格）。结清之后再来清点现金。"
ANOTHER_DAY = "营业日已经换了，这一单不能在这一班结：先挂起来，下一班再取。"
PAID_ANOTHER_DAY = (
    "营业日已经换了，不能再收：先到收银，把钱退给顾客后撤回一笔（退格），再来清点现金。"
)
HELD = "还有 {held} 单挂着"
HELD_STAY = "交班不影响它们，下一班照样能取。"
HELD_TO_DO = f"{HELD_STAY}要在这一班结，就先到收银取单（F7）。"


def bars_close(left: LeftOver) -> bool:
    """True while a basket is rung up; held ones wait for the next shift."""
    return left.lines is not None


@dataclass(frozen=True, slots=True)
class Ways:
    """On from here: to the counter, to the count, or there with the open basket put aside first.

    The last is for a shift whose day is over: what was rung up in it cannot be sold any more.
    """

    to_counter: Callable[[], object]
    count: Callable[[], object]
    put_aside: Callable[[], object] | None = None


def ask_before(host: QWidget, left: LeftOver, ways: Ways) -> None:
    """Say what is left and what to do; only held baskets let the count go on."""
    panel = Overlay(host, "交班之前", WIDTH, throwaway=True)
    if bars_close(left):
        rung = OPEN.format(lines=left.lines) if left.lines else UNREADABLE
        panel.body.addWidget(label(rung, "section", wrap=True))
        if left.paid:
            paid = PAID.format(paid=tenders_named(left.paid))
            panel.body.addWidget(label(paid, wrap=True))
        told = _to_do(left, own_day=ways.put_aside is None)
        panel.body.addWidget(label(told, "muted", wrap=True))
    if left.held:
        panel.body.addWidget(label(HELD.format(held=left.held), "section", wrap=True))
        held = HELD_TO_DO if ways.put_aside is None else HELD_STAY
        panel.body.addWidget(label(held, "muted", wrap=True))
    if not bars_close(left):
        yes, way = "接着清点", ways.count
    elif ways.put_aside is not None and left.lines and not left.paid:
        yes, way = "挂单，接着清点", ways.put_aside
    else:
        yes, way = "去收银", ways.to_counter
    go = ask(panel, yes, "先不交")
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(way)
    panel.open()


def _to_do(left: LeftOver, *, own_day: bool) -> str:
    if left.paid:
        return PAID_TO_DO if own_day else PAID_ANOTHER_DAY
    if not left.lines:
        return UNREADABLE_TO_DO
    return WHAT_TO_DO if own_day else ANOTHER_DAY
