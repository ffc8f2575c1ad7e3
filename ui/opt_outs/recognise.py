"""What somebody gave us to know them by: a number, an e-mail address, an address or a name."""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.services.opt_out_shapes import OptOutWho
from desktop.zip_codes import ZipPlace
from models import phone_numbers
from models.addresses_rules import PostalAddress, format_zip, state_code

_ZIP_AT_END = re.compile(r"[\s,]*\b([0-9]{5}(?:-[0-9]{4})?)\s*$")


def recognise(
    text: str, *, country: str, look_up_zip: Callable[[str], ZipPlace | None]
) -> OptOutWho:
    """*text* as the one thing that is known of somebody.

    What has digits and is no number is an address, as far as it can be told apart: the ZIP at its end
    names town and state.
    """
    said = " ".join(text.split())
    if "@" in said:
        return OptOutWho(emails=(said,))
    if phone_numbers.parse(said, country) is not None:
        return OptOutWho(phones=(said,))
    if any(character.isdigit() for character in said):
        return OptOutWho(address=_address(said, country, look_up_zip))
    return OptOutWho(name=said)


def _address(
    said: str, country: str, look_up_zip: Callable[[str], ZipPlace | None]
) -> PostalAddress:
    found = _ZIP_AT_END.search(said)
    if found is None or country != "US":
        return PostalAddress(line1=said, country=country)
    code = found[1]
    place = look_up_zip(code[:5])
    parts = [part.strip() for part in said[: found.start()].split(",") if part.strip()]
    state = _take_state(parts) or (place.state if place else "")
    city = _take_city(parts, place)
    return PostalAddress(
        line1=parts[0] if parts else "",
        line2=", ".join(parts[1:]),
        city=city,
        state=state,
        postal_code=format_zip(code) or code,
        country=country,
    )


def _take_state(parts: list[str]) -> str:
    """The state's letters or name at the end of the last part, taken off it."""
    if not parts:
        return ""
    words = parts[-1].split()
    for count in (1, 2):
        code = state_code(" ".join(words[-count:])) if len(words) >= count else None
        # "12 Elm Ct" ends in a street's suffix that is also a state.
        if code is not None and (len(parts) > 1 or len(words) > count + 2):
            rest = " ".join(words[:-count])
            parts[-1:] = [rest] if rest else []
            return code
    return ""


def _take_city(parts: list[str], place: ZipPlace | None) -> str:
    """The town: one that the ZIP has, at the end; else the last of several parts."""
    names = (place.city, *place.other_cities) if place else ()
    for name in names:
        if parts and parts[-1].casefold().endswith(name.casefold()):
            rest = parts[-1][: -len(name)].strip()
            if not rest or parts[-1][-len(name) - 1 : -len(name)] == " ":
                said = parts[-1][-len(name) :]
                parts[-1:] = [rest] if rest else []
                return said
    if len(parts) > 1:
        return parts.pop()
    return place.city if place else ""
