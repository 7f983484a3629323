"""Files that were chosen, on their way to whom they were chosen for: read, looked at, added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from showroom.domain.documents.attachment import MAX_SIZE, AttachmentKind, Owner, kind_of
from showroom.domain.errors import Refusal
from showroom.ui.engine.files import read_file
from showroom.ui.engine.operation import How
from showroom.ui.engine.pictures import thumbnail
from showroom.ui.engine.wishes import new_request
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.services.stock.attachments import AttachmentAdded
    from showroom.ui.engine.context import Context


@dataclass(eq=False, slots=True)
class _Batch:
    """Chosen together; `room` is that of their thumbnails."""

    owner: Owner
    paths: list[Path]
    room: QSize
    left: list[tuple[str, Refusal]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _One:
    batch: _Batch
    path: Path


class Coming(QObject):
    """One file after the other. One that nobody could look at within its bounds is refused."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._batches: list[_Batch] = []
        self._taking: _One | None = None

    def take(self, owner: Owner, paths: Sequence[Path], room: QSize) -> None:
        """Behind those that are on their way; what is refused is left out and said."""
        if paths:
            self._batches.append(_Batch(owner, list(paths), room))
            self._take_next()

    def _take_next(self) -> None:
        if self._taking is not None or not self._batches:
            return
        batch = self._batches[0]
        one = self._taking = _One(batch, batch.paths.pop(0))
        self._context.operations.compute(
            *(_chosen, one.path),
            owner=self,
            on_done=partial(self._look, one),
            how=How(failed=partial(self._unread, one)),
        )

    def _look(self, one: _One, read: tuple[AttachmentKind, bytes]) -> None:
        kind, content = read
        self._context.operations.unpack(
            *(thumbnail, content, kind, one.batch.room, self._context.foreign),
            owner=self,
            on_done=partial(self._add, one, content),
            how=How(failed=partial(self._undrawn, one, content)),
        )

    def _undrawn(self, one: _One, content: bytes, error: Exception) -> bool:
        """Torn or locked it is what somebody has, and kept."""
        if not isinstance(error, Refusal):
            return self._unread(one, error)
        if error.code == "file_undrawable":
            return self._unread(one, Refusal("attachment_undrawable"))
        self._add(one, content, error)
        return True

    def _add(self, one: _One, content: bytes, seen: QImage | Refusal) -> None:
        batch = one.batch

        def keep(done: AttachmentAdded) -> None:
            self._context.seen.keep(done.attachment.digest, batch.room, seen)

        verb, actor = self._context.services.attachments.add, self._context.actor
        how = How(
            about=batch,
            refused=partial(self._leave, one),
            success="附件已添加",
            sound="done",
            settled=partial(self._go_on, one),
        )
        given = (verb, actor, batch.owner, one.path.name, content, new_request())
        self._context.operations.do(*given, owner=self, on_done=keep, how=how)

    def _unread(self, one: _One, error: Exception) -> bool:
        said = isinstance(error, Refusal) and self._leave(one, error)
        self._go_on(one)
        return said

    def _leave(self, one: _One, refusal: Refusal) -> bool:
        one.batch.left.append((one.path.name, refusal))
        return True

    def _go_on(self, one: _One) -> None:
        if self._taking is not one:
            return  # an end that was unknown, asked for since
        if not one.batch.paths:
            self._batches.remove(one.batch)
            self._tell_left(one.batch)
        self._taking = None
        self._take_next()

    def _tell_left(self, batch: _Batch) -> None:
        """Which of them are not there, and why the first one is not."""
        if batch.left:
            (name, refusal), count = batch.left[0], len(batch.left)
            more = {"count": count} if count > 1 else {}
            why = sentence(refusal)
            self._context.operations.refuse(Refusal("attachment_left", name=name, why=why, **more))


def _chosen(path: Path) -> tuple[AttachmentKind, bytes]:
    content = read_file(path, MAX_SIZE)
    return kind_of(content), content
