"""What scrolls when there is too little room, and looks like nothing when there is enough."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from showroom.ui.look.tokens import SPACE

LEAST = 2 * SPACE.xl


class ScrollBox(QScrollArea):
    """Asks for the room of its content and makes do with any; it never takes the focus.

    `wide` is the width its content will have, in logical pixels, where that is known beforehand.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wide = 0
        self.content = content
        self.setWidgetResizable(True)
        sheet = self._sheet = _Sheet()
        self.setWidget(sheet)
        sheet.put(content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        sheet.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Wrapped lines need the more height the narrower they are."""
        size = self.content.sizeHint()
        if self.content.hasHeightForWidth():
            return QSize(size.width(), self.content.heightForWidth(self.wide or self.width()))
        return size

    def minimumSizeHint(self) -> QSize:
        """Any: it scrolls."""
        return QSize(0, min(LEAST, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the room there is, even less than the content asked for as it was laid out before.

        A page too wide for the window would never hear that the window is another.
        """
        self.content.resize(self.content.size().boundedTo(self.viewport().size()))
        super().resizeEvent(event)
        self._sheet.fill()

    def event(self, event: QEvent) -> bool:
        """What the content asks for is what this asks for; nobody asks where it is not seen."""
        kind = event.type()
        if kind == QEvent.Type.StyleChange:
            forget_sizes(self)
            if not self.isVisible():
                return QFrame.event(self, event)  # the area would dress and measure all of it
        answer = super().event(event)
        if kind == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return answer


def forget_sizes(box: QWidget) -> None:
    """Have the layouts in `box` measure anew: it came into a window, which dressed it.

    Qt tells that to the outermost layout of each widget alone, and those inside it keep what they
    measured of bare widgets.
    """
    for layout in box.findChildren(QLayout):
        layout.invalidate()


class _Sheet(QWidget):
    """Keeps its content as large as the view, and no smaller than the content can be.

    A layout here would ask for the height that its wrapped lines prefer, where less will do.
    """

    def __init__(self) -> None:
        super().__init__()
        self._content: QWidget | None = None

    def put(self, content: QWidget) -> None:
        """Once the area has this sheet, for it asks at once how large that is.

        Whatever is asked wears the style sheet from then on, anew at each change of its parents.
        """
        content.setParent(self)
        self._content = content

    def minimumSizeHint(self) -> QSize:
        """The smaller of two guesses: Qt takes wrapped lines or stacked pages for too tall."""
        content = self._content
        if content is None:
            return QSize()
        layout = content.layout()
        least = content.minimumSizeHint().expandedTo(content.minimumSize())
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(min(least.height(), layout.minimumHeightForWidth(self.width())))
        return least

    def sizeHint(self) -> QSize:
        """What the content likes."""
        return QSize() if self._content is None else self._content.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of it."""
        super().resizeEvent(event)
        self.fill()

    def fill(self) -> None:
        """The content is as large as this."""
        if self._content is not None:
            self._content.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """The content wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
