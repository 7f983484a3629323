"""Laid-out paper: rows whose text is already placed to the column, apart from any printer."""

from __future__ import annotations

from dataclasses import dataclass, field

from showroom.domain.logo import Logo
from showroom.printing.layouts import text as t
from showroom.printing.layouts.words import copy_mark


@dataclass(frozen=True, slots=True)
class Text:
    """One printed line. Large lines are twice as wide and high: their text fills half the width.

    `by` is ``font`` or ``dots`` where the printer's own font must, or must not, be used.
    """

    text: str
    bold: bool = False
    large: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Figures across so many columns, wider than the paper or not: that is the question."""

    columns: int

    @property
    def text(self) -> str:
        """``123456789012…`` with a bar at its end."""
        figures = "1234567890" * (self.columns // 10 + 1)
        return figures[: self.columns - 1] + "|"


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR symbol in the middle; `by` as in Text."""

    payload: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots in the middle, as they are."""

    logo: Logo


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed and cut."""


Row = Text | Ruler | Qr | Picture | Cut


@dataclass(frozen=True, slots=True)
class Page:
    """A slip of paper `width` columns wide."""

    width: int
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Paper:
    """Collects rows of cleaned text."""

    width: int
    rows: list[Row] = field(default_factory=list)

    def line(self, text: str = "", *, bold: bool = False) -> None:
        """A line from the left, wrapped."""
        for part in t.wrap(t.clean(text), self.width):
            self.rows.append(Text(part, bold))

    def middle(self, text: str, *, bold: bool = False, large: bool = False) -> None:
        """A centred line, wrapped."""
        width = self.width // 2 if large else self.width
        for part in t.wrap(t.clean(text), width):
            self.rows.append(Text(t.centre(part, width), bold, large))

    def pair(self, start: str, end: str, *, bold: bool = False, large: bool = False) -> None:
        """A label and a figure; what does not fit beside the other takes lines of its own."""
        width = self.width // 2 if large else self.width
        begin, finish = t.clean(start), t.clean(end)
        if t.columns(finish) > width:
            parts = (*t.wrap(begin, width), *t.wrap(finish, width))
            self.rows += [Text(part, bold, large) for part in parts if part]
            return
        if t.columns(begin) + 1 + t.columns(finish) > width:
            *before, begin = t.wrap(begin, width)
            self.rows += [Text(part, bold, large) for part in before]
            if t.columns(begin) + 1 + t.columns(finish) > width:
                self.rows.append(Text(begin, bold, large))
                begin = ""
        self.rows.append(Text(t.ends(begin, finish, width), bold, large))

    def marks(self, *, demo: bool = False, training: bool = False, copy_no: int = 0) -> None:
        """What must be seen before anything else: a play shop, a practice, a copy."""
        if demo:
            self.middle("演 示", bold=True, large=True)
        if training:
            self.middle("练 习", bold=True, large=True)
        if copy_no:
            self.middle(f"*** {copy_mark(copy_no)} ***", bold=True)

    def rule(self, mark: str = "-") -> None:
        """A line across."""
        self.rows.append(Text(mark * self.width))

    def sample(self, text: str, by: str, *, large: bool = False) -> None:
        """A line in the printer's own ``font`` or as ``dots``, whatever is believed of it."""
        self.rows.append(Text(t.clean(text), large=large, by=by))

    def qr(self, payload: str, by: str = "") -> None:
        """A QR symbol, of what UTF-8 can say of the payload; none of nothing."""
        text = payload.encode("utf-8", "ignore").decode("utf-8")
        if text:
            self.rows.append(Qr(text, by))

    def page(self) -> Page:
        """The finished slip, cut at the end."""
        return Page(self.width, (*self.rows, Cut()))
