"""A shop with many opt-outs, and a list of many people of whom some have opted out, for the benches.

Made up by a seed, so that every build says the same. The numbers are random, and nobody is called.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from desktop import sample_shop
from desktop.services.suppression import newest
from models import migrations, names
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.opt_out import OptOut, OptOutKind, OptOutScope
from models.session import Database, database_url
from models.store import Store
from models.suppression_keys import address_key, email_key, person_key, phone_key
from tests.benchmarks.big_shop import NOW

HEADINGS = "id,first name,last name,company,email,phone,address 1,address 2,city,state,zip"
MEDIA = (Medium.EMAIL, Medium.CALL, Medium.POST)
_FIRST = (
    "Ana", "Ben", "Carla", "Dev", "Elena", "Fritz", "Gita", "Hugo", "Iris", "José", "Kim", "Liam",
    "María", "Noor", "Olga", "Paul", "Quinn", "Rosa", "Sven", "Tess",
)  # fmt: skip
_LAST = (
    "Abbott", "Brandt", "Castillo", "Diaz", "Ellis", "Farrow", "Grant", "Holloway", "Irwin",
    "Jensen", "Kowalski", "Lopez", "Mercer", "Nguyen", "O'Brien", "Patel", "Quist", "Roe",
    "Smith-Jones", "Tanaka",
)  # fmt: skip
_STREETS = (
    "North Main Street", "Oak Avenue", "Quarry Rd.", "Ontario Mills Parkway", "W 4th St",
    "Elm Street", "Sunset Boulevard", "County Road 12", "MLK Jr Drive", "Park Pl",
)  # fmt: skip
_UNITS = ("", "", "", "Apartment 4", "Ste. 210", "# 5B", "Unit 12")
_TOWNS = (("Ontario", "CA", 91764), ("Reno", "NV", 89501), ("Salem", "OR", 97301),
          ("Dover", "DE", 19901), ("Austin", "TX", 78701), ("Nashua", "NH", 3060))  # fmt: skip
_AREAS = (
    201, 202, 205, 206, 209, 212, 213, 214, 215, 216, 219, 224, 228, 239, 248, 253, 262, 267, 270,
    281, 301, 303, 305, 307, 310, 312, 313, 314, 317, 319, 330, 347, 352, 360, 402, 404, 405, 407,
    408, 410, 412, 414, 415, 419, 425, 440, 443, 469, 480, 501, 502, 503, 504, 505, 510, 512, 513,
    515, 516, 518, 520, 530, 541, 559, 561, 562, 585, 602, 603, 605, 606, 608, 609, 610, 612, 614,
    615, 616, 617, 618, 619, 626, 630, 631, 646, 650, 651, 661, 701, 702, 704, 706, 707, 713, 714,
    716, 717, 718, 719, 720, 732, 734, 757, 760, 770, 773, 775, 781, 786, 800, 801, 802, 803, 804,
    805, 806, 808, 810, 812, 813, 814, 816, 817, 818, 828, 831, 832, 843, 847, 850, 858, 859, 860,
    864, 865, 888, 901, 903, 904, 907, 908, 909, 913, 914, 915, 916, 917, 918, 919, 925, 937, 941,
    949, 951, 952, 954, 956, 970, 972, 973, 978, 985, 989,
)  # fmt: skip
_WAYS = (
    "{a}-{b}-{c}",
    "({a}) {b}-{c}",
    "+1 {a} {b} {c}",
    "{a}.{b}.{c}",
    "{a}{b}{c}",
    "1-{a}-{b}-{c}",
)


class Person:
    """One made-up person, the same for the same number."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.number = number
        self.first, self.last = chance.choice(_FIRST), chance.choice(_LAST)
        mailbox = names.fold(f"{self.first}.{self.last}").replace(" ", ".")
        self.email = f"{mailbox}.{number}@mail{number % 997}.example.com"
        exchange, line = chance.randrange(200, 1000), f"{chance.randrange(10_000):04d}"
        self.phone = chance.choice(_WAYS).format(a=chance.choice(_AREAS), b=exchange, c=line)
        city, state, code = chance.choice(_TOWNS)
        self.address = PostalAddress(
            name=f"{self.first} {self.last}",
            line1=f"{chance.randrange(1, 9999)} {chance.choice(_STREETS)}",
            line2=chance.choice(_UNITS),
            city=city,
            state=state,
            postal_code=f"{code + number % 40:05d}",
        )

    def row(self) -> str:
        """The person's row in the list."""
        place = self.address
        return (
            f"{self.number},{self.first},{self.last},,{self.email},{self.phone},{place.line1},"
            f"{place.line2},{place.city},{place.state},{place.postal_code}\r\n"
        )


def build_list(file: Path, rows: int) -> None:
    """The list: everybody up to number *rows*."""
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{HEADINGS}\r\n")
        out.writelines(Person(number).row() for number in range(rows))


def build_shop(file: Path, opt_outs: int, rows: int) -> None:
    """The shop: *opt_outs* for each of `MEDIA`, of which half are of people in the list."""
    database = Database(database_url(file))
    migrations.ensure_current(database.engine, before_upgrade=lambda: None)
    with database.write() as session:
        sample_shop.load(session, NOW)
    people = [Person(number) for number in _who(opt_outs, rows)]
    with database.write() as session:
        store_id = session.scalars(select(Store.id)).one()
        sample = newest(session, store_id)
        for start in range(0, len(people), 5_000):
            some = people[start : start + 5_000]
            after = sample + start * len(MEDIA)
            session.execute(insert(OptOut), list(_ledger(store_id, after, some)))
    database.close()


def _who(opt_outs: int, rows: int) -> list[int]:
    half = opt_outs // 2
    step = max(1, rows // half)
    return [*range(0, rows, step)][:half] + list(range(rows, rows + opt_outs - half))


def _ledger(store_id: uuid.UUID, after: int, people: list[Person]) -> Iterator[dict[str, Any]]:
    sequence = after
    for person in people:
        keys = (email_key(person.email), phone_key(person.phone, "US"), address_key(person.address))
        for medium, key in zip(MEDIA, keys, strict=True):
            sequence += 1
            yield {
                "store_id": store_id, "sequence": sequence, "kind": OptOutKind.OPT_OUT,
                "channel": Channel.MAIL, "medium": medium, "topic": "all",
                "scope": OptOutScope.PERSON, "value_key": key or f"none {person.number}",
                "person_key": person_key(person.address.name) if medium is Medium.POST else "",
                "received_at": NOW - timedelta(days=person.number % 900), "at": NOW,
            }  # fmt: skip
