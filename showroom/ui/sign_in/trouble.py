"""The books cannot be opened: what happened, what to do, and nothing else is possible."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.errors import ShowroomError
from showroom.ui.engine.voice import COPY_REPORT, RETRY, bug_report
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.words import messages
from showroom.ui.words.trouble import advice

CARD_WIDTH = 640
GLYPH = 48
DETAIL_LENGTH = 300


class Trouble(QWidget):
    """`retry`, `show_backups` and `leave` are the three ways on."""

    retry = Signal()
    show_backups = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._report = ""
        glyph = label()
        set_icon(glyph, "warning", "warning", GLYPH)
        self._what = label("", "section", wrap=True)
        self._do = label("", wrap=True)
        self._detail = label("", "caption", wrap=True)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._again = _button(RETRY, "primary", self.retry.emit)
        self._copy = _button(COPY_REPORT, "ghost", self._copy_report)
        folder = _button("打开备份文件夹", "", self.show_backups.emit)
        leave = _button("退出", "ghost", self.leave.emit)
        card = Card(padding=SPACE.xl)
        card.setFixedWidth(CARD_WIDTH)
        words = column(self._what, self._do, self._detail, spacing=SPACE.m)
        line = row(spacing=SPACE.l)
        line.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        card.body.setSpacing(SPACE.l)
        card.body.addLayout(line)
        card.body.addLayout(row(leave, self._copy, None, folder, self._again))
        self.setLayout(column(None, row(None, card, None), None))
        self.setFocusProxy(self._again)

    def explain(self, error: Exception) -> None:
        """Say it in the shop's words; the detail is for who is called to help."""
        expected = isinstance(error, ShowroomError)
        self._report = "" if expected else bug_report(error)
        what = messages.sentence(error) if isinstance(error, ShowroomError) else messages.BUG
        self._what.setText(what)
        self._do.setText(advice(error))
        self._detail.setText(_detail(error)[:DETAIL_LENGTH])
        self._detail.setVisible(bool(self._detail.text()))
        self._copy.setVisible(bool(self._report))
        self.setAccessibleName(what)

    def set_trying(self, trying: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        """While another try is under way."""
        self._again.setEnabled(not trying)
        self._again.setText("正在重试…" if trying else RETRY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the ring, as everywhere else."""
        ringed = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if isinstance(ringed, QPushButton):
                ringed.click()
        else:
            super().keyPressEvent(event)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText("已复制")


def _detail(error: Exception) -> str:
    if not isinstance(error, ShowroomError):
        return f"{type(error).__name__}: {error}"
    shown = ("path", "home", "folder", "detail")
    params = [str(error.params[name]) for name in shown if name in error.params]
    return f"{error.code}　{'　'.join(params)}".strip("　")


def _button(text: str, variant: str, work: object) -> QPushButton:
    made = QPushButton(text)
    if variant:
        made.setProperty("variant", variant)
    made.setProperty("scale", "touch")
    made.setMinimumWidth(120)
    made.clicked.connect(work)
    return made
