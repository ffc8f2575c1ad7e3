"""Who is calling: one box that takes a number, a name, an e-mail, a ZIP or an order number."""

from __future__ import annotations

import enum
import re
import unicodedata
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, bindparam, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.services.desk import Desk
from desktop.services.word_search import PAST, WordSearch
from models import emails, names, order_numbers, phone_numbers
from models.customer import Address, ContactKind, ContactPoint, Customer, CustomerWord
from models.order import Order

MOST_MATCHES = 8
LEAST_LETTERS = 2
MOST_TYPED = 200
"""Longer text names nobody: it was pasted by mistake, and would make a statement of endless words."""
MOST_WORDS = 8
_CANDIDATES = 60
"""How many rows a look-up reads before it ranks them; more only makes every key slower."""


class MatchedBy(enum.Enum):
    """What of the customer the text was found in."""

    PHONE = "phone"
    NAME = "name"
    EMAIL = "email"
    POSTAL_CODE = "postal_code"
    ORDER = "order"


@dataclass(frozen=True)
class CustomerMatch:
    """One customer as the list under the box shows it."""

    id: uuid.UUID
    display_name: str
    company_name: str
    phone: str
    place: str
    matched_by: MatchedBy
    whole: bool
    """The whole value was given, so that a single match may open by Enter."""
    order_id: uuid.UUID | None = None


def search(session: Session, desk: Desk, text: str) -> tuple[CustomerMatch, ...]:
    """Customers whom *text* may mean, the likeliest first, at most `MOST_MATCHES`.

    Accents and case do not matter; a number is found under every spelling of it.
    """
    text = _readable(text)
    if not text or len(text) > MOST_TYPED:
        return ()
    if "@" in text:
        found = _by_email(session, desk, text)
    elif any(c.isdigit() for c in text):
        found = _by_digits(session, desk, text)
    else:
        found = _by_name(session, desk, text)
    return _matches(session, desk, found)


_Found = dict[uuid.UUID, tuple[MatchedBy, bool, uuid.UUID | None]]

# The beginning of a ZIP; of a ZIP+4 the first five say where, and most addresses have no more.
_POSTAL = re.compile(r"([0-9]{3,5})|([0-9]{5})[ \-]?[0-9]{4}|([0-9]{5})-[0-9]{0,3}")


def _readable(text: str) -> str:
    """*text* with plain digits, without half characters and controls, which databases refuse."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    plain = (str(unicodedata.decimal(c, c)) if not c.isascii() else c for c in whole)
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in plain).strip()


def _by_email(session: Session, desk: Desk, text: str) -> _Found:
    beginning = emails.normalise(text)
    rows = session.execute(
        select(ContactPoint.customer_id, ContactPoint.normalised)
        .where(
            ContactPoint.store_id == desk.store_id,
            ContactPoint.kind == ContactKind.EMAIL,
            *_begins(ContactPoint.normalised, beginning),
        )
        .order_by(ContactPoint.normalised)
        .limit(_CANDIDATES)
    )
    return {cid: (MatchedBy.EMAIL, value == beginning, None) for cid, value in rows}


def _by_digits(session: Session, desk: Desk, text: str) -> _Found:
    found: _Found = {}
    _by_order(session, desk, text, found)
    _by_phone(session, desk, text, found)
    _by_postal_code(session, desk, text, found)
    return found or _by_name(session, desk, text)


def _by_order(session: Session, desk: Desk, text: str, found: _Found) -> None:
    number = order_numbers.parse(text)
    if number is None:
        return
    if desk.practice and not order_numbers.is_practice(number):
        number = order_numbers.PRACTICE_PREFIX + number  # read out without its P
    row = session.execute(
        select(Order.customer_id, Order.id).where(
            Order.store_id == desk.store_id, Order.number == number
        )
    ).first()
    if row is not None and row[0] is not None:
        found[row[0]] = (MatchedBy.ORDER, True, row[1])


def _by_postal_code(session: Session, desk: Desk, text: str, found: _Found) -> None:
    match = _POSTAL.fullmatch(text)
    if match is None:
        return
    beginning = match[1] or match[2] or match[3]
    for cid, code in session.execute(
        select(Address.customer_id, Address.postal_code)
        .where(Address.store_id == desk.store_id, *_begins(Address.postal_code, beginning))
        .limit(_CANDIDATES)
    ):
        found.setdefault(cid, (MatchedBy.POSTAL_CODE, code[:5] == beginning, None))


def _by_phone(session: Session, desk: Desk, text: str, found: _Found) -> None:
    parsed = phone_numbers.parse(text, desk.country)
    whole = parsed.e164 if parsed is not None else None
    if whole is not None:
        exact = session.scalars(
            select(ContactPoint.customer_id).where(
                ContactPoint.store_id == desk.store_id, *is_value(ContactPoint.normalised, whole)
            )
        )
        for cid in exact:
            found.setdefault(cid, (MatchedBy.PHONE, True, None))
        if found:
            return
    for key in phone_numbers.search_keys(text, desk.country):
        if key.startswith("+"):
            _collect(session, desk, found, ContactPoint.normalised, key)
        else:
            _collect(session, desk, found, ContactPoint.reversed_value, key[::-1])


def _begins(column: InstrumentedAttribute[str], key: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions that *column* begins with *key*, which need not be a whole value."""
    text = type_coerce(column, String)
    return text >= key, text < key + PAST


