"""Frozen values to canonical JSON and back: the text the journal hashes is the text kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from showroom.domain.errors import Refusal

T = TypeVar("T")


@cache
def _reader(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], Any]]:  # noqa: ANN401
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names)


def _plain(value: object) -> object:
    """One level of a value that json does not know; called back by the C encoder."""
    kind = value.__class__
    if hasattr(kind, "__dataclass_fields__"):
        names, read = _reader(kind)
        got = read(value)
        return dict(zip(names, got if len(names) > 1 else (got,)))  # noqa: B905 (same length by construction; on the sale's path)
    if isinstance(value, Mapping):
        return dict(value)
    msg = f"{type(value).__name__} is not a value of the books"
    raise TypeError(msg)


_encoder = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False
)


def to_json(value: object) -> str:
    """Compact JSON in field order; equal values give equal text."""
    return _encoder.encode(value)


def from_json(kind: type[T], text: str) -> T:
    """The value that `to_json` wrote. Refuses `document_unreadable`."""
    try:
        return _build(kind, json.loads(text))  # type: ignore[no-any-return]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal("document_unreadable", kind=kind.__name__) from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401 (types are the data here)
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], part) for name, part in value.items()})
    if origin is tuple:
        return _build_tuple(get_args(kind), value)
    if origin in {Union, UnionType}:
        inner = [a for a in get_args(kind) if a is not type(None)]
        return None if value is None else _build(inner[0], value)
    if origin is not None and issubclass(origin, Mapping):
        key, item = get_args(kind)
        return {_build(key, k): _build(item, v) for k, v in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is int or getattr(kind, "__supertype__", None) is int:
        return int(value)
    return value


def _build_tuple(args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if len(args) == 2 and args[1] is Ellipsis:  # noqa: PLR2004 (tuple[X, ...])
        return tuple(_build(args[0], part) for part in value)
    return tuple(_build(a, part) for a, part in zip(args, value, strict=True))
