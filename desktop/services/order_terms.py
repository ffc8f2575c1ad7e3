"""What the text in the box of the orders page may mean, as sets of orders."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from desktop.services.order_sources import Source, both, either, nothing
from models import emails, names, order_numbers, phone_numbers
from models.customer import ContactKind, ContactPoint, CustomerWord
from models.order import Order, OrderLine, OrderState
from models.order_search import LONGEST_WORD, OrderKey
from models.payment import Payment
from models.product import ProductVariant
from models.shipment import Shipment

MOST_TYPED = 200
"""Longer text names no order: it was pasted by mistake."""
MOST_WORDS = 12
LEAST_NUMBER_DIGITS = 5
"""Of an order number's beginning; fewer digits are the end of a telephone number, or of a card."""
_PAST = "\U0010ffff"
_ZIP_PLUS = re.compile(r"([0-9]{5})-?[0-9]{4}")
_NUMBER_BEGINNING = re.compile(r"[Pp]?[0-9]{%d,9}" % LEAST_NUMBER_DIGITS)  # noqa: UP031
_TRACKING = re.compile(r"[0-9A-Z]{6,40}")


def readable(text: str) -> str:
    """*text* with plain digits, without half characters and controls, which databases refuse."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    plain = (str(unicodedata.decimal(c, c)) if not c.isascii() else c for c in whole)
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in plain).strip()


def number_of(desk: Desk, text: str) -> str | None:
    """The order number that *text* is, in stored form; read out without its P it is found too."""
    number = order_numbers.parse(text)
    if number is not None and desk.practice and not order_numbers.is_practice(number):
        return order_numbers.PRACTICE_PREFIX + number
    return number


def of_text(session: Session, desk: Desk, text: str) -> Source:
    """Every order that *text*, which is `readable`, may mean.

    A whole order number means that order and nothing else, and so does a telephone number that
    somebody has.
    """
    if len(text) > MOST_TYPED:
        return nothing()
    number = number_of(desk, text)
    if number is not None:
        there = either(session, [_by_column(desk, Order.number, [number])])
        if there.size:
            return there
    parsed = phone_numbers.parse(text, desk.country)
    if parsed is not None:
        value = type_coerce(ContactPoint.normalised, String)
        # As a range: of two indexes SQLite takes the wider one for an equality.
        whose = (value >= parsed.e164, value <= parsed.e164)
        there = either(session, [_of_customers(desk, whose)])
        if there.size:
            return there
    if "@" in text:
        return either(session, [_by_email(desk, text)])
    found = list(_whole(desk, text))
    parts = [part for part in dict.fromkeys(text.split()) if names.searched(part)]
    if len(parts) <= MOST_WORDS:
        each = [either(session, list(_of_part(session, desk, part))) for part in parts]
        found.append(both(session, each) if each else nothing())
    return either(session, found)


def _whole(desk: Desk, text: str) -> Iterator[Source]:
    """What the text may be as a whole: a part of a number, an item, a paper's reference."""
    compact = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Pd")
    if _NUMBER_BEGINNING.fullmatch(compact):
        yield _by_number_beginning(desk, compact)
    yield from _by_phone(desk, text)
    if _TRACKING.fullmatch(compact.upper()) and any(c.isdigit() for c in compact):
        yield _by_tracking(desk, compact.upper())
    if len(text.split()) > 1:  # one word is asked for these as a part
        yield _by_reference(desk, names.tidy(text))
        if any(c.isdigit() for c in text):
            yield from _by_sku(desk, text)


def _of_part(session: Session, desk: Desk, part: str) -> Iterator[Source]:
    """What one of several words may be, as it was typed."""
    plus = _ZIP_PLUS.fullmatch(part)
    words = [plus[1]] if plus is not None else names.searched(part).split()
    yield both(session, [_by_word(desk, word) for word in words[:MOST_WORDS]])
    if re.fullmatch("[0-9]{4}", part):
        yield _by_last_four(desk, part)
    if any(c.isdigit() for c in part):
        yield _by_reference(desk, part)
        yield from _by_sku(desk, part)


def _by_word(desk: Desk, word: str) -> Source:
    """A name, company, town or ZIP that begins so; of a draft, a name of its customer.

    The words of an order are written when it is placed.
    """
    word = word[:LONGEST_WORD]
    placed = _listed(desk, OrderKey.order_id, OrderKey.store_id, _begins(OrderKey.word, word))
    is_named = (
        select(CustomerWord.id)
        .where(CustomerWord.customer_id == Order.customer_id, *_begins(CustomerWord.word, word))
        .exists()
    )
    drafts = select(Order.id).where(
        Order.store_id == desk.store_id, Order.state == OrderState.DRAFT, is_named
    )
    together = union_all(placed.ids, drafts).subquery()
    return Source(
        select(together.c[0]),
        or_(placed.holds, and_(Order.state == OrderState.DRAFT, is_named)),
    )


