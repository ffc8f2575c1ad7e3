"""Where something may be sent, and to whom, as it was typed."""

from __future__ import annotations

from desktop.services.desk import Refused
from desktop.services.outbox_shapes import FaxNumber
from models import card_guard, emails, phone_numbers

_LONGEST_ADDRESS = 200
_LONGEST_NUMBER = 16
"""With its plus sign (ITU-T E.164: 15 digits)."""


def check_number(typed: str, country: str) -> FaxNumber:
    """*typed* as a number that a fax can go to, with what the agent should know of it.

    Raises:
        Refused: `number_missing`; `number_wrong`, no call could be made with it, or it is an
            extension; `barred`: an emergency, short or premium-rate number.
    """
    if not typed.strip():
        raise Refused("number_missing", field="number")
    if phone_numbers.is_barred(typed, country):
        raise Refused("barred", field="number")
    number = phone_numbers.parse(typed, country)
    if number is None or number.extension or len(number.e164) > _LONGEST_NUMBER:
        raise Refused("number_wrong", field="number")
    shown = phone_numbers.display(number.e164, country)
    return FaxNumber(e164=number.e164, shown=shown, warnings=number.warnings)


def check_address(typed: str) -> str:
    """*typed* as an address that an e-mail can go to.

    Raises:
        Refused: `email_missing`, `email_wrong`.
    """
    if not typed.strip():
        raise Refused("email_missing", field="email")
    if emails.problem(typed) or len(emails.normalise(typed)) > _LONGEST_ADDRESS:
        raise Refused("email_wrong", field="email")
    return emails.normalise(typed)


def check_name(to_name: str) -> None:
    """Look at a name before the paper that has it on its cover is stored, if only for a moment.

    Raises:
        Refused: `card_number`, with the field `to_name`.
    """
    if card_guard.looks_like_card(to_name):
        raise Refused("card_number", field="to_name")
