"""Which column of a list holds what: guessed by the headings and by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop.imports.table_file import TableFile
from desktop.imports.table_shape import LONGEST_VALUE
from models import names
from models.usps_words import STATES

KINDS = (
    "email", "fax", "mobile", "phone", "zip", "country", "state", "city", "address2", "address1",
    "company", "first_name", "last_name", "name",
)  # fmt: skip
"""In the order in which a heading is tried: "Company name" is a company, "E-mail address" no street."""

_NAMED: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"e ?mail|\bmail address|correo"),
    "fax": re.compile(r"fax"),
    "mobile": re.compile(r"mobile|\bcell|handy|movil|wireless|\bsms\b"),
    "phone": re.compile(r"phone|telefono|\btel\b|\btel no\b|landline|\bnumber to call"),
    "zip": re.compile(r"\bzip(?! ?4| ?plus)|post(?:al)? ?code|\bplz\b|codigo postal"),
    "country": re.compile(r"country|\bpais\b"),
    "state": re.compile(r"state\b|province|\bregion\b|\bst\b|estado"),
    "city": re.compile(r"city|\btown\b|locality|ciudad"),
    "address2": re.compile(
        r"(?:addr\w*|street|line|add) ?(?:line ?)?2|\bapt\b|apartment|\bunit\b|suite"
        r"|secondary addr"
    ),
    "address1": re.compile(
        r"^(?:\w+ ){0,2}(?:addr\w*|add|street|delivery line|address line)(?: ?line)?(?: ?1)?$"
        r"|street|direccion"
    ),
    "company": re.compile(r"company|organi[sz]ation|business|\bfirm\b|employer|empresa"),
    "first_name": re.compile(r"\bfirst|given|\bfname|forename|^nombre"),
    "last_name": re.compile(r"\blast ?name|\blast$|surname|family|\blname|apellido"),
    "name": re.compile(r"name|contact|recipient|addressee|customer$"),
}
"""By the folded heading."""

_EMAIL = re.compile(r"[^@\s]*<?[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:tel:)?[+(]?[0-9][0-9\s().+\-/]{5,}(?:\s*(?:x|ext\.?|#)\s*[0-9]+)?")
_ZIP = re.compile(r"[0-9]{3,5}(?:[- ]?[0-9]{4})?|[a-z][0-9][a-z] ?[0-9][a-z][0-9]", re.IGNORECASE)
_STREET = re.compile(r"[0-9]+[\w-]*\s+\S.*|p\.? ?o\.? ?box .*", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_][^\d_@]*\s[^\d_@]*[^\W\d_]\.?")


def _is_state(cell: str) -> bool:
    return cell.strip().upper() in STATES


_LOOKS: Mapping[str, Callable[[str], object]] = {
    "email": _EMAIL.fullmatch,
    "fax": _PHONE.fullmatch,
    "mobile": _PHONE.fullmatch,
    "phone": _PHONE.fullmatch,
    "zip": _ZIP.fullmatch,
}
"""What the cells below must look like, most of them, for a heading to be believed."""
_FEWEST_DIGITS = 10
_DIAL_MARKS = frozenset("+()-./ ")
_IS_REACHED = re.compile(
    r"\b(?:home|work|office|day|daytime|evening|night|alt|alternate|other|second|number|contact)\b"
)
_TOLD_BY_CELLS: Mapping[str, Callable[[str], object]] = {
    "email": _EMAIL.fullmatch,
    "zip": re.compile(r"[0-9]{5}(?:-[0-9]{4})?").fullmatch,
    "phone": _PHONE.fullmatch,
    "state": _is_state,
    "address1": _STREET.fullmatch,
    "name": _PERSON.fullmatch,
}
"""For columns without a heading."""


def guess_all(
    table: TableFile,
    wanted: Sequence[str],
    *,
    words: Mapping[str, Sequence[str]] | None = None,
    by_cells: bool = False,
) -> dict[int, str]:
    """What each column (from 0) holds, in their order: "Home phone" and "Work phone" are both phones.

    Args:
        table: The list.
        wanted: Of `KINDS`, and of those in *words*; other columns are left out.
        words: Further kinds, with the words of which one must be the heading ("note", "remarks").
        by_cells: Whether a column whose heading says nothing of it counts too, if what stands in it
            plainly reaches people: "Work", "Alternate".
    """
    own = {kind: {folded(word) for word in said} for kind, said in (words or {}).items()}
    found: dict[int, str] = {}
    for column in range(table.width):
        cells = [row[column].strip() for row in table.sample if column < len(row)]
        cells = [cell for cell in cells if cell]
        heading = folded(table.headings[column]) if column < len(table.headings) else ""
        kind = _by_heading(heading, cells, own) if heading else _by_cells(cells, found.values())
        if by_cells and heading and not kind:
            kind = _reached_by(heading, cells)
        if kind and kind in wanted:
            found[column] = kind
    if "city" in wanted and "city" not in found.values():
        _add_city(table, found)
    return found


def _by_heading(heading: str, cells: Sequence[str], own: Mapping[str, set[str]]) -> str:
    for kind, said in own.items():
        if heading in said:
            return kind
    for kind in KINDS:
        if _NAMED[kind].search(heading):
            looks = _LOOKS.get(kind)
            if looks is None or not cells or _most(cells, looks):
                return kind
    return ""


def _reached_by(heading: str, cells: Sequence[str]) -> str:
    """What plainly reaches people under a heading that does not say so: "Work", "Alternate".

    A number without a mark may be anybody's number of anything, unless the heading is such a word.
    """
    if not cells:
        return "phone" if _IS_REACHED.fullmatch(heading) else ""
    if _most(cells, _EMAIL.fullmatch):
        return "email"
    is_named = _IS_REACHED.search(heading) is not None
    return "phone" if _most(cells, lambda cell: _is_dialled(cell, is_named=is_named)) else ""


def _is_dialled(cell: str, *, is_named: bool) -> bool:
    digits = sum(map(str.isdigit, cell))
    is_long = _PHONE.fullmatch(cell) is not None and digits >= _FEWEST_DIGITS
    return is_long and (is_named or not _DIAL_MARKS.isdisjoint(cell))


def _by_cells(cells: Sequence[str], taken: Iterable[str]) -> str:
    """Numbers and e-mail addresses may stand in several columns; the rest is there once."""
    for kind, looks in _TOLD_BY_CELLS.items():
        if cells and _most(cells, looks) and (kind in ("email", "phone") or kind not in taken):
            return kind
    return ""


def _add_city(table: TableFile, found: dict[int, str]) -> None:
    """A column without a heading before that of the state."""
    state = next((column for column, kind in found.items() if kind == "state"), 0)
    before = state - 1
    named = 0 <= before < len(table.headings) and table.headings[before].strip()
    if before >= 0 and before not in found and not named:
        found[before] = "city"


def _most(cells: Sequence[str], looks: Callable[[str], object]) -> bool:
    return sum(len(cell) <= LONGEST_VALUE and bool(looks(cell)) for cell in cells) * 2 > len(cells)


def folded(heading: str) -> str:
    """A heading as it is compared: "ZipCode" and "ZIP code" are the same."""
    return names.fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))
