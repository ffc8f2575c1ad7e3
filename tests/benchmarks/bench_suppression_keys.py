"""Keys of opt-outs for the rows of a list, each beside what one would write without thinking."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import phonenumbers

from models import suppression_keys
from models.addresses_rules import PostalAddress
from tests.benchmarks.measure import Aim, Figure, Samples, Stage, in_turn, of, per_second

T = TypeVar("T")

_ROWS = 2_000
_PHONE_FORMS = (
    "{0}{1}{2}",
    "({0}) {1}-{2}",
    "{0}-{1}-{2}",
    "{0}.{1}.{2}",
    "+1{0}{1}{2}",
    "1-{0}-{1}-{2}",
)
_ODD_PHONE_FORMS = ("({0}) {1}-{2} x12", "tel:+1-{0}-{1}-{2}", "001 {0} {1} {2}", "{0}–{1}–{2}")
_STREETS = (
    "North Main Street",
    "Elm Ave",
    "W 5th St",
    "Ontario Mills Pkwy",
    "Saint James Blvd",
    "Oak",
)
_UNITS = ("", "", "", " Apt 4", " # 12B", ", Suite 200")
_ODD_LINES = (
    "P.O. Box {}",
    "{} US Highway 101",
    "RR 2 Box {}",
    "{} Peña Blvd",
    "c/o John Roe, {} Elm St",
)
_NAMES = (
    "Marguerite Holloway",
    "M. Holloway",
    "The Holloway Family",
    "Mr. & Mrs. Tim Holloway",
    "Tim Roe",
)
_NOT_PLAIN = re.compile(r"[^A-Z0-9 ]")


def run(stage: Stage) -> list[Figure]:
    """Seconds for one key of each kind; the aims leave most of a list's time for reading it."""
    chance = random.Random(1)
    phones = [_phone(chance, _PHONE_FORMS) for _ in range(_ROWS)]
    odd_phones = [_phone(chance, _ODD_PHONE_FORMS) for _ in range(_ROWS)]
    emails = [f"Jane.Roe{chance.randrange(10**6)}@Mail.example.com" for _ in range(_ROWS)]
    places = [_place(chance) for _ in range(_ROWS)]
    odd_places = [_odd_place(chance) for _ in range(_ROWS)]
    people = [chance.choice(_NAMES) for _ in range(_ROWS)]
    return [
        _figure("a usual phone number", phones, _phone_key, _bare_phone, stage, per_second(125_000)),
        _figure("an odd phone number", odd_phones, _phone_key, _bare_phone, stage),
        _figure("an e-mail address", emails, suppression_keys.email_key, _bare_email, stage,
                per_second(500_000)),
        _figure("a postal address", places, suppression_keys.address_key, _bare_address, stage,
                per_second(30_000)),
        _figure("an odd postal address", odd_places, suppression_keys.address_key, _bare_address, stage),
        _figure("a name where the address is stopped", people, _is_she, _bare_name, stage),
    ]  # fmt: skip


def _figure(
    what: str,
    rows: Sequence[T],
    ours: Callable[[T], object],
    bare: Callable[[T], object],
    stage: Stage,
    aim: Aim | None = None,
) -> Figure:
    def all_rows(key: Callable[[T], object]) -> Callable[[Sequence[T]], None]:
        def work(values: Sequence[T]) -> None:
            for value in values:
                key(value)

        return work

    mine, theirs = in_turn(all_rows(ours), all_rows(bare), [rows], max(5, stage.rounds // 10))
    return Figure(what, _each(mine, len(rows)), _each(theirs, len(rows)), aim)


def _each(samples: Samples, count: int) -> Samples:
    return of(
        (clock / count, ran / count)
        for clock, ran in zip(samples.seconds, samples.on_cpu, strict=True)
    )


def _phone(chance: random.Random, forms: Sequence[str]) -> str:
    parts = chance.randint(201, 989), chance.randint(200, 999), f"{chance.randrange(10_000):04d}"
    return chance.choice(forms).format(*parts)


def _place(chance: random.Random) -> PostalAddress:
    line = f"{chance.randrange(1, 9999)} {chance.choice(_STREETS)}{chance.choice(_UNITS)}"
    return _in_redlands(line)


def _odd_place(chance: random.Random) -> PostalAddress:
    return _in_redlands(chance.choice(_ODD_LINES).format(chance.randrange(1, 9999)))


def _in_redlands(line: str) -> PostalAddress:
    return PostalAddress(line1=line, city="Redlands", state="CA", postal_code="92373-1234")


def _phone_key(typed: str) -> str | None:
    return suppression_keys.phone_key(typed, "US")


def _bare_phone(typed: str) -> str:
    number = phonenumbers.parse(typed, "US")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _bare_email(typed: str) -> str:
    return typed.strip().lower()


def _bare_address(address: PostalAddress) -> str:
    line = f"{address.line1} {address.line2}".upper()
    return f"{_NOT_PLAIN.sub('', line)}|{address.postal_code[:5]}"


def _is_she(listed: str) -> bool:
    return suppression_keys.is_same_person(listed, "marguerite holloway")


def _bare_name(listed: str) -> bool:
    return listed.strip().lower() == "marguerite holloway"
