"""A web page with a table, saved as .xls: what many programs call an export to Excel."""

from __future__ import annotations

import re
from html import unescape

from showroom.domain.errors import Refusal
from showroom.services.goods.formats.import_csv import decode
from showroom.services.goods.import_table import (
    HEADER_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    HasHeader,
    Kind,
    Rows,
    SheetHead,
    Table,
)

_BEGINS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|head|\?xml)", re.IGNORECASE
)
_CELLS = frozenset({"td", "th"})
MAX_MARKS = 2_000_000
"""``<`` and ``&`` in the whole page: as many rows as there may be, of twenty columns."""
_UNSAID = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<(?:[!?]|/(?![a-z]))[^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""Remarks, programs, styles and declarations: none is shown; one without an end has the rest."""
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)([^>]*)>", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)


def is_html(content: bytes) -> bool:
    """By its first mark; a workbook of the XML kind is one too, and is told to be saved anew."""
    return _BEGINS.match(content[:200]) is not None


def read_html(content: bytes, has_header: HasHeader) -> Table:
    """Every row of the tables, one after another.

    Refuses `import_encoding`, `import_nul`, `import_html` (no table in it), `import_no_header`,
    `import_unreadable` (a tag that does not end where it seems to), `import_too_heavy` and what
    `Rows` refuses. What one cell covers of its neighbours is marked as merged.
    """
    text, encoding = decode(content)
    if text.count("<") + text.count("&") > MAX_MARKS:
        raise Refusal("import_too_heavy")
    page = _Page()
    page.read(text)
    if not page.rows.kept:
        raise Refusal("import_html")
    if not has_header(page.rows.kept[:HEADER_ROWS]):
        raise Refusal("import_no_header", rows=HEADER_ROWS)
    return Table(encoding, tuple(page.rows.kept), cut=page.rows.cut)


def html_head(content: bytes) -> SheetHead:
    """The first rows. Refuses what `read_html` refuses but a missing header."""
    found = read_html(content, lambda _rows: True)
    return SheetHead("", hidden=False, rows=found.rows[:HEADER_ROWS])


class _Page:
    """Cells of table rows; a cell inside a cell is part of it.

    Every sign is looked at a fixed number of times: the parser of the standard library takes a
    minute, or fails, over a page of marks that never end.
    """

    def __init__(self) -> None:
        self.rows = Rows()
        self._number = 0
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._spans: dict[int, int] = {}
        self._said: list[str] | None = None
        self._span = (1, 1)

    def read(self, text: str) -> None:
        """The whole page; the last row may have no end."""
        shown = _UNSAID.sub("<i>", text)  # nothing new may arise of what stands around it
        shown = shown[: shown.rfind(">") + 1]  # a tag behind the last has no end
        at = 0
        for tag in _TAG.finditer(shown):
            self._hear(shown[at : tag.start()])
            at = tag.end()
            if '"' in (loose := _QUOTED.sub("", tag[3])) or "'" in loose:
                raise Refusal("import_unreadable")  # its end is inside a value
            if tag[1]:
                self._end(tag[2].lower())
            else:
                self._begin(tag[2].lower(), tag[3])
        self._hear(shown[at:])
        self._end_row()

    def _begin(self, name: str, attributes: str) -> None:
        if name == "tr":
            self._end_row()
            self._number += 1
        elif name in _CELLS:
            self._end_cell()
            given = {key.lower(): int(said[:4]) for key, said in _SPAN.findall(attributes)}
            self._said = []
            self._span = max(1, given.get("colspan", 1)), max(1, given.get("rowspan", 1))
        elif name == "br":
            self._hear(" ")

    def _end(self, name: str) -> None:
        if name in _CELLS:
            self._end_cell()
        elif name in {"tr", "table"}:
            self._end_row()

    def _hear(self, data: str) -> None:
        """Of a cell; what stands between them is the page's."""
        if self._said is not None and data:
            self._said.append(unescape(data))

    def _end_cell(self) -> None:
        if self._said is None:
            return
        self._cover()
        text = " ".join("".join(self._said).split())[:MAX_CELL]
        across, down = self._span
        for extra in range(min(across, MAX_COLUMNS)):
            if len(self._cells) > MAX_COLUMNS:  # one more than a table has says that it was cut
                self._cells[-1] = self._cells[-1] or text
                break
            if down > 1:
                self._spans[len(self._cells)] = down - 1
            self._cells.append("" if extra else text)
            self._kinds.append(Kind.MERGED if extra else Kind.TEXT)
        self._said = None

    def _cover(self) -> None:
        """What a cell of a row above reaches down to."""
        while self._spans.get(len(self._cells), 0) and len(self._cells) < MAX_COLUMNS:
            self._spans[len(self._cells)] -= 1
            self._cells.append("")
            self._kinds.append(Kind.MERGED)

    def _end_row(self) -> None:
        self._end_cell()
        self._cover()
        if any(self._cells):
            self.rows.add(self._number, self._cells, "".join(self._kinds))
        self._cells, self._kinds = [], []
