"""Customers, and every way to reach them."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, StoreRow
from models.types import (
    ContactText,
    Count,
    Country,
    Day,
    JsonValue,
    Key200,
    Moment,
    PhoneTypedText,
    SearchKeyText,
    Text20,
    Text60,
    Text200,
    Text2000,
    enum_column,
)


class CustomerKind(enum.Enum):
    """Whether the customer's own name is a person's or a company's."""

    PERSON = "person"
    COMPANY = "company"


class ContactKind(enum.Enum):
    """What a contact point is."""

    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    EMAIL = "email"


class Customer(StoreRow, Dated, Base):
    """Someone who orders. `version` is the optimistic lock; a merged row points at what it became."""

    __tablename__ = "customers"
    __table_args__ = (Index("ix_customers_store_id_source_key", "store_id", "source_key"),)

    kind: Mapped[CustomerKind] = mapped_column(enum_column(CustomerKind))
    given_name: Mapped[Text200] = mapped_column(default="")
    family_name: Mapped[Text200] = mapped_column(default="")
    company_name: Mapped[Text200] = mapped_column(default="")
    display_name: Mapped[Text200]
    romanised_name: Mapped[Text200] = mapped_column(default="")
    """The name in Latin letters, where it is written in others; it finds the customer too."""
    source_key: Mapped[str] = mapped_column(SearchKeyText(200), default="")
    """By what the shop's own files know them (`shopify:6940095564`); "" where there is none."""
    language: Mapped[Text20]
    notes: Mapped[Text2000] = mapped_column(default="")
    tax_exempt_certificate: Mapped[Text60] = mapped_column(default="")
    tax_exempt_until: Mapped[Day | None]
    terms_days: Mapped[Count] = mapped_column(default=0)
    """Within how many days a company pays what it orders on terms; 0: it has none."""
    wants_catalog: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    erased_at: Mapped[Moment | None]
    version: Mapped[Count] = mapped_column(default=1)

    contact_points: Mapped[list[ContactPoint]] = relationship(
        back_populates="customer", order_by="ContactPoint.position", cascade="all, delete-orphan"
    )
    addresses: Mapped[list[Address]] = relationship(
        back_populates="customer", order_by="Address.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class CustomerWord(StoreRow, Base):
    """One folded word of a customer's names, for finding by its beginning.

    Kept by the customer service together with the names.
    """

    __tablename__ = "customer_words"
    __table_args__ = (
        UniqueConstraint("store_id", "word", "customer_id"),
        # With the word, so that asking whether a customer has one too reads nothing but the index.
        Index("ix_customer_words_customer_id_word", "customer_id", "word"),
    )

    word: Mapped[Key200]
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))


class ContactPoint(StoreRow, Dated, Base):
    """A number or an e-mail: as typed, and normalised (E.164, lower-cased) for finding.

    `reversed_value` is the normalised value backwards, so that "ends with 0142" is a prefix too.
    """

    __tablename__ = "contact_points"
    __table_args__ = (
        UniqueConstraint("store_id", "customer_id", "normalised", "extension", "kind"),
        Index("ix_contact_points_store_id_normalised", "store_id", "normalised"),
        Index("ix_contact_points_store_id_reversed_value", "store_id", "reversed_value"),
        Index("ix_contact_points_customer_id", "customer_id"),
    )

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    kind: Mapped[ContactKind] = mapped_column(enum_column(ContactKind))
    typed: Mapped[str] = mapped_column(PhoneTypedText(200))
    normalised: Mapped[str] = mapped_column(ContactText(200))
    reversed_value: Mapped[str] = mapped_column(ContactText(200))
    extension: Mapped[Text20] = mapped_column(default="")
    position: Mapped[Count] = mapped_column(default=0)

    customer: Mapped[Customer] = relationship(back_populates="contact_points")


class Address(StoreRow, Dated, Base):
    """A postal address of a customer; `match_key` is its standardised form."""

    __tablename__ = "addresses"
    __table_args__ = (
        Index("ix_addresses_store_id_postal_code", "store_id", "postal_code"),
        Index("ix_addresses_store_id_match_key", "store_id", "match_key"),
        Index("ix_addresses_customer_id", "customer_id"),
    )

    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    name: Mapped[Text200]
    company: Mapped[Text200] = mapped_column(default="")
    line1: Mapped[Text200]
    line2: Mapped[Text200] = mapped_column(default="")
    city: Mapped[Text200]
    state: Mapped[Text60] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(SearchKeyText(20))
    country: Mapped[Country]
    district: Mapped[Text200] = mapped_column(default="")
    """What of a town some countries write: the bairro, the neighbourhood, the district."""
    sorting_code: Mapped[Text60] = mapped_column(default="")
    """What some countries write after the town for the post's large customers, such as CEDEX 08."""
    romanised: Mapped[JsonValue | None]
    """The same in Latin letters: `addresses_rules.ROMAN_FIELDS` to text; None: not kept."""
    match_key: Mapped[str] = mapped_column(SearchKeyText(400))
    bills_here: Mapped[bool] = mapped_column(default=False)
    position: Mapped[Count] = mapped_column(default=0)

    customer: Mapped[Customer] = relationship(back_populates="addresses")
