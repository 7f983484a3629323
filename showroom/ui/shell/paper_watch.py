"""The strip follows the paper: what was said of a slip in the queue is put right when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from showroom.domain.print_job import SlipFate
from showroom.ui.engine.context import Context
from showroom.ui.engine.message import Kind, Message
from showroom.ui.widgets.message_strip import MessageStrip
from showroom.ui.words.paper import UNDER_WAY, PrintersSeen, fate_words


class PaperWatch(QObject):
    """Asks the books what became of the slips that the strip speaks of, after each run of a line.

    Strip, glyph and print desk then say the same: all of it is the outbox's.
    """

    def __init__(self, context: Context, strip: MessageStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._strip = strip

    def look(self, seen: PrintersSeen) -> None:
        """The printers reported: is what the strip says of paper still so?"""
        said = self._strip.message
        if said is not None and said.jobs:
            self._context.operations.ask(
                self._context.services.prints.fates,
                said.jobs,
                owner=self,
                on_done=lambda fates: self._tell(said, fates, seen),
            )

    def _tell(self, said: Message, fates: Sequence[SlipFate], seen: PrintersSeen) -> None:
        paper = fate_words(fates, seen)
        text = "，".join(part for part in (said.deed, paper.text) if part)
        ended = all(fate.state not in UNDER_WAY for fate in fates)
        if text and (text != said.text or ended):
            kind: Kind = "success" if paper.on_its_way else "info"
            jobs = () if ended else said.jobs
            self._strip.reword(said, replace(said, kind=kind, text=text, jobs=jobs))
