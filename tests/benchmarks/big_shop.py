"""A practice database as large as a big shop's, for the benches.

The sample shop with many more customers, made up from the sample's own parts by place and never
by chance, so that every build says the same. Telephone numbers are of 555-0100 to 555-0199, which
are set aside for fiction, in every area code that could be; that is 80,000, and then households
begin to share.
"""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import sample_shop
from desktop.sample_rows import Sample, put
from models import migrations, names
from models.addresses_rules import PostalAddress, standardise
from models.customer import (
    Address,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerKind,
    CustomerWord,
)
from models.ids import uuid7
from models.session import Database, database_url
from models.store import Store

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
_AT_ONCE = 5_000
_STRIDE = 7919
"""A prime: every pair of names comes once before any comes again."""
_FIRST_AREA, _AREAS, _LINES = 200, 800, 100


def build(database_path: Path, customers: int = 100_000) -> None:
    """Make the database: the sample shop, then people until there are *customers*.

    Raises:
        NotAnEmptyPracticeShop: there is a shop in that file already.
    """
    database = Database(database_url(database_path))
    try:
        migrations.ensure_current(database.engine, before_upgrade=_nothing_to_lose)
        with database.write() as session:
            sample_shop.load(session, NOW)
            sample = _sample_of(session)
            standing = len(sample_shop.read("customers"))
            places = iter(range(customers - standing))
            while chunk := list(itertools.islice(places, _AT_ONCE)):
                _put_people(session, sample, chunk)
    finally:
        database.close()


def number_of(place: int) -> str:
    """The telephone number, in E.164 form, of the customer made at *place* (0 is the first)."""
    area, line = _FIRST_AREA + place % _AREAS, place // _AREAS % _LINES
    return f"+1{area}55501{line:02d}"


def _nothing_to_lose() -> None:
    raise AssertionError("a new database is never behind")


def _sample_of(session: Session) -> Sample:
    store = session.scalars(select(Store)).one()
    return Sample(
        store_id=store.id,
        currency=store.currency,
        country=store.country,
        time_zone=store.time_zone,
        opened_at=store.created_at,
        now=NOW,
    )


def _put_people(session: Session, sample: Sample, places: list[int]) -> None:
    rows: dict[type, list[dict[str, Any]]] = {
        kind: [] for kind in (Customer, CustomerWord, ContactPoint, Address)
    }
    given, family, towns = _parts()
    for place in places:
        pair = place * _STRIDE % (len(given) * len(family))
        first, last = given[pair % len(given)], family[pair // len(given)]
        town = towns[place * 13 % len(towns)]
        since = NOW - timedelta(minutes=5 + place * 11)
        customer = _customer(sample, first, last, since)
        rows[Customer].append(customer)
        rows[CustomerWord] += [
            sample.row(word=word, customer_id=customer["id"]) for word in _words(first, last)
        ]
        rows[ContactPoint].append(_number(sample, customer["id"], place, since))
        rows[Address].append(_address(sample, customer, place, town, since))
    for kind, made in rows.items():
        put(session, kind, made)


@cache
def _words(first: str, last: str) -> tuple[str, ...]:
    return tuple(sorted(names.search_words(first, last)))


@cache
def _parts() -> tuple[list[str], list[str], list[dict[str, str]]]:
    people = sample_shop.read("customers")
    given = sorted({person["given"] for person in people} - {""})
    family = sorted({person["family"] for person in people} - {""})
    towns = [address for person in people for address in person["addresses"]]
    return given, family, towns


def _customer(sample: Sample, first: str, last: str, since: datetime) -> dict[str, Any]:
    return sample.row(
        id=uuid7(since),
        kind=CustomerKind.PERSON,
        given_name=first,
        family_name=last,
        display_name=f"{first} {last}",
        language="en",
        tax_exempt_until=None,
        version=1,
        created_at=since,
    )


def _number(sample: Sample, customer_id: object, place: int, since: datetime) -> dict[str, Any]:
    e164 = number_of(place)
    return sample.row(
        customer_id=customer_id,
        kind=ContactKind.PHONE,
        typed=f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}",
        normalised=e164,
        reversed_value=e164[::-1],
        created_at=since,
    )


def _address(
    sample: Sample, customer: dict[str, Any], place: int, town: dict[str, str], since: datetime
) -> dict[str, Any]:
    value = PostalAddress(
        name=customer["display_name"],
        line1=f"{1 + place % 9800} {town['line1'].partition(' ')[2]}",
        city=town["city"],
        state=town["state"],
        postal_code=town["postal_code"],
        country=sample.country,
    )
    return sample.row(
        **dataclasses.asdict(value),
        customer_id=customer["id"],
        match_key=standardise(value),
        bills_here=True,
        created_at=since,
    )
