"""The keys under which opt-outs are kept and looked up: one for every spelling of one value."""

from __future__ import annotations

from models import addresses_rules, emails, names, phone_numbers
from models.addresses_rules import PostalAddress


def phone_key(typed: str, country: str) -> str | None:
    """Return the E.164 number of what was typed in *country*; None when it is no number."""
    number = phone_numbers.parse(typed, country)
    return number.e164 if number is not None else None


def email_key(typed: str) -> str | None:
    """Return the address in lower case with its domain in IDNA; None when it is none."""
    return None if emails.problem(typed) else emails.normalise(typed)


def address_key(address: PostalAddress) -> str | None:
    """Return the standardised place (USPS Publication 28); None when it names none."""
    return addresses_rules.standardise(address) or None


def person_key(name: str) -> str:
    """Return the folded name of one person at an address."""
    return names.fold(name)


def is_same_person(listed: str, key: str) -> bool:
    """Whether mail to *listed* would reach the person of *key* at one and the same address.

    A name is part of no address, so it errs towards yes: a row without a name, "current resident" and
    "the Holloway family" all reach her.
    """
    return not listed.strip() or names.fold(listed) == key
