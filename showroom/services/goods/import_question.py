"""What a file leaves open, and what a person says: which sheet, which heading is which field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from showroom.domain.errors import Refusal
from showroom.services.goods.import_columns import (
    FIELD_HEADING,
    as_written,
    fields_of,
    tells_state,
    titles_of,
)
from showroom.services.goods.import_plan import Answers
from showroom.services.goods.import_rows import read_fixed, told_cell
from showroom.services.goods.import_table import NOTHING
from showroom.services.goods.imports import SheetFound

SAMPLES = 3
SAMPLE_LENGTH = 24
NEEDED = ("name", "county", "list_price_fen", "tax")
"""What a new product must have; of 货号 and 条码 one."""
EVERY_ROWS_OWN = frozenset({"code", "barcodes", "name", "short_name"})
"""What cannot be one text for all products."""
Kept = Mapping[str, Mapping[str, str]]
"""Answers as a machine keeps them: ``columns`` by heading, ``fixed`` by field."""
NO_KEPT: Kept = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, what stands in it, and its field by our own knowledge or ""."""

    title: str
    samples: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Question:
    """One file. `sheets` can be chosen from, `chosen` says that one was; the rest is of that one.

    `columns` and `fixed` are what was answered so far, as in `Answers`; `answered` that all of it
    was, so that what is still open is not wanted.
    """

    sheets: tuple[SheetFound, ...]
    at: int = 0
    chosen: bool = False
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    fixed: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    answered: bool = False

    @property
    def sheet(self) -> SheetFound:
        """The one that is asked about."""
        return self.sheets[self.at]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every column that has a title, in the file's order."""
        return _headings(self.sheet)

    @property
    def mark(self) -> str:
        """What the headings are known by the next time; other rows below them change nothing."""
        titles = "\x1f".join(heading.title for heading in self.headings)
        return hashlib.sha256(titles.encode()).hexdigest()[:32]

    def field_of(self, heading: Heading) -> str:
        """What the column is taken for; "" where it is left out or not known."""
        said = self.columns.get(heading.title, heading.own)
        return as_written(said, heading.title) if said else ""

    @property
    def open_titles(self) -> tuple[str, ...]:
        """Headings that nobody has said anything of."""
        return tuple(
            dict.fromkeys(
                h.title
                for h in self.headings
                if not h.own and h.title not in self.columns and not tells_state(h.title)
            )
        )

    @property
    def alike_titles(self) -> frozenset[str]:
        """Headings that are one field with another: all but one of them must be left out."""
        fields = {h.title: self.field_of(h).partition(":")[0] for h in self.headings}
        named = list(filter(None, fields.values()))
        return frozenset(t for t, name in fields.items() if name and named.count(name) > 1)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields of a new product that neither a column nor a text for all rows has."""
        there = self._fields() | set(self.fixed)
        return tuple(name for name in NEEDED if name not in there)

    @property
    def wrong(self) -> str:
        """The code of what no file can be read with; "" for nothing."""
        named = [f for f in map(self.field_of, self.headings) if f]
        plain = [f.partition(":")[0] for f in named]
        if self.alike_titles:
            return "columns_alike"
        if not {"code", "barcodes"} & set(plain) or len(plain) == 1:
            return "columns_few"
        return ""

    @property
    def must_ask(self) -> bool:
        """True while something is open that the file itself does not tell."""
        several = len(self.sheets) > 1 and not self.chosen
        return not self.answered and bool(several or self.open_titles or self.wrong)

    def taken(self, name: str) -> str:
        """The title of the column that has this field, or ""."""
        return next(
            (h.title for h in self.headings if self.field_of(h).partition(":")[0] == name), ""
        )

    def with_sheet(self, at: int) -> Question:
        """Another sheet, about which nothing has been said yet."""
        return Question(self.sheets, at, chosen=True)

    def with_column(self, title: str, name: str) -> Question:
        """That heading means this field, or "" for none; no other heading does any longer."""
        others = {h.title: "" for h in self.headings if name and self.taken(name) == h.title}
        columns = {**self.columns, **others, title: name}
        return replace(self, columns=columns, fixed=_without(self.fixed, name))

    def with_fixed(self, name: str, text: str) -> Question:
        """All rows have this text; "" takes it back. Refuses what `read_fixed` refuses."""
        fixed = {**_without(self.fixed, name), **({name: text} if text else {})}
        read_fixed(fixed)
        return replace(self, fixed=fixed)

    def settled(self) -> Question:
        """What is still open is not wanted."""
        left = dict.fromkeys(self.open_titles, "")
        return replace(self, columns={**self.columns, **left}, chosen=True, answered=True)

    def kept(self) -> Kept:
        """For the next file with these headings."""
        return {"columns": dict(self.columns), "fixed": dict(self.fixed)}

    def with_kept(self, kept: Kept) -> Question:
        """What was answered of another file with these headings; what makes no sense is dropped."""
        titles = {heading.title for heading in self.headings}
        columns = {t: f for t, f in kept.get("columns", {}).items() if t in titles}
        fixed = kept.get("fixed", {})
        try:
            fields_of((), columns)
            read_fixed(fixed)
        except Refusal:
            return self
        made = replace(self, columns=columns, fixed=fixed)
        return replace(made, chosen=True, answered=not made.open_titles and not made.wrong)

    def answers(self, *, allow_new_places: bool, restrict_by_name: bool) -> Answers:
        """As the import takes them."""
        return Answers(
            allow_new_places, restrict_by_name, self.sheet.name, self.columns, self.fixed
        )

    def _fields(self) -> set[str]:
        return {self.field_of(heading).partition(":")[0] for heading in self.headings} - {""}


def question_of(found: Sequence[SheetFound], recall: Callable[[str], Kept]) -> Question | None:
    """What is to be known of a file; `recall` tells the answers that are kept by a mark.

    None where no sheet has rows of a table: there is nothing to ask about. Of several sheets with
    a header the one that was answered before is taken, when it is the only one.
    """
    seen = [sheet for sheet in found if not sheet.hidden]
    asked = [s for s in seen if s.header_at >= 0] or [s for s in seen if _likely(s) >= 0]
    if not asked:
        return None
    plain = Question(tuple(asked))
    each = [replace(plain, at=at) for at in range(len(asked))]
    known = [(q, kept) for q in each if (kept := recall(q.mark))]
    if len(known) == 1:
        question, kept = known[0]
        return question.with_kept(kept)
    return plain


def _without(texts: Mapping[str, str], name: str) -> dict[str, str]:
    return {other: text for other, text in texts.items() if other != name}


def _likely(sheet: SheetFound) -> int:
    """The row that is most like a header: the first of those with the most words; -1 for none."""
    if sheet.header_at >= 0:
        return sheet.header_at
    words = [sum(1 for c in row if c.strip() and not _is_figure(c)) for row in sheet.rows]
    most = max(words, default=0)
    return words.index(most) if most > 1 else -1


def _is_figure(cell: str) -> bool:
    return cell.strip().replace(".", "", 1).isdecimal()


def _headings(sheet: SheetFound) -> tuple[Heading, ...]:
    at = _likely(sheet)
    cells, below = sheet.rows[at], sheet.rows[at + 1 :]
    named = zip(titles_of(cells), fields_of(cells), strict=True)
    return tuple(
        Heading(title, _samples(below, position), own)
        for position, (title, own) in enumerate(named)
        if title and position not in sheet.hidden_columns
    )


def _samples(rows: Sequence[Sequence[str]], position: int) -> tuple[str, ...]:
    cells = [row[position].strip() for row in rows if position < len(row)]
    found = dict.fromkeys(told_cell(cell, SAMPLE_LENGTH) for cell in cells if cell)
    return tuple(found)[:SAMPLES]


def fixable() -> tuple[str, ...]:
    """Fields that can be one text for all rows, those a new product needs first."""
    names = [name for name in FIELD_HEADING if name not in EVERY_ROWS_OWN]
    return tuple(sorted(names, key=lambda name: name not in NEEDED))
