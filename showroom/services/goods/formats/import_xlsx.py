"""The parts of a workbook: which sheets it has, its texts, and how its numbers are shown.

Streamed through a parser that takes no DTD, no entity and nothing from outside. The sheet that is
read is the one that has a header; nothing else is read further than its first rows.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from xml.sax.xmlreader import AttributesImpl

from showroom.domain.errors import Refusal
from showroom.services.goods.import_formats import Looks, looks_of
from showroom.services.goods.import_sheet import (
    EnoughError,
    PartReader,
    Sheet,
    Texts,
    parser_for,
)
from showroom.services.goods.import_table import (
    HEADER_ROWS,
    MAX_CELL,
    HasHeader,
    SheetHead,
    Table,
    Wanted,
)

MAX_UNPACKED = 64 * 2**20
MAX_RATIO = 100
MAX_ENTRIES = 2000
MAX_SHEETS = 100
CHUNK_BYTES = 2**16
OTHERS = frozenset({"mimetype", "content.xml", "Index/Document.iwa", "Index.zip"})
"""What stands in the packages of LibreOffice and Numbers."""


def xlsx_heads(content: bytes) -> tuple[SheetHead, ...]:
    """The first rows of every sheet. Refuses `import_archive`, `import_unreadable`."""
    with _opened(content) as archive:
        try:
            return tuple(_heads(_Book(archive)))
        except (Refusal, MemoryError):
            raise
        except Exception as error:  # a broken part of the file provokes anything
            raise Refusal("import_unreadable") from error


def read_xlsx(content: bytes, has_header: HasHeader, wanted: Wanted) -> Table:
    """Every row of the sheet that has a header, or of the one that is wanted.

    Refuses `import_archive` (a zip bomb), `import_unreadable`, `import_no_header`,
    `import_sheets_several`, `import_sheet_unknown` and what `Rows` refuses.
    """
    with _opened(content) as archive:
        try:
            book = _Book(archive)
            at = _chosen(book, has_header, wanted.sheet)
            read = book.read(book.sheets[at][2])
        except (Refusal, MemoryError):
            raise
        except Exception as error:  # a broken part of the file provokes anything
            raise Refusal("import_unreadable") from error
    others = [s for n, s in enumerate(book.sheets) if n != at]
    return Table(
        "xlsx",
        read.table_rows(),
        tuple(name for name, hidden, _ in others if not hidden),
        tuple(name for name, hidden, _ in others if hidden),
        read.hidden_rows,
        read.hidden_columns,
        read.rows.cut,
    )


def _heads(book: _Book) -> Iterator[SheetHead]:
    for name, hidden, part in book.sheets:
        read = book.read(part, HEADER_ROWS)
        yield SheetHead(name, hidden, tuple(read.rows.kept), read.hidden_columns)


def _opened(content: bytes) -> zipfile.ZipFile:
    """The archive; what its directory says is held against the limits before all else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal("import_unreadable") from error
    entries = archive.infolist()
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries) or 1
    swollen = unpacked > 2**20 and unpacked > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swollen:
        raise Refusal("import_archive")
    if any(e.flag_bits & 1 for e in entries):
        raise Refusal("import_locked")
    names = {e.filename for e in entries}
    if "_rels/.rels" not in names and "xl/workbook.xml" not in names:
        if not names & OTHERS:
            raise Refusal("import_packed")
        raise Refusal("import_other_table")
    if "xl/workbook.bin" in names:
        raise Refusal("import_other_table")
    return archive


def _chosen(book: _Book, has_header: HasHeader, wanted: str) -> int:
    names = [name for name, _, _ in book.sheets]
    if wanted:
        if wanted not in names:
            raise Refusal("import_sheet_unknown", sheet=wanted)
        choice = [names.index(wanted)]
    else:
        choice = [at for at, (_, hidden, _) in enumerate(book.sheets) if not hidden]
    found = [a for a in choice if has_header(book.read(book.sheets[a][2], HEADER_ROWS).rows.kept)]
    if not found:
        raise Refusal("import_no_header", rows=HEADER_ROWS)
    if len(found) > 1:
        raise Refusal("import_sheets_several", sheets="、".join(names[a] for a in found))
    return found[0]


class _Book:
    """`sheets` are (title, hidden, part)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        main = next(
            (
                t
                for kind, t in _links(archive, "_rels/.rels", "").values()
                if kind == "officeDocument"
            ),
            "xl/workbook.xml",
        )
        folder, _, file = main.rpartition("/")
        links = _links(archive, f"{folder}/_rels/{file}.rels", folder)
        found = _Main()
        _feed(archive, main, found)
        self._from_1904 = found.from_1904
        self.sheets = [
            (name, hidden, links[link][1])
            for name, hidden, link in found.sheets[:MAX_SHEETS]
            if links[link][0] == "worksheet"  # charts and macros have sheets too
        ]
        parts = dict(links.values())
        styles = _Styles()
        if "styles" in parts:
            _feed(archive, parts["styles"], styles)
        self._looks = styles.looks()
        shared = parts.get("sharedStrings")
        self._texts = Texts(_chunks(archive, shared) if shared else iter(()))

    def read(self, part: str, rows: int | None = None) -> Sheet:
        """A sheet, or its first `rows` that say something."""
        sheet = Sheet(self._texts, self._looks, from_1904=self._from_1904, limit=rows)
        with suppress(EnoughError):
            _feed(self._archive, part, sheet)
        return sheet


def _links(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id to (kind, part) of what a part refers to."""
    found = _Links(folder)
    if part.lstrip("/") in archive.namelist():
        _feed(archive, part.lstrip("/"), found)
    return found.links


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _feed(archive: zipfile.ZipFile, part: str, handler: PartReader) -> None:
    parser = parser_for(handler)
    for chunk in _chunks(archive, part):
        parser.feed(chunk)
    parser.close()


class _Links(PartReader):
    def __init__(self, folder: str) -> None:
        self.links: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            kind = attrs.get("Type", "").rpartition("/")[2]
            part = posixpath.normpath(posixpath.join("/", self._folder, attrs["Target"]))
            self.links[attrs["Id"]] = (kind, part.lstrip("/"))


class _Main(PartReader):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.from_1904 = False

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        if name == "sheet":
            link = next(v for k, v in attrs.items() if k.rpartition(":")[2] == "id")
            hidden = attrs.get("state", "visible") != "visible"
            self.sheets.append((attrs["name"][:MAX_CELL], hidden, link))
        elif name == "workbookPr":
            self.from_1904 = attrs.get("date1904", "0") in {"1", "true"}


class _Styles(PartReader):
    """How the cells' numbers are shown, by the number of their style."""

    def __init__(self) -> None:
        self._formats: dict[int, str] = {}
        self._of_cells: list[int] = []
        self._in_cells = False

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        if name == "numFmt":
            self._formats[int(attrs["numFmtId"])] = attrs["formatCode"]
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._of_cells.append(int(attrs.get("numFmtId", "0")))

    def ends(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def looks(self) -> list[Looks]:
        known = {n: looks_of(n, self._formats.get(n, "")) for n in set(self._of_cells)}
        return [known[n] for n in self._of_cells]
