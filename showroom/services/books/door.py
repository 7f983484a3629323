"""The door of every verb: what its signature does not name comes no further.

A value of another type is a programmer's error and raises TypeError, told by types alone, since a
value may be a PIN. A number that no column holds and a text that no database takes are refused:
such a thing can be typed. Both before anything is read or written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, wraps
from operator import attrgetter
from types import FunctionType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.documents.stock_list import WholeStock
from showroom.domain.errors import Refusal

T = TypeVar("T")
Check = Callable[[Any], None]
MAX_NUMBER = 2**53 - 1
"""Whatever reads a column or a JSON text has it exactly; instants in microseconds end in 2255."""
MAX_TEXT = 200_000
"""Characters: a long slip frozen with its job has half of them. Escaped, and with what stands
around it, such a text is still an event of the journal."""
UNSTORABLE = "\x00"
"""PostgreSQL takes no such text."""
_SEEN_FROM_OUTSIDE = frozenset({CatalogueIndex, WholeStock})
"""Twenty thousand products that a read has just made, and no verb keeps."""


def behind_door(service: type[T]) -> type[T]:
    """Put every verb of a service behind the door."""
    for name, verb in list(vars(service).items()):
        if isinstance(verb, FunctionType) and not name.startswith("_"):
            setattr(service, name, _guarded(verb))
    return service


def must_be(value: object, hint: Any) -> None:  # noqa: ANN401 (types are the data here)
    """Raises TypeError for what is no such value, a `bool` where a number is wanted among them.

    Refuses `number_out_of_range`, `text_unstorable`, `text_too_long`.
    """
    _check_of(hint)(value)


def _guarded(verb: FunctionType) -> Callable[..., Any]:
    names = verb.__code__.co_varnames[1 : verb.__code__.co_argcount]

    @cache
    def checks() -> dict[str, Check]:
        return {name: _check_of(hint) for name, hint in get_type_hints(verb).items()}

    @wraps(verb)
    def guarded(self: object, *given: object, **named: object) -> object:
        known = checks()
        for name, value in (*zip(names, given, strict=False), *named.items()):
            check = known.get(name)
            if check is not None:  # else Python says that there is no such parameter
                try:
                    check(value)
                except TypeError as error:
                    msg = f"{verb.__qualname__}, {name}: {error}"
                    raise TypeError(msg) from error
        return verb(self, *given, **named)

    return guarded


@cache
def _check_of(hint: Any) -> Check:  # noqa: ANN401
    hint = getattr(hint, "__supertype__", hint)
    origin, args = get_origin(hint), get_args(hint)
    if hint is int:
        return _check_number
    if hint is str:
        return _check_text
    if origin in {Union, UnionType}:
        return _any_of([_check_of(a) for a in args], str(hint))
    if origin is tuple:
        return _tuple_of(args)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_of(*map(_check_of, args))
    if isinstance(origin, type) and issubclass(origin, Collection):
        return _all_of(_check_of(args[0]), origin)
    if isinstance(hint, type) and hint not in {object, *_SEEN_FROM_OUTSIDE}:
        return _instance_of(hint)
    return _instance(hint if isinstance(hint, type) else object)


def _wrong(value: object, wanted: object) -> TypeError:
    return TypeError(f"{type(value).__name__} is not {getattr(wanted, '__name__', wanted)}")


def _check_number(value: object) -> None:
    if type(value) is not int:
        raise _wrong(value, int)
    if not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise Refusal("number_out_of_range")


def _check_text(value: object) -> None:
    if not isinstance(value, str):
        raise _wrong(value, str)
    if len(value) > MAX_TEXT:
        raise Refusal("text_too_long", limit=MAX_TEXT)
    if value.isprintable():
        return
    if UNSTORABLE in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise Refusal("text_unstorable")


def _instance(kind: type) -> Check:
    def check(value: object) -> None:
        if not isinstance(value, kind):
            raise _wrong(value, kind)

    return check


def _instance_of(kind: type) -> Check:
    """A value of ours is looked into; of a protocol only a value of ours can be told."""
    if getattr(kind, "_is_protocol", False):
        return _instance_of_its_own
    names = [f.name for f in fields(kind)] if is_dataclass(kind) else getattr(kind, "_fields", ())
    if not names:
        return _instance(kind)
    hints = get_type_hints(kind)
    parts = [_check_of(hints[name]) for name in names]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def check(value: object) -> None:
        if not isinstance(value, kind):
            raise _wrong(value, kind)
        for part, inner in zip(parts, read(value), strict=True):
            part(inner)

    return check


def _instance_of_its_own(value: object) -> None:
    kind: type = type(value)
    if is_dataclass(kind):
        _check_of(kind)(value)


def _any_of(parts: Sequence[Check], wanted: str) -> Check:
    def check(value: object) -> None:
        for part in parts:
            try:
                return part(value)
            except TypeError:
                continue
        raise _wrong(value, wanted)

    return check


def _all_of(part: Check, kind: type[Collection[Any]]) -> Check:
    def check(value: object) -> None:
        if not isinstance(value, kind) or isinstance(value, (str, bytes)):
            raise _wrong(value, kind)
        for inner in value:
            part(inner)

    return check


def _mapping_of(key: Check, part: Check) -> Check:
    def check(value: object) -> None:
        if not isinstance(value, Mapping):
            raise _wrong(value, Mapping)
        for name, inner in value.items():
            key(name)
            part(inner)

    return check


def _tuple_of(args: tuple[Any, ...]) -> Check:
    if args[-1] is Ellipsis:
        return _all_of(_check_of(args[0]), tuple)
    parts = [_check_of(a) for a in args]

    def check(value: object) -> None:
        if not isinstance(value, tuple) or len(value) != len(parts):
            raise _wrong(value, tuple)
        for part, inner in zip(parts, value, strict=True):
            part(inner)

    return check
