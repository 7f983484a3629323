"""Two people changed the same of a draft: what the books have stays, or somebody says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.documents.together import Parts
from showroom.domain.errors import Refusal
from showroom.domain.scan import WaitingScan
from showroom.services.stock.draft_meeting import DraftMet
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.draft_parts import parts_told
from showroom.ui.words.messages import MAX_PARAM_LENGTH, sentence

WIDTH = 480
MET = "两个人改了同一处"
MINE, LEFT = "用我填的", "照现在的。你填的{yours} 没有存"
LOST_TITLE = "这张单据不在手上了"
LOST_MEANS = "没有存的没有录进去；后面按的键都不算。"
SCAN_LEFT = "刚扫的 {code} 留在没处理的码里，按 Ctrl+K 处理。"


def ask_whose(
    context: Context, host: QWidget, refusal: DraftMet, mine: Callable[[], object]
) -> None:
    """Show both; `mine` follows only from somebody who wants that, and never from another Enter.

    What is as it is now leaves the figure that was typed offered: nobody types it twice.
    """
    panel = Overlay(host, MET, WIDTH, throwaway=True)
    for told in sentence(refusal).split("；"):  # whose is whose is seen, not searched for
        panel.body.addWidget(label(told, wrap=True))
    drops = refusal.code == "draft_line_kept"
    wanted = "还是删掉" if drops else MINE
    yes = ask(panel, wanted, "照现在的", danger=True)
    yours = refusal.params.get("yours")
    if isinstance(yours, Parts):
        told = LEFT.format(yours=parts_told(yours, MAX_PARAM_LENGTH))
        panel.closed.connect(lambda: context.operations.note(told, MINE, mine))
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(context.operations.move_on)
    yes.clicked.connect(mine)
    panel.open(panel)  # keys that were on their way when it came answer nothing


def tell_lost(context: Context, host: QWidget, scan: str) -> None:
    """The document in hand is somebody else's or gone: what is typed on is for nothing else.

    Why is said by the refusal. `scan` is the code that was to become its line, "" for none: a
    person says what becomes of it.
    """
    panel = Overlay(host, LOST_TITLE, WIDTH, throwaway=True)
    panel.body.addWidget(label(LOST_MEANS, wrap=True))
    if scan:
        try:
            context.kept.keep(WaitingScan(scan, context.actor.name, goods=True), Until.ANSWER)
        except Refusal as full:
            context.operations.refuse(full)
        panel.body.addWidget(label(SCAN_LEFT.format(code=scan), wrap=True))
    seen = QPushButton("知道了")
    seen.setProperty("scale", "touch")
    seen.clicked.connect(panel.close_panel)
    panel.footer.addStretch(1)
    panel.footer.addWidget(seen)
    panel.open(panel)
