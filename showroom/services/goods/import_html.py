"""A web page with a table, saved as .xls: what many programs call an export to Excel."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from showroom.domain.errors import Refusal
from showroom.services.goods.import_csv import decode
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


def is_html(content: bytes) -> bool:
    """By its first mark; a workbook of the XML kind is one too, and is told to be saved anew."""
    return _BEGINS.match(content[:200]) is not None


def read_html(content: bytes, has_header: HasHeader) -> Table:
    """Every row of the tables, one after another.

    Refuses `import_encoding`, `import_nul`, `import_html` (no table in it), `import_no_header` and
    what `Rows` refuses. What one cell covers of its neighbours is marked as merged.
    """
    text, encoding = decode(content)
    page = _Page()
    page.feed(text)
    page.close()
    if not page.rows.kept:
        raise Refusal("import_html")
    if not has_header(page.rows.kept[:HEADER_ROWS]):
        raise Refusal("import_no_header", rows=HEADER_ROWS)
    return Table(encoding, tuple(page.rows.kept), cut=page.rows.cut)


def html_head(content: bytes) -> SheetHead:
    """The first rows. Refuses what `read_html` refuses but a missing header."""
    found = read_html(content, lambda _rows: True)
    return SheetHead("", hidden=False, rows=found.rows[:HEADER_ROWS])


class _Page(HTMLParser):
    """Cells of table rows; a cell inside a cell is part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows()
        self._number = 0
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._spans: dict[int, int] = {}
        self._said: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self._end_row()
            self._number += 1
        elif tag in _CELLS:
            self._end_cell()
            given = dict(attrs)
            self._said, self._span = [], (_count(given, "colspan"), _count(given, "rowspan"))
        elif tag == "br" and self._said is not None:
            self._said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Keep what is whole."""
        if tag in _CELLS:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Of a cell; what stands between them is the page's."""
        if self._said is not None:
            self._said.append(data)

    def close(self) -> None:
        """The last row may have no end."""
        super().close()
        self._end_row()

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


def _count(attrs: dict[str, str | None], name: str) -> int:
    said = attrs.get(name) or "1"
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 5 else 1  # noqa: PLR2004
