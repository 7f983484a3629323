"""Laid-out paper: rows whose text is already placed to the column, apart from any printer."""

from __future__ import annotations

from dataclasses import dataclass, field

from showroom.printing import text as t


@dataclass(frozen=True, slots=True)
class Text:
    """One printed line. Large lines are twice as wide and high: their text fills half the width."""

    text: str
    bold: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR symbol in the middle."""

    payload: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed and cut."""


Row = Text | Qr | Cut


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
        """A label and a figure; a start that does not fit beside it takes lines of its own."""
        width = self.width // 2 if large else self.width
        begin, finish = t.clean(start), t.clean(end)
        if t.columns(begin) + 1 + t.columns(finish) > width:
            *before, begin = t.wrap(begin, width)
            self.rows += [Text(part, bold, large) for part in before]
            if t.columns(begin) + 1 + t.columns(finish) > width:
                self.rows.append(Text(begin, bold, large))
                begin = ""
        self.rows.append(Text(t.ends(begin, finish, width), bold, large))

    def rule(self, mark: str = "-") -> None:
        """A line across."""
        self.rows.append(Text(mark * self.width))

    def qr(self, payload: str) -> None:
        """A QR symbol."""
        self.rows.append(Qr(payload))

    def page(self) -> Page:
        """The finished slip, cut at the end."""
        return Page(self.width, (*self.rows, Cut()))
