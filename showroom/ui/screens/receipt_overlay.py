"""A slip as it prints, on screen, with 重打."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from showroom.domain.document import Document
from showroom.ui.actions import ActionSpec, build_actions, button_for
from showroom.ui.context import Context
from showroom.ui.screens.slip_pane import Fetch, SlipPane
from showroom.ui.widgets.overlay import Overlay

WIDTH = 480
COLUMNS = 48


class ReceiptOverlay(Overlay):
    """Shows a document; `again` (may be None) prints it anew, then the panel goes away."""

    gives_way = True

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        *,
        again: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(host, title, WIDTH, "right", throwaway=True)
        self._again = again
        self.pane = SlipPane(context, title)
        self.body.addWidget(self.pane, 1)
        specs = [ActionSpec("close", "关闭", ("Esc",), handler=self.close_panel)]
        if again is not None:
            specs.append(ActionSpec("again", "重打", ("P",), "print", handler=self._reprint))
        acts = build_actions(self, specs)
        self.footer.addStretch(1)
        self.footer.addWidget(button_for(acts, "close", size="touch"))
        if again is not None:
            self.first = button_for(acts, "again", "primary", "touch")
            self.footer.addWidget(self.first)

    def show_document(self, document: Document, columns: int = COLUMNS) -> None:
        """Lay the document out off the GUI thread and show its picture."""
        self.pane.show_document(document, columns)

    def show_fetched(self, fetch: Fetch) -> None:
        """Read the document on the database lane first."""
        self.pane.show_fetched(fetch)

    def _reprint(self) -> None:
        if self._again is not None:
            self._again()
        self.close_panel()
