"""Pictures as the window keeps them: made of dots, and remembered while they are small."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from showroom.domain.documents.attachment import AttachmentKind
from showroom.domain.errors import Refusal

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from showroom.domain.documents.pixels import Pixels
    from showroom.ui.engine.ports import Foreign

THUMB_DPI = 300
"""At most: a page is drawn as large as its tile."""
MAX_SEEN = 500
"""Of 55 kB each at twice the size."""


def image_of(pixels: Pixels) -> QImage:
    """The same dots, as the window paints them; off the GUI thread."""
    form = QImage.Format.Format_BGR888
    lent = QImage(pixels.rows, pixels.width, pixels.height, pixels.stride, form)
    return lent.convertToFormat(QImage.Format.Format_RGB32)


def thumbnail(content: bytes, kind: AttachmentKind, room: QSize, foreign: Foreign) -> QImage:
    """A picture, or a PDF's first page. Refuses as the port does."""
    wide, high = room.toTuple()
    if kind is AttachmentKind.PDF:
        return image_of(foreign.pdf_page(content, 1, THUMB_DPI, wide, high))
    return image_of(foreign.picture(content, wide, high))


class Seen:
    """Thumbnails by digest and room, or why there is none: no file is tried twice."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], QImage | Refusal] = OrderedDict()

    def of(self, digest: str, room: QSize) -> QImage | Refusal | None:
        """None of what nobody has looked at."""
        return self._kept.get((digest, *room.toTuple()))

    def keep(self, digest: str, room: QSize, found: QImage | Refusal) -> None:
        """The oldest gives way."""
        self._kept[(digest, *room.toTuple())] = found
        if len(self._kept) > MAX_SEEN:
            self._kept.popitem(last=False)