def _by_number_beginning(desk: Desk, typed: str) -> Source:
    digits = typed.upper().removeprefix(order_numbers.PRACTICE_PREFIX)
    beginning = (order_numbers.PRACTICE_PREFIX if desk.practice else "") + digits
    column = type_coerce(Order.number, String)
    # Between digits, so that no database's rules of sorting matter.
    within = (column >= beginning, column <= beginning + "9" * 9)
    return Source(
        select(Order.id).where(Order.store_id == desk.store_id, *within),
        column.startswith(beginning, autoescape=True),
    )


def _by_column(desk: Desk, column: InstrumentedAttribute[str], values: Sequence[str]) -> Source:
    condition = type_coerce(column, String).in_(values)
    ids = select(Order.id).where(Order.store_id == desk.store_id, condition)
    return Source(ids, condition)


def _by_email(desk: Desk, text: str) -> Source:
    begins = _begins(ContactPoint.normalised, emails.normalise(text))
    return _of_customers(desk, (ContactPoint.kind == ContactKind.EMAIL, *begins))


def _by_phone(desk: Desk, text: str) -> Iterator[Source]:
    for key in sorted(phone_numbers.search_keys(text, desk.country)):
        if key.startswith("+"):
            yield _of_customers(desk, _begins(ContactPoint.normalised, key))
        else:
            yield _of_customers(desk, _begins(ContactPoint.reversed_value, key[::-1]))


def _of_customers(desk: Desk, conditions: Sequence[ColumnElement[bool]]) -> Source:
    """The orders of whoever has such a contact point."""
    whose = select(ContactPoint.customer_id).where(
        ContactPoint.store_id == desk.store_id, *conditions
    )
    theirs = Order.customer_id.in_(whose)
    ids = select(Order.id).where(Order.store_id == desk.store_id, theirs)
    return Source(ids, theirs, is_dear=True)


def _by_tracking(desk: Desk, compact: str) -> Source:
    column = type_coerce(Shipment.tracking_number, String)
    # Only letters and digits stand in the column: any further one sorts below the highest character.
    begins = (column >= compact, column < compact + _PAST)
    return _listed(desk, Shipment.order_id, Shipment.store_id, begins)


def _by_last_four(desk: Desk, digits: str) -> Source:
    is_it = (type_coerce(Payment.last4, String) == digits,)
    return _listed(desk, Payment.order_id, Payment.store_id, is_it, is_dear=True)


def _by_reference(desk: Desk, text: str) -> Source:
    """A cheque's number or a purchase order, as it was typed or in capitals."""
    spellings = sorted({text, text.upper(), text.lower()})
    is_it = (type_coerce(Payment.reference, String).in_(spellings), Payment.reference != "")
    return _listed(desk, Payment.order_id, Payment.store_id, is_it)


def _by_sku(desk: Desk, text: str) -> Iterator[Source]:
    key = fold_sku(text)
    if not key:
        return
    column = type_coerce(ProductVariant.sku_key, String)
    # A beginning without a digit is a word, which more often is somebody's name.
    partly = len(key) > 3 and any(c.isdigit() for c in key)
    such = _begins(ProductVariant.sku_key, key) if partly else (column == key,)
    variants = select(ProductVariant.id).where(ProductVariant.store_id == desk.store_id, *such)
    is_it = (OrderLine.variant_id.in_(variants),)
    yield Source(
        select(OrderLine.order_id).where(*is_it),
        select(OrderLine.id).where(OrderLine.order_id == Order.id, *is_it).exists(),
        is_dear=True,
    )


def _listed(
    desk: Desk,
    order_id: InstrumentedAttribute[uuid.UUID],
    store_id: InstrumentedAttribute[uuid.UUID],
    conditions: Sequence[ColumnElement[bool]],
    *,
    is_dear: bool = False,
) -> Source:
    """The orders that rows of another table name."""
    ids: Select[uuid.UUID] = select(order_id).where(store_id == desk.store_id, *conditions)
    # The store is the order's own; named here, it would make SQLite read all of the store's rows.
    holds = select(order_id).where(order_id == Order.id, *conditions).exists()
    return Source(ids, holds, is_dear=is_dear)


def _begins(column: InstrumentedAttribute[str], key: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions that *column* begins with *key*; wildcards mean nothing in it."""
    text = type_coerce(column, String)
    return text >= key, text < key + _PAST