def is_value(column: InstrumentedAttribute[str], value: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions that *column* is *value*, said as a range.

    Said as an equality, SQLite may prefer a wider index that also holds the customer, and reads all
    of the store's rows in it.
    """
    return column >= value, column <= value


def _collect(
    session: Session, desk: Desk, found: _Found, column: InstrumentedAttribute[str], key: str
) -> None:
    for cid in session.scalars(
        select(ContactPoint.customer_id)
        .where(ContactPoint.store_id == desk.store_id, *_begins(column, key))
        .limit(_CANDIDATES)
    ):
        found.setdefault(cid, (MatchedBy.PHONE, False, None))


def _by_name(session: Session, desk: Desk, text: str) -> _Found:
    words = sorted(set(names.searched(text).split()), key=len, reverse=True)
    if not words or not names.is_enough(words[0], LEAST_LETTERS):
        return {}
    search = WordSearch(session, CustomerWord, desk.store_id)
    ids = search.owners(words[:MOST_WORDS], _CANDIDATES)
    found: _Found = dict.fromkeys(ids, (MatchedBy.NAME, False, None))
    return found or ({} if " " in text else _by_email(session, desk, text))


_NAMES = (
    select(Customer.id, Customer.display_name, Customer.company_name)
    .where(Customer.id.in_(bindparam("ids", expanding=True)), Customer.merged_into_id.is_(None))
    .order_by(Customer.display_name)
)
_PHONES = (
    select(ContactPoint.customer_id, ContactPoint.normalised)
    .where(
        ContactPoint.customer_id.in_(bindparam("ids", expanding=True)),
        ContactPoint.kind.in_((ContactKind.PHONE, ContactKind.MOBILE)),
    )
    .order_by(ContactPoint.position)
)
_PLACES = (
    select(Address.customer_id, Address.city, Address.state)
    .where(Address.customer_id.in_(bindparam("ids", expanding=True)))
    .order_by(Address.position)
)
"""Made once: these are asked at every key."""


def _matches(session: Session, desk: Desk, found: _Found) -> tuple[CustomerMatch, ...]:
    if not found:
        return ()
    rows = session.execute(_NAMES, {"ids": list(found)})
    ranked = sorted(rows, key=lambda row: _rank(found[row.id]))[:MOST_MATCHES]
    shown = [row.id for row in ranked]
    phones = _first_phones(session, shown, desk.country)
    places = _places(session, shown)
    return tuple(
        CustomerMatch(
            row.id,
            row.display_name,
            row.company_name,
            phone=phones.get(row.id, ""),
            place=places.get(row.id, ""),
            matched_by=found[row.id][0],
            whole=found[row.id][1],
            order_id=found[row.id][2],
        )
        for row in ranked
    )


def _rank(how: tuple[MatchedBy, bool, uuid.UUID | None]) -> tuple[bool, bool]:
    matched_by, whole, _order_id = how
    return not whole, matched_by is MatchedBy.POSTAL_CODE


def _first_phones(session: Session, ids: list[uuid.UUID], country: str) -> dict[uuid.UUID, str]:
    first: dict[uuid.UUID, str] = {}
    for cid, number in session.execute(_PHONES, {"ids": ids}):
        first.setdefault(cid, number)
    return {cid: phone_numbers.display(number, country) for cid, number in first.items()}


def _places(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    first: dict[uuid.UUID, str] = {}
    for cid, city, state in session.execute(_PLACES, {"ids": ids}):
        first.setdefault(cid, ", ".join(part for part in (city, state) if part))
    return first
