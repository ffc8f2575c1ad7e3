"""Which letter somebody means by what stands on it: a number that is scanned or typed, or a name."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import ColumnElement, Select, and_, select

from desktop.services.desk import Desk
from models import names, order_numbers
from models.customer import CustomerWord
from models.dispatch import Dispatch
from models.document import Document
from models.opt_out import OptOutRequest
from models.order import Order

_REFERENCE = re.compile(r"OPT\W{0,3}([0-9]{1,9})", re.IGNORECASE)
_SHORTEST = 2
_LONGEST = 200


def is_meant(desk: Desk, text: str) -> ColumnElement[bool] | None:
    """The condition on `Dispatch` and `Document`; None where nothing was said."""
    said = " ".join(text.split())[:_LONGEST]
    number = order_numbers.parse(said)
    if number is not None:
        return Document.order_id.in_(
            select(Order.id).where(Order.store_id == desk.store_id, Order.number == number)
        )
    reference = _REFERENCE.fullmatch(said)
    if reference is not None:
        return Document.id.in_(
            select(OptOutRequest.confirm_document_id).where(
                OptOutRequest.store_id == desk.store_id,
                OptOutRequest.number == int(reference[1]),
            )
        )
    return _by_name(desk, said)


def _by_name(desk: Desk, said: str) -> ColumnElement[bool] | None:
    """Every word is in the name on the letter, or begins a word of the customer's own name."""
    words = names.searched(said).split()
    if not words or not names.is_enough("".join(words), _SHORTEST):
        return None
    of_customer = and_(*(Document.customer_id.in_(_has_word(desk, word)) for word in words))
    on_letter = and_(*(Dispatch.to_name.icontains(w, autoescape=True) for w in said.split()))
    return of_customer | on_letter


def _has_word(desk: Desk, word: str) -> Select[uuid.UUID]:
    return select(CustomerWord.customer_id).where(
        CustomerWord.store_id == desk.store_id,
        CustomerWord.word.startswith(word, autoescape=True),
    )
