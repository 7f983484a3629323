"""Rows to frozen values: a value's fields name the columns, so nobody counts places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import ColumnElement

T = TypeVar("T")


class RowsOf(Generic[T]):
    """Reads dataclass or tuple values of `kind` from the columns that `columns` gives its fields.

    `filled` fields come from the caller, in the order given here; a field with a default may be
    left out. Select `columns` in their order; enums and flags are made by the fields' types.
    """

    def __init__(
        self,
        kind: Callable[..., T],
        columns: Mapping[str, ColumnElement[Any]],
        *,
        filled: Sequence[str] = (),
    ) -> None:
        names = _names(kind)
        order = [n for n in names if n in columns or n in filled]
        if len(order) != len(columns) + len(filled) or names[: len(order)] != order:
            msg = f"{kind} has the fields {names}, not {[*columns, *filled]}"
            raise AssertionError(msg)
        self._kind = kind
        self._order = [order.index(n) for n in filled]
        self._filled = sorted(range(len(filled)), key=lambda i: self._order[i])
        read = [n for n in order if n in columns]
        self.columns = tuple(columns[n] for n in read)
        hints = get_type_hints(kind)
        made = [(i, _converter(hints[n])) for i, n in enumerate(read)]
        self._convert = [(i, convert) for i, convert in made if convert is not None]

    def value(self, row: Sequence[Any], *filled: object) -> T:
        """One value of a row that begins with `columns`."""
        values = list(row[: len(self.columns)])
        for i, convert in self._convert:
            values[i] = convert(values[i])
        for i in self._filled:
            values.insert(self._order[i], filled[i])
        return self._kind(*values)


def _names(kind: Any) -> list[str]:  # noqa: ANN401 (a dataclass or a named tuple)
    if hasattr(kind, "_fields"):
        return list(kind._fields)
    return [f.name for f in fields(kind) if f.init]


def _converter(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 (types are the data here)
    if hint is bool:
        return bool
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return None
