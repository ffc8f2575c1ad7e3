"""Which fields of an address are shown, in which order, and on which rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models import address_forms, postal_places

_UNITED_STATES = ("postal_code", "line1", "line2", "city", "state")
_PLACE = ("district", "city", "sorting_code", "state", "postal_code")
_STRETCH = {
    "postal_code": 2, "line1": 5, "line2": 3, "district": 4, "city": 4, "sorting_code": 3, "state": 3,
}  # fmt: skip
_SLIM_STRETCH = {**_STRETCH, "line2": 2, "city": 3, "state": 2, "district": 3}
_COUNTRY = 4
_WIDE, _NARROW = 11, 7
"""How much stretch a row takes."""


def fields_in_order(country: str, typed: Collection[str]) -> tuple[str, ...]:
    """The fields of a country's form; the postal code first where it fills something.

    Those of *typed* that the country has no place for come last: nothing typed goes out of sight.
    """
    order: tuple[str, ...] = _UNITED_STATES
    if country != "US":
        order = address_forms.form(country).fields
        if "postal_code" in order and postal_places.is_telling(country):
            order = ("postal_code", *(field for field in order if field != "postal_code"))
    return (*order, *(field for field in _PLACE if field in typed and field not in order))


def lay_out(
    column: QVBoxLayout,
    rows: Mapping[str, QWidget],
    country_row: QWidget,
    order: tuple[str, ...],
    *,
    slim: bool,
) -> list[QHBoxLayout]:
    """Put the fields into *column* row by row, in place of what stood there; return the rows."""
    while (item := column.takeAt(0)) is not None:
        across = item.layout()
        while across is not None and across.takeAt(0) is not None:
            pass
        if across is not None:
            across.deleteLater()
    stretches = _SLIM_STRETCH if slim else _STRETCH
    lines = list(_lines(order, stretches, _NARROW if slim else _WIDE))
    fits = not slim and sum(stretches[field] for field in lines[-1]) + _COUNTRY <= _WIDE
    if not fits:
        lines.append(())
    laid = [QHBoxLayout() for _ in lines]
    for across, fields in zip(laid, lines, strict=True):
        for field in fields:
            across.addWidget(rows[field], stretches[field])
        column.addLayout(across)
    laid[-1].addWidget(country_row, _COUNTRY)
    return laid


def _lines(
    order: tuple[str, ...], stretches: Mapping[str, int], most: int
) -> Iterator[tuple[str, ...]]:
    """The fields row by row; street and unit side by side where there is room, the place below."""
    line: list[str] = []
    for at, field in enumerate(order):
        together = stretches[field]
        if field == "line1" and most == _WIDE:
            together += stretches["line2"]
        below = at > 0 and order[at - 1] == "line2" and most == _WIDE
        if line and (below or sum(stretches[one] for one in line) + together > most):
            yield tuple(line)
            line = []
        line.append(field)
    yield tuple(line)
