"""附件: small pictures of the files beside a paper or a document; added, looked at, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageIOHandler,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from showroom.domain.documents.attachment import (
    MAX_ATTACHMENTS,
    MAX_DOTS,
    MAX_SIZE,
    Attachment,
    AttachmentKind,
    Owner,
)
from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.ui.engine.context import Context
from showroom.ui.engine.files import read_file
from showroom.ui.engine.operation import How
from showroom.ui.engine.pdf_print import Pages
from showroom.ui.engine.saving import the_same
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.file_dialog import FileDialog
from showroom.ui.look.icons import pixmap
from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE
from showroom.ui.settings.part import push
from showroom.ui.widgets.card import column, label, row
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.words.messages import sentence

TILE, PICTURE, GLYPH = QSize(96, 80), QSize(88, 52), 24
LOOK, LOOK_WIDTH, LOOK_HEIGHT = QSize(900, 560), 948, 690
THUMB_DPI = 12
"""An A4 page is about as large as a tile."""
FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"
NONE, DROP_HERE = "还没有附件", "照片和 PDF 也可以拖到这里"
ASK_WIDTH = 440


def decoded(content: bytes, room: QSize) -> QImage:
    """The picture as it lies in the camera's own sense, no larger than `room`; none unread.

    It is scaled while it is unpacked, where the format can.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > MAX_DOTS:
        return QImage()
    if reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90:
        room = room.transposed()  # it is turned after it was scaled
    if size.width() > room.width() or size.height() > room.height():
        wanted = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    return reader.read()


def thumbnail(content: bytes, kind: AttachmentKind, room: QSize, pages: Pages) -> QImage:
    """A picture, or a PDF's first page; none of what cannot be read, whose tile has an icon."""
    if kind is not AttachmentKind.PDF:
        return decoded(content, room)
    try:
        drawn = pages(content, THUMB_DPI, 1, 1)
    except Refusal:
        return QImage()
    return decoded(drawn[0], room) if drawn else QImage()


class Tile(QAbstractButton):
    """A picture, or an icon as long as there is none, over a title."""

    def __init__(self, title: str, glyph: str) -> None:
        super().__init__()
        self._title, self._glyph = title, glyph
        self._picture = QPixmap()
        self.setFixedSize(TILE)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_picture(self, image: QImage) -> None:
        """As it was unpacked for this screen; without one the icon stays."""
        self._picture = QPixmap.fromImage(image)
        self._picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether there is more to see than an icon."""
        return not self._picture.isNull()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, picture or icon, title in one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus()
        width = SIZE.focus_ring if ring else SIZE.hairline
        painter.setPen(QPen(colour("accent" if ring else "edge"), width))
        painter.setBrush(colour("hover" if self.underMouse() else "card"))
        edge = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, SIZE.radius, SIZE.radius)
        place = QRect((TILE.width() - PICTURE.width()) // 2, SPACE.xxs, *PICTURE.toTuple())
        shown = self._picture if self.has_picture else self._icon()
        inner = QRect(0, 0, *shown.deviceIndependentSize().toSize().toTuple())
        inner.moveCenter(place.center())
        painter.drawPixmap(inner, shown)
        painter.setFont(ui_font(TYPE.caption))
        painter.setPen(colour("ink"))
        below = QRect(SPACE.xxs, place.bottom(), PICTURE.width(), TILE.height() - place.bottom())
        elided = painter.fontMetrics().elidedText(
            self._title, Qt.TextElideMode.ElideMiddle, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, elided)
        painter.end()

    def _icon(self) -> QPixmap:
        return pixmap(self._glyph, "muted", GLYPH)


class FileTile(Tile):
    """One file. Del asks whether it may go."""

    def __init__(self, file: Attachment, remove: Callable[[], object]) -> None:
        super().__init__(file.title, "pdf" if file.kind is AttachmentKind.PDF else "eye")
        self.file = file
        self._remove = remove
        self.setToolTip(f"{file.title}\n{file.person} 添加")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes away."""
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)


class PictureOverlay(Overlay):
    """One picture as large as the window has room for."""

    def __init__(self, host: QWidget, title: str, image: QImage, ratio: float) -> None:
        super().__init__(host, title, LOOK_WIDTH, throwaway=True)
        self.keep_height(LOOK_HEIGHT)
        shown = label()
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        shown.setPixmap(picture)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(title)
        self.picture = shown
        self.body.addWidget(shown, 1)
        self.footer.addStretch(1)
        self.first = self  # Enter must not reach what deletes


@dataclass(eq=False, slots=True)
class _Coming:
    """Files that were chosen together, on their way to whom they were chosen for."""

    owner: Owner
    paths: list[Path]
    left: list[tuple[str, Refusal]] = field(default_factory=list)


