"""Where a letter on paper goes: its place in the order of ZIP codes, and the key of its address."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.customer_views import to_postal
from desktop.services.order_views import address_of
from desktop.zip_codes import ZipTable
from models import addresses_rules, card_guard
from models.addresses_rules import PostalAddress
from models.customer import Address
from models.dispatch import Dispatch
from models.document import Document, DocumentKind
from models.opt_out import OptOutRequest
from models.order import Order

LETTERS = (
    DocumentKind.CONFIRMATION,
    DocumentKind.CANCELLATION,
    DocumentKind.DELAY_NOTICE,
    DocumentKind.OPT_OUT_CONFIRMATION,
    DocumentKind.FAX_ANSWER,
)
"""Papers that go into an envelope; the others stay in the house."""

ZIP_ORDER: Final = (
    Dispatch.postal_key, Dispatch.address_key, Dispatch.to_name, Dispatch.created_at, Dispatch.id,
)  # fmt: skip
"""Two letters to one house lie one on the other."""

_HOME = "US"
_KEY_LENGTH = 40
_LONGEST_KEY = 400


def postal_key(address: PostalAddress) -> str:
    """Country and postal code, in whose order letters are printed: ``US 91764-1234``."""
    country = address.country.strip().upper() or _HOME
    code = address.postal_code.strip().upper()
    if country == _HOME:
        code = addresses_rules.format_zip(code)
    return _allowed(f"{country} {code}".strip()[:_KEY_LENGTH])


def address_key(address: PostalAddress) -> str:
    """The standardised place; empty where the address has no delivery line."""
    return _allowed(addresses_rules.standardise(address)[:_LONGEST_KEY])


def place(key: str) -> str:
    """Town, state and ZIP of a `postal_key`; what it has of them where nobody knows the town."""
    country, _, code = key.partition(" ")
    if country != _HOME:
        return f"{code}, {country}".strip(", ")
    found = _zip_table().lookup(code)
    return f"{found.city}, {found.state} {code}" if found else code


def put(dispatch: Dispatch, address: PostalAddress | None) -> None:
    """Write down where *dispatch* goes."""
    if address is not None:
        dispatch.postal_key, dispatch.address_key = postal_key(address), address_key(address)


def of_document(session: Session, document: Document) -> PostalAddress | None:
    """The address that a letter on record is written to: the order's, the request's, the customer's."""
    if document.order_id is not None:
        return address_of(session.get_one(Order, document.order_id).bill_to)
    who = session.scalar(
        select(OptOutRequest.who).where(
            OptOutRequest.store_id == document.store_id,
            OptOutRequest.confirm_document_id == document.id,
        )
    )
    if who and who.get("address"):
        return address_of(who["address"])
    return _of_customer(session, document)


def _of_customer(session: Session, document: Document) -> PostalAddress | None:
    if document.customer_id is None:
        return None
    first = session.scalar(
        select(Address)
        .where(Address.customer_id == document.customer_id)
        .order_by(Address.position)
        .limit(1)
    )
    return None if first is None else to_postal(first)


def _allowed(key: str) -> str:
    """A key that the card guard takes for a card number is left away rather than the letter."""
    return "" if card_guard.looks_like_card(key) else key


@lru_cache(maxsize=1)
def _zip_table() -> ZipTable:
    return ZipTable.load()
