"""Pages of which one is seen: they ask for its room alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.ui.widgets.scroll_box import forget_sizes


class Pages(QStackedWidget):
    """A stack that Qt would make as large as the largest page, seen or not.

    A page that is not seen has not been laid out for the window as it is now, either.
    """

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def event(self, event: QEvent) -> bool:
        """A page is measured as soon as it is put here, dressed or not."""
        answer = super().event(event)
        if event.type() == QEvent.Type.StyleChange:
            forget_sizes(self)
        return answer

    def sizeHint(self) -> QSize:
        """Of the page in front."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Of the page in front."""
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        return page.minimumSizeHint().expandedTo(page.minimumSize())

    def hasHeightForWidth(self) -> bool:
        """A page is laid out in the height there is."""
        return False
