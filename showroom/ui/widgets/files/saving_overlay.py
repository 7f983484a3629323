"""A panel over the page whose file can be saved: where everything goes, or where somebody wants."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from showroom.ui.engine.operation import How
from showroom.ui.engine.saving import Ours, named, offer, replaces, save_at, save_beside
from showroom.ui.look.file_dialog import SaveDialog
from showroom.ui.settings.part import push
from showroom.ui.widgets.overlay import Overlay

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context


class SavingOverlay(Overlay):
    """`ours` tells what the content may be saved in the place of."""

    def __init__(
        self, host: QWidget, context: Context, title: str, path: Path, width: int, ours: Ours
    ) -> None:
        super().__init__(host, title, width, throwaway=True)
        self._context = context
        self._path, self.ours = path, ours
        self._content = b""
        self._kind = f"{path.suffix[1:].upper()} (*{path.suffix})"

    def saving_buttons(self, icon: str) -> list[QPushButton]:
        """Those of the footer: 保存, 另存为."""
        return [push("保存", icon, self.save), push("另存为…", "folder", self.ask_file)]

    def save(self) -> None:
        """Into the folder of exports."""
        self._save(save_beside, self._path)

    def ask_file(self) -> None:
        """Where the person wants it; the dialog asks nothing, it does not know the last name."""
        dialog = SaveDialog(self, "另存为", str(self._path.parent), self._kind)
        dialog.selectFile(self._path.name)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, typed: str) -> None:
        """Under that name; a report that is there is replaced once the person says so."""
        path, ours = named(typed, self._path.suffix), self.ours
        operations = self._context.operations

        def look() -> bool:
            return replaces(path, ours)

        def go_on(there: bool) -> None:  # noqa: FBT001 (what the look found)
            save = partial(self._save, save_at, path)
            if there:
                operations.tell(f"{path.name} 已有一份报表", "替换", save)
            else:
                save()

        operations.compute(look, owner=self, on_done=go_on, how=How(exclusive="save"))

    def _save(self, write: Callable[[Path, bytes, Ours], Path], path: Path) -> None:
        operations, ours = self._context.operations, self.ours
        how, saved = How(exclusive="save", sound="done"), partial(offer, operations)
        operations.compute(write, path, self._content, ours, owner=self, on_done=saved, how=how)
