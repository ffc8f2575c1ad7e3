"""What a document says, to JSON values and back: a stored letter can be set for another medium."""

from __future__ import annotations

import enum
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_values(value: Any) -> Any:
    """*value*, a dataclass of plain values, as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_values(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_values(one) for one in value]
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def from_values(kind: type[T], record: Mapping[str, Any]) -> T:
    """The *kind* of data in *record*; a value that is missing there is its default.

    Raises:
        ValueError: it is none of that kind: a value is missing, is of another type, or is one that
            this program does not know, so that the document would say less than it did.
    """
    return _read_dataclass(kind, record, kind.__name__)


def _read_dataclass(kind: type[T], record: Any, where: str) -> T:
    if not isinstance(record, Mapping):
        raise _wrong(where, "is no record")
    hints = _hints(kind)  # type: ignore[arg-type]
    if unknown := sorted(set(record) - hints.keys()):
        raise _wrong(where, f"has values that are not known: {', '.join(unknown)}")
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in record:
            inner = f"{where}.{field.name}"
            values[field.name] = _read(hints[field.name], record[field.name], inner)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise _wrong(where, f"has no {field.name}")
    return kind(**values)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _wrong(where, "is no list")
        return tuple(_read(get_args(hint)[0], one, where) for one in value)
    if origin in (Union, types.UnionType):
        others = [one for one in get_args(hint) if one is not type(None)]
        return None if value is None else _read(others[0], value, where)
    if origin is Literal:
        if value not in get_args(hint):
            raise _wrong(where, "is not one of those known")
        return value
    if is_dataclass(hint) and isinstance(hint, type):
        return _read_dataclass(hint, value, where)
    return _read_plain(hint, value, where)


def _read_plain(hint: type[Any], value: Any, where: str) -> Any:
    """A text, a number, a yes or no, a day, or a value of an enumeration."""
    if issubclass(hint, date | enum.Enum):
        if not isinstance(value, str):
            raise _wrong(where, "is no text")
        try:
            return date.fromisoformat(value) if issubclass(hint, date) else hint(value)
        except ValueError:
            raise _wrong(where, "is not one of those known") from None
    if type(value) is not hint:
        raise _wrong(where, "is not of its type")
    return value


def _wrong(where: str, what: str) -> ValueError:
    """The error for the value at *where*, whose content it does not repeat."""
    return ValueError(f"{where} {what}")