class AttachmentStrip(QWidget):
    """The files of one owner; `show_owner` chooses whose. Nobody may be shown at all."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._owner: Owner | None = None
        self._may_add = False
        self._coming: list[_Coming] = []
        self._taking: _Coming | None = None
        self._tiles: list[FileTile] = []
        self._undrawn: list[FileTile] = []
        self.setAcceptDrops(True)
        self.setAccessibleName("附件")
        self._head = label("附件", "caption")
        self._hint = label(NONE, "caption")
        self.add = Tile("添加附件", "plus")
        self.add.clicked.connect(self.ask_file)
        tiles = QWidget()
        self._grid = QGridLayout(tiles)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE.xs)
        self._grid.setRowStretch(MAX_ATTACHMENTS + 1, 1)  # below the last one in a single column
        self._box = ScrollBox(tiles)
        self._box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.setFixedHeight(TILE.height())
        self._grid.addWidget(self.add, 0, 0)
        self.setLayout(column(row(self._head, self._hint, None, spacing=SPACE.s), self._box))
        context.changed.connect(self._changed)
        self._arrange([])

    # -- what is there ------------------------------------------------------------------------

    def show_owner(self, owner: Owner | None, *, may_add: bool = True) -> None:
        """Another paper or document, or none; without `may_add` files are only looked at."""
        moved = owner != self._owner
        self._owner, self._may_add = owner, may_add
        self.add.setVisible(self.takes_files)
        self._say()
        if moved:
            self._arrange([])
            self._list()

    @property
    def takes_files(self) -> bool:
        """Whether some may be added now."""
        return self._owner is not None and self._may_add

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What is listed."""
        return tuple(tile.file for tile in self._tiles)

    @property
    def tiles(self) -> tuple[FileTile, ...]:
        """The same as they are seen."""
        return tuple(self._tiles)

    def _changed(self, changes: Changes) -> None:
        if changes.attachments and self._owner is not None:
            self._list()

    def _list(self) -> None:
        owner = self._owner
        if owner is None:
            return

        def show(files: Sequence[Attachment]) -> None:
            if self._owner == owner and tuple(files) != self.files:
                self._arrange(files)
                self._draw_next()

        listed, actor = self._context.services.attachments.listed, self._context.actor
        self._context.operations.ask(listed, actor, owner, owner=self, on_done=show)

    def _arrange(self, files: Sequence[Attachment]) -> None:
        """What stays keeps its tile, and with it picture and keyboard."""
        before = {tile.file: tile for tile in self._tiles}
        self._tiles = [before.pop(f) if f in before else self._tile(f) for f in files]
        for tile in before.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._undrawn = [tile for tile in self._tiles if not tile.has_picture]
        self._say()
        self._place_tiles()

    def _tile(self, file: Attachment) -> FileTile:
        made = FileTile(file, partial(self.ask_remove, file))
        made.clicked.connect(partial(self.open, file))
        return made

    def _say(self) -> None:
        count = len(self._tiles)
        self._head.setText(f"附件 {count}" if count else "附件")
        hint = DROP_HERE if self.takes_files else "" if count else NONE
        self._hint.setText(hint)

    def _place_tiles(self) -> None:
        room = self.width() - self._box.verticalScrollBar().sizeHint().width()
        across = max(1, (room + SPACE.xs) // (TILE.width() + SPACE.xs))
        for at, tile in enumerate([self.add, *self._tiles] if self.takes_files else self._tiles):
            place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(tile, *divmod(at, across), place)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 0)
        self._grid.setColumnStretch(across, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many beside each other as there is room for."""
        super().resizeEvent(event)
        self._place_tiles()

    def _draw_next(self) -> None:
        """One after the other: a sale on the same lane never waits for twenty files.

        One that cannot be read keeps its icon, and those behind it come all the same.
        """
        if not self._undrawn:
            return
        tile = self._undrawn.pop(0)
        room = PICTURE * self.devicePixelRatioF()

        def go_on(_error: object = None) -> bool:
            if tile in self._tiles:
                self._draw_next()
            return True

        def show(image: QImage) -> None:
            if tile in self._tiles:
                tile.show_picture(image)
            go_on()

        def draw(content: bytes) -> None:
            kind, pages = tile.file.kind, self._context.paper.pdf_pages
            given = (thumbnail, content, kind, room, pages)
            self._context.operations.compute(*given, owner=self, on_done=show, how=how)

        how = How(failed=go_on)
        self._read(tile.file, draw, how)

    def _read(self, file: Attachment, on_done: Callable[[bytes], None], how: How) -> None:
        """`on_done` hears of it while the same owner's files are looked at."""
        owner = self._owner

        def read(content: bytes) -> None:
            if owner == self._owner:
                on_done(content)

        verb, actor = self._context.services.attachments.read, self._context.actor
        given = (verb, actor, owner, file.digest)
        self._context.operations.ask(*given, owner=self, on_done=read, how=how)

    # -- adding -------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """The system's own dialog."""
        if not self.takes_files:
            return
        dialog = FileDialog(self, "添加附件", "", FILTER)
        dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take_files([Path(n) for n in names]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer, where some may be added."""
        urls = event.mimeData().urls()
        if self.takes_files and urls and all(url.isLocalFile() for url in urls):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """All that were dropped, one after the other."""
        event.acceptProposedAction()
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read and add each, behind those that are on their way; what is refused is left out.

        They hang on whose files are shown now, whatever is looked at by the time they are read.
        """
        if self._owner is not None and self._may_add and paths:
            self._coming.append(_Coming(self._owner, list(paths)))
            self._take_next()

    def _take_next(self) -> None:
        if self._taking is not None or not self._coming:
            return
        taking = self._taking = self._coming[0]
        path = taking.paths.pop(0)

        def go_on() -> None:
            if self._taking is not taking:
                return  # an end that was unknown, asked for since
            if not taking.paths:
                self._coming.remove(taking)
                self._tell_left(taking)
            self._taking = None
            self._take_next()

        def leave(refusal: Refusal) -> bool:
            taking.left.append((path.name, refusal))
            return True

        def add(content: bytes) -> None:
            verb, actor = self._context.services.attachments.add, self._context.actor
            given = (verb, actor, taking.owner, path.name, content, new_request())
            self._context.operations.do(*given, owner=self, how=adding)

        def unread(error: Exception) -> bool:
            said = isinstance(error, Refusal) and leave(error)
            go_on()
            return said

        adding = How(about=taking, refused=leave, success="附件已添加", sound="done", settled=go_on)
        given, how = (read_file, path, MAX_SIZE), How(failed=unread)
        self._context.operations.compute(*given, owner=self, on_done=add, how=how)

    def _tell_left(self, taking: _Coming) -> None:
        """Which of them are not there, and why the first one is not."""
        if taking.left:
            (name, refusal), count = taking.left[0], len(taking.left)
            more = {"count": count} if count > 1 else {}
            why = sentence(refusal)
            self._context.operations.refuse(Refusal("attachment_left", name=name, why=why, **more))

    # -- looking and taking away --------------------------------------------------------------

    def open(self, file: Attachment, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 (Qt's)
        """In a panel over the page."""
        how = How(exclusive="open attachment")
        if file.kind is AttachmentKind.PDF:
            self._read(file, partial(self._open_pdf, file), how)
            return
        ratio = self.devicePixelRatioF()
        room = LOOK.boundedTo(self.window().size() - QSize(160, 220)) * ratio

        def show(image: QImage) -> None:
            if file not in self.files:
                return
            if image.isNull():
                self._context.operations.refuse(Refusal("picture_unreadable", title=file.title))
            else:
                self._offer_remove(PictureOverlay(self, file.title, image, ratio), file)

        def unpack(content: bytes) -> None:
            given = (decoded, content, room)
            self._context.operations.compute(*given, owner=self, on_done=show, how=how)

        self._read(file, unpack, how)

    def _open_pdf(self, file: Attachment, content: bytes) -> None:
        name = file.title if file.title.lower().endswith(".pdf") else f"{file.title}.pdf"
        path = Path(self._context.machine.exports) / Path(name).name
        given = (self._context, file.title, path, lambda: content)
        panel = PdfOverlay(self, *given)
        panel.ours = the_same(content)
        self._offer_remove(panel, file)

    def _offer_remove(self, panel: Overlay, file: Attachment) -> None:
        if self._may_add:
            remove = push("删除附件", "trash", lambda: self.ask_remove(file, panel))
            panel.footer.insertWidget(0, remove)
        panel.open()

    def ask_remove(self, file: Attachment, shown: Overlay | None = None) -> None:
        """A question first: what hangs nowhere else is gone."""
        owner = self._owner
        if owner is None or not self._may_add:
            return
        panel = Overlay(self, "删除附件？", ASK_WIDTH, throwaway=True)
        panel.body.addWidget(label(file.title, "strong", wrap=True))
        panel.body.addWidget(label("删掉后不能找回；操作日志里留有记录。", "muted", wrap=True))
        go = ask(panel, "删除附件", danger=True)
        go.clicked.connect(panel.close_panel)
        if shown is not None:
            go.clicked.connect(shown.close_panel)
        go.clicked.connect(lambda: self._remove(owner, file))
        panel.open()

    def _remove(self, owner: Owner, file: Attachment) -> None:
        unlink, actor = self._context.services.attachments.unlink, self._context.actor
        how = How(exclusive="unlink", success="附件已删除", sound="done")
        self._context.operations.do(unlink, actor, owner, file.digest, owner=self, how=how)
