"""A slip as it prints, on screen, with 重打."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from showroom.domain.document import Document, Receipt
from showroom.domain.slip_kind import SlipKind
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.pdf_overlay import PDF, PdfOverlay
from showroom.ui.widgets.reprint import reprint
from showroom.ui.widgets.slip_pane import Fetch, SlipPane

WIDTH = 480
COLUMNS = 48
AGAIN, FIRST = "重打", "打印"


class ReceiptOverlay(Overlay):
    """Shows a document; 重打 prints the posted one named by `again`, then the panel goes away.

    It stays where the books did not take the order, so that pressing again is at hand.
    """

    gives_way = True

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        *,
        again: tuple[SlipKind, int] | None = None,
    ) -> None:
        super().__init__(host, title, WIDTH, "right", throwaway=True)
        self._again = again
        self._context = context
        self.pane = SlipPane(context, title)
        self.body.addWidget(self.pane, 1)
        specs = [ActionSpec("close", "关闭", ("Esc",), handler=self.close_panel)]
        if again is not None:
            specs.append(ActionSpec("again", AGAIN, ("P",), "print", handler=self._reprint))
        specs.append(ActionSpec("pdf", "PDF", ("D",), "pdf", handler=self._show_pdf))
        acts = self._acts = build_actions(self, specs)
        self.footer.addWidget(button_for(acts, "pdf", size="touch"))
        self.footer.addStretch(1)
        self.footer.addWidget(button_for(acts, "close", size="touch"))
        if again is not None:
            self.first = button_for(acts, "again", "primary", "touch")
            self.footer.addWidget(self.first)
            context.operations.ask(
                context.services.prints.comes_as_copy, *again, owner=self, on_done=self._name
            )

    def show_document(self, document: Document, columns: int = COLUMNS) -> None:
        """Lay the document out off the GUI thread and show its picture."""
        self.pane.show_document(document, columns)

    def show_fetched(self, fetch: Fetch) -> None:
        """Read the document on the database lane first."""
        self.pane.show_fetched(fetch)

    def _name(self, comes_as_copy: bool) -> None:  # noqa: FBT001 (a read's answer)
        """Of what no paper is out the original comes, and that is no 重打."""
        self._acts["again"].setText(AGAIN if comes_as_copy else FIRST)

    def _show_pdf(self) -> None:
        """The same slip as pages: to send, to keep, to print on office paper."""
        document, columns = self.pane.document, self.pane.columns
        if document is None:
            return
        number = document.sale.number if isinstance(document, Receipt) else ""
        title = f"{self.title.text()} {number}".strip()
        path = self._context.export_path(title, PDF)
        make = self._context.paper.slip_pdf
        PdfOverlay(self, self._context, title, path, lambda: make(document, columns)).open()

    def _reprint(self) -> None:
        if self._again is not None:
            kind, document_id = self._again
            reprint(
                self._context,
                kind,
                document_id,
                owner=self,
                on_done=lambda _done: self.close_panel(),
            )
