"""附件: small pictures of the files beside a paper or a document; added, looked at, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from showroom.domain.documents.attachment import (
    MAX_ATTACHMENTS,
    Attachment,
    AttachmentKind,
    Owner,
)
from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.pictures import image_of, thumbnail
from showroom.ui.engine.saving import the_same
from showroom.ui.look.file_dialog import FileDialog
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import push
from showroom.ui.widgets.card import column, label, row
from showroom.ui.widgets.files.coming import Coming
from showroom.ui.widgets.files.picture_overlay import LOOK, PictureOverlay
from showroom.ui.widgets.files.tiles import PICTURE, TILE, FileTile, Tile
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pdf_overlay import ForeignPdfOverlay
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.ui.engine.ports import Foreign

FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"
NONE, DROP_HERE = "还没有附件", "照片和 PDF 也可以拖到这里"
ASK_WIDTH = 440
SUFFIXES = {AttachmentKind.PDF: ".pdf", AttachmentKind.PNG: ".png", AttachmentKind.JPEG: ".jpg"}


class AttachmentStrip(QWidget):
    """The files of one owner; `show_owner` chooses whose. Nobody may be shown at all."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._owner: Owner | None = None
        self._may_add = False
        self._coming = Coming(context, self)
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
        self._undrawn = [tile for tile in self._tiles if not tile.has_picture and not tile.why]
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
        room, seen = self._room, self._context.seen

        def show(found: QImage | Refusal) -> None:
            seen.keep(tile.file.digest, room, found)
            self._show(tile, found)

        def leave(error: Exception) -> bool:
            if isinstance(error, Refusal):
                show(error)
            elif tile in self._tiles:
                self._draw_next()
            return True

        def draw(content: bytes) -> None:
            given = (thumbnail, content, tile.file.kind, room, self._context.foreign)
            self._context.operations.unpack(*given, owner=self, on_done=show, how=how)

        how = How(failed=leave)
        known = seen.of(tile.file.digest, room)
        if known is None:
            self._read(tile.file, draw, How(failed=self._unread))
        else:
            self._show(tile, known)

    def _show(self, tile: FileTile, found: QImage | Refusal) -> None:
        """A picture, or why there is none."""
        if tile not in self._tiles:
            return
        if isinstance(found, QImage):
            tile.show_picture(found)
        else:
            tile.show_why(sentence(found))
        self._draw_next()

    def _unread(self, _error: Exception) -> bool:
        self._draw_next()
        return True

    @property
    def _room(self) -> QSize:
        """Of a tile's picture, in dots of the screen."""
        return PICTURE * self.devicePixelRatioF()

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
        if self._owner is not None and self._may_add:
            self._coming.take(self._owner, paths, self._room)

    # -- looking and taking away --------------------------------------------------------------

    def open(self, file: Attachment, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 (Qt's)
        """In a panel over the page."""
        how = How(exclusive="open attachment")
        pdf = file.kind is AttachmentKind.PDF
        self._read(file, partial(self._open_pdf if pdf else self._look_at, file), how)

    def _look_at(self, file: Attachment, content: bytes) -> None:
        room = LOOK.boundedTo(self.window().size() - QSize(160, 220)) * self.devicePixelRatioF()

        def show(seen: QImage | str) -> None:
            if file in self.files:
                given = (self._context, file.title, self._place(file), content, seen)
                self._offer_remove(PictureOverlay(self, *given), file)

        def leave(error: Exception) -> bool:
            if isinstance(error, Refusal):
                show(sentence(error))
            return isinstance(error, Refusal)

        known = self._context.seen.of(file.digest, self._room)
        if isinstance(known, Refusal):
            show(sentence(known))
            return
        given = (_picture, self._context.foreign, content, room)
        how = How(exclusive="open attachment", failed=leave)
        self._context.operations.unpack(*given, owner=self, on_done=show, how=how)

    def _open_pdf(self, file: Attachment, content: bytes) -> None:
        given = (self._context, file.title, self._place(file), lambda: content)
        panel = ForeignPdfOverlay(self, *given)
        panel.ours = the_same(content)
        self._offer_remove(panel, file)

    def _place(self, file: Attachment) -> Path:
        """Where it is saved, under its own name."""
        suffix, name = SUFFIXES[file.kind], Path(file.title).name
        known = (suffix, ".jpeg") if file.kind is AttachmentKind.JPEG else (suffix,)
        return Path(self._context.machine.exports) / (
            name if name.lower().endswith(known) else f"{name}{suffix}"
        )

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


def _picture(foreign: Foreign, content: bytes, room: QSize) -> QImage:
    return image_of(foreign.picture(content, *room.toTuple()))
