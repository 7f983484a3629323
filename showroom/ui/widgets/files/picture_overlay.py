"""One picture as large as the window has room for, or why it cannot be seen; it can be saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from showroom.ui.engine.context import Context
from showroom.ui.engine.saving import the_same
from showroom.ui.look.icons import pixmap
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.files.saving_overlay import SavingOverlay

LOOK, LOOK_WIDTH, LOOK_HEIGHT = QSize(900, 560), 948, 690
GLYPH = 48


class PictureOverlay(SavingOverlay):
    """`shown` is the picture, or a sentence in its place."""

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        path: Path,
        content: bytes,
        shown: QImage | str,
    ) -> None:
        super().__init__(host, context, title, path, LOOK_WIDTH, the_same(content))
        self._content = content
        self.keep_height(LOOK_HEIGHT)
        self.picture = label()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(title)
        if isinstance(shown, QImage):
            picture = QPixmap.fromImage(shown)
            picture.setDevicePixelRatio(host.devicePixelRatioF())
            self.picture.setPixmap(picture)
            self.body.addWidget(self.picture, 1)
        else:
            self.picture.setPixmap(pixmap("warning", "muted", GLYPH))
            why = label(shown, "muted", wrap=True)
            why.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.body.addLayout(column(None, self.picture, why, None, spacing=SPACE.m))
        self.footer.addStretch(1)
        for button in reversed(self.saving_buttons("export")):
            self.footer.addWidget(button)
        self.first = self  # Enter must not reach what deletes
