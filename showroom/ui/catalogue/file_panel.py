"""Choosing a file inside the window: a till without a window manager has no other way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from showroom.domain.errors import Fault
from showroom.domain.legible import cut
from showroom.ui.engine.actions import ActionSpec, build_actions, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

WIDTH = 760
TABLE_HEIGHT = 396
MOST = 2000
NAME_SHOWN = 12
STICKS = ("/media/", "/run/media/", "/Volumes/")
KIB = 1024
SUFFIXES = (".csv", ".xlsx", ".txt", ".xls")
"""An old .xls is shown too: it may be a web page, and if not it is said what to do with it."""
COLUMNS = (
    Column("名称", 0, kind="strong", sortable=True),
    Column("大小", 96, "right", "muted"),
    Column("修改时间", 152, kind="muted", sortable=True),
)
STANDARD = (
    ("下载", QStandardPaths.StandardLocation.DownloadLocation),
    ("桌面", QStandardPaths.StandardLocation.DesktopLocation),
    ("文档", QStandardPaths.StandardLocation.DocumentsLocation),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a folder."""

    path: Path
    folder: bool
    size: int
    changed_at_us: int


class FilePanel(Overlay):
    """`chosen` carries the Path of a table; folders are walked with Enter and Backspace."""

    chosen = Signal(object)

    def __init__(self, host: QWidget, context: Context, start: Path) -> None:
        super().__init__(host, "选择表格", WIDTH, throwaway=True)
        self._context = context
        self._folder = start
        self._found: dict[str, Found] = {}
        up = ActionSpec("up", "上一级", ("Backspace",), "chevron-up", handler=self._up)
        self._path = QLineEdit()
        self._path.setAccessibleName("路径")
        self._path.setProperty("scale", "touch")
        self._path.returnPressed.connect(lambda: self._go(Path(self._path.text()).expanduser()))
        self._places = ChipRow(_places(context), SIZE.touch)
        self._places.chosen.connect(lambda key: self._read(Path(str(key))))
        self._table = RowTable(COLUMNS, "文件")
        self._table.setFixedHeight(TABLE_HEIGHT)
        self._table.set_empty(EmptyState("folder", "这里没有 CSV 或 XLSX 表格"))
        self._table.row_activated.connect(self._activate)
        line = row(glyph_for(build_actions(self, (up,)), "up"))
        line.addWidget(self._path, 1)
        self.body.addWidget(self._places)
        self.body.addLayout(line)
        self.body.addWidget(self._table)
        self.first = self._table
        self._read(start)

    @property
    def table(self) -> RowTable:
        """The files and folders."""
        return self._table

    def _go(self, path: Path) -> None:
        if path.suffix.lower() in SUFFIXES:
            self._choose(path)
        else:
            self._read(path)

    def _up(self) -> None:
        self._read(self._folder.parent)

    def _read(self, folder: Path) -> None:
        def show(found: list[Found]) -> None:
            self._folder = folder
            self._path.setText(str(folder))
            self._found = {entry.path.name: entry for entry in found}
            self._table.set_rows([_row(entry) for entry in found])
            self._table.select_first()

        self._context.operations.compute(list_folder, folder, owner=self, on_done=show)

    def _activate(self, key: object) -> None:
        entry = self._found.get(str(key))
        if entry is not None and entry.folder:
            self._read(entry.path)
        elif entry is not None:
            self._choose(entry.path)

    def _choose(self, path: Path) -> None:
        self.close_panel()
        self.chosen.emit(path)


def starting_folder(context: Context, *known: Path) -> Path:
    """Where the last file was, else where files come in, where they go out, the person's own."""
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    likely = (*known, Path(downloads), Path(context.machine.exports))
    return next((folder for folder in likely if folder.is_dir()), Path.home())


def list_folder(folder: Path) -> list[Found]:
    """Folders, then tables, newest first. Raises Fault `folder_unreadable`."""
    try:
        entries = [_look(path) for path in list(folder.iterdir())[:MOST] if _is_shown(path)]
    except OSError as error:
        raise Fault("folder_unreadable", folder=str(folder)) from error
    return sorted(entries, key=lambda e: (not e.folder, -e.changed_at_us, e.path.name))


def _is_shown(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    return path.is_dir() or path.suffix.lower() in SUFFIXES


def _look(path: Path) -> Found:
    told = path.stat()
    return Found(path, path.is_dir(), told.st_size, told.st_mtime_ns // 1000)


def _row(entry: Found) -> Row:
    name = f"{entry.path.name}/" if entry.folder else entry.path.name
    size = "" if entry.folder else f"{formats.count(-(-entry.size // KIB))} KB"
    changed = formats.date_time(entry.changed_at_us)
    return Row(entry.path.name, (name, size, changed))


def _places(context: Context) -> list[ChipFace]:
    """Where sheets usually lie: downloads, sticks, what this program saved."""
    found = {QStandardPaths.writableLocation(place): name for name, place in STANDARD}
    found[context.machine.exports] = "导出"
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        if volume.isReady() and root.startswith(STICKS):
            found[root] = cut(Path(root).name, NAME_SHOWN)
        elif volume.isReady() and root[1:3] == ":/":
            found[root] = root[:2]
    return [ChipFace(path, name) for path, name in found.items() if Path(path).is_dir()]
