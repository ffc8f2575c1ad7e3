"""The keys under which opt-outs are kept and looked up: one for every spelling of one value.

They are made for lists of a million rows. What they hold for one value and what for two is counted in
tests/models/test_address_pairs.py, with every known miss of both kinds.
"""

from __future__ import annotations

from models import addresses_rules, emails, phone_numbers, same_person
from models.addresses_rules import PostalAddress


def phone_key(typed: str, country: str) -> str | None:
    """Return the E.164 number of what was typed in *country*; None when it is no number."""
    return phone_numbers.e164_of(typed, country)


def email_key(typed: str) -> str | None:
    """Return the address in lower case with its domain in IDNA; None when it is none."""
    return emails.read(typed)


def address_key(address: PostalAddress) -> str | None:
    """Return the standardised place (USPS Publication 28); None when it names none.

    One door under two designators (`Apt 4`, `# 4`) is one place; a house and a door in it are two.
    """
    return addresses_rules.standardise(address) or None


def person_key(name: str) -> str:
    """Return the folded name of one person at an address."""
    return same_person.key(name)


def is_same_person(listed: str, key: str) -> bool:
    """Whether mail to *listed* would reach the person of *key* at one and the same address.

    A name is part of no address, so it errs towards yes: a row without a name, "current resident" and
    "the Holloway family" all reach her; see `models.same_person`.
    """
    return same_person.is_same(listed, key)
