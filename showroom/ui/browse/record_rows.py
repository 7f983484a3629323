"""Records as rows of a table: each row is made when it is asked for, off whatever thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar

from showroom.ui.browse.columns import Listing
from showroom.ui.widgets.table_rows import Row, RowSource, tall_places

R = TypeVar("R")
Order = tuple[int, bool]
"""A column of the screen, and whether downwards."""
KEPT = 512
"""Rows that were made and are kept: more than any screen shows of a table."""
FIRST = 24
"""Rows made at once, not while the window is painted: as many as are usually in sight."""


class Known(NamedTuple):
    """Of all records: where which key stands, which names may be tall, the largest figures."""

    places: Mapping[Hashable, int]
    tall: Sequence[int]
    largest: Mapping[int, Sequence[Any]]


class RecordRows(RowSource, Generic[R]):
    """Records in an order. What is known of all of them is made here, off the GUI thread.

    Where few of them are others than `before`, only what these change of it is made anew.
    """

    def __init__(
        self,
        listing: Listing[R],
        records: Sequence[R],
        order: Order | None = None,
        before: RecordRows[R] | None = None,
    ) -> None:
        self._listing = listing
        self.records = tuple(records if order is None else listing.ordered(records, *order))
        known = None if before is None else before.known_of(listing, self.records)
        self._known = known or Known(
            dict(zip(map(listing.key, self.records), count(), strict=False)),
            tall_places(listing.names(self.records)),
            {at: listing.largest(self.records, at) for at in listing.figures},
        )
        self._largest = {
            at: tuple(map(listing.row, most)) for at, most in self._known.largest.items()
        }
        self._made = dict(enumerate(map(listing.row, self.records[:FIRST])))

    def known_of(self, listing: Listing[R], records: tuple[R, ...]) -> Known | None:
        """The same of records of which few are others, each of the same key and name; else None."""
        if listing is not self._listing or len(records) != len(self.records):
            return None
        pairs = [(x, y) for x, y in zip(records, self.records, strict=True) if x is not y]
        new, old = [x for x, _ in pairs], [y for _, y in pairs]
        if len(new) > KEPT or any(
            list(told(new)) != list(told(old)) for told in (self._keys, listing.names)
        ):
            return None
        others = set(self._keys(new))
        largest = {
            at: listing.largest(
                # where one of them is another by now, any may be among the largest
                records if others.intersection(self._keys(most)) else [*new, *most],
                at,
            )
            for at, most in self._known.largest.items()
        }
        return self._known._replace(largest=largest)

    def _keys(self, records: Iterable[R]) -> Iterable[Hashable]:
        return map(self._listing.key, records)

    def __len__(self) -> int:
        """Of the records."""
        return len(self.records)

    def row(self, at: int) -> Row:
        """The record's row, made when it is not one of those kept."""
        made = self._made.get(at)
        if made is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            made = self._made[at] = self._listing.row(self.records[at])
        return made

    def place_of(self, key: Hashable) -> int:
        """Place of a key, -1 when it is not there."""
        return self._known.places.get(key, -1)

    def tall(self, column: int) -> Sequence[int]:
        """Of the column that takes the rest, which alone has room for them."""
        del column
        return self._known.tall

    def largest(self, column: int) -> Sequence[Row]:
        """Rows among which the widest figure of a column is."""
        return self._largest[column]

    def of(self, key: Hashable) -> R | None:
        """The record of a key."""
        at = self._known.places.get(key)
        return None if at is None else self.records[at]


class Unfolded(RowSource, Generic[R]):
    """The same with rows below some of them."""

    def __init__(self, listed: RecordRows[R], below: Mapping[Hashable, Sequence[Row]]) -> None:
        self._listed = listed
        self._parts = sorted(
            ((listed.place_of(key), tuple(rows)) for key, rows in below.items()),
            key=lambda part: part[0],
        )
        self._firsts: list[int] = []
        more = 0
        for at, rows in self._parts:
            self._firsts.append(at + 1 + more)
            more += len(rows)
        self._more = more
        self._below = {
            row.key: first + n
            for first, (_, rows) in zip(self._firsts, self._parts, strict=True)
            for n, row in enumerate(rows)
        }

    def __len__(self) -> int:
        """Of records and of what is below them."""
        return len(self._listed) + self._more

    def row(self, at: int) -> Row:
        """A record's, marked when it is unfolded, or one below it."""
        part = bisect_right(self._firsts, at) - 1
        if part >= 0:
            rows = self._parts[part][1]
            below = at - self._firsts[part]
            if below < len(rows):
                return rows[below]
            at = self._parts[part][0] + 1 + below - len(rows)
        row = self._listed.row(at)
        open_here = part + 1 < len(self._parts) and self._parts[part + 1][0] == at
        return replace(row, fold=True) if open_here else row

    def place_of(self, key: Hashable) -> int:
        """Place of a key, -1 when it is not there."""
        at = self._listed.place_of(key)
        return self._below.get(key, -1) if at < 0 else self._shown(at)

    def tall(self, column: int) -> Sequence[int]:
        """Places of the records that may be; what is below one has no name of its own."""
        return tuple(map(self._shown, self._listed.tall(column)))

    def _shown(self, at: int) -> int:
        """Where a record stands now."""
        return at + sum(len(rows) for place, rows in self._parts if place < at)
