"""The digits of an Intelligent Mail barcode, and what the post office allows in each part of it.

USPS-B-3200: barcode id 2 digits, the second 0 to 4; service type 3; Mailer ID 6 digits that begin
with 0 to 8, or 9 that begin with 9; serial number 9 digits, or 6 beside a Mailer ID of 9; routing
code 0, 5, 9 or 11: the ZIP code as far as it is known. `desktop.documents.imb` makes the bars.
"""

from __future__ import annotations

import re
from typing import Final

from models.addresses_rules import PostalAddress, zip_parts

BARCODE_ID: Final = "00"
"""No optional endorsement line, and no presort level: these letters are not sorted by the tray."""
_MAILER_ID = re.compile("[0-8][0-9]{5}|9[0-9]{8}")
_SERVICE_TYPE = re.compile("[0-9]{3}")
_WHOLE = re.compile(
    "[0-9][0-4][0-9]{3}(?:[0-8][0-9]{5}[0-9]{9}|9[0-9]{8}[0-9]{6})(?:[0-9]{5}|[0-9]{9}|[0-9]{11})?"
)
_TRACKING = 20


def is_mailer_id(text: str) -> bool:
    """Whether the post office hands out Mailer IDs of this form."""
    return text.isascii() and _MAILER_ID.fullmatch(text) is not None


def is_service_type(text: str) -> bool:
    """Whether it has the form of a service type identifier."""
    return text.isascii() and _SERVICE_TYPE.fullmatch(text) is not None


def is_mail_code(digits: str) -> bool:
    """Whether *digits* are a whole barcode that the post office allows."""
    return digits.isascii() and _WHOLE.fullmatch(digits) is not None


def serials_of(mailer_id: str) -> int:
    """How many serial numbers there are beside a Mailer ID."""
    return int(10 ** (_TRACKING - 5 - len(mailer_id)))


def mail_code(*, mailer_id: str, service_type: str, serial: int, routing: str) -> str:
    """The digits of one mailpiece; *serial* counts on for ever and begins again by itself.

    Raises:
        ValueError: a part is not as the post office has it.
    """
    width = _TRACKING - 5 - len(mailer_id)
    digits = f"{BARCODE_ID}{service_type}{mailer_id}{serial % serials_of(mailer_id):0{width}d}"
    whole = digits + routing
    parts_are_right = is_mailer_id(mailer_id) and is_service_type(service_type)
    if not (parts_are_right and serial >= 0 and is_mail_code(whole)):
        raise ValueError("a part of the mail code is not as the post office has it")
    return whole


def mailer_of(digits: str) -> str:
    """The Mailer ID in a whole code."""
    return digits[5 : 14 if digits[5] == "9" else 11]


def routing_of(address: PostalAddress) -> str:
    """ZIP or ZIP+4 of an address in the United States, digits only; "" elsewhere or unknown.

    The two digits of the delivery point are not made up from the house number: a wrong pair sends
    the letter to another door.
    """
    parts = zip_parts(address.postal_code) if address.country == "US" else None
    return "".join(parts) if parts else ""
