"""From a number as it is stored to the digits that the fax server dials.

In North America (country code 1) an area code always belongs to the number: `long_distance` goes before
all but our own. Elsewhere a number of our own area is dialled without the area code, and any other
one with the country's trunk prefix before it (ITU-T E.164, E.123).
"""

from __future__ import annotations

import phonenumbers
from phonenumbers import shortnumberinfo

from desktop.services.fax_settings import FaxSettings

_NORTH_AMERICA = 1


class NotDialled(Exception):
    """No machine may dial this; the message repeats no number."""


def digits_to_dial(e164: str, settings: FaxSettings, country: str) -> str:
    """What is dialled for *e164* from a shop in *country*, its outside line first.

    The prefixes are the settings' own, a comma in them being a pause.

    Raises:
        NotDialled: it is no number, or an exchange could take it for an emergency call.
    """
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        raise NotDialled("this is no telephone number") from None
    home = phonenumbers.country_code_for_region(country.upper())
    if number.country_code == home:
        rest = _at_home(number, settings, country)
    else:
        rest = settings.international + e164.removeprefix("+")
    dialled = settings.outside_line + rest
    for told in (dialled, rest):
        if _may_reach_emergency(told, country, home):
            raise NotDialled("an exchange could take this for an emergency call")
    return dialled


def _at_home(number: phonenumbers.PhoneNumber, settings: FaxSettings, country: str) -> str:
    whole = str(phonenumbers.national_significant_number(number))
    area = _own_area(settings, country)
    if not area or not whole.startswith(area):
        return settings.long_distance + whole
    return whole if number.country_code == _NORTH_AMERICA else whole.removeprefix(area)


def _own_area(settings: FaxSettings, country: str) -> str:
    """Ours without the trunk prefix that people write before it: 020 is 20."""
    trunk = phonenumbers.ndd_prefix_for_region(country.upper(), strip_non_digits=True) or ""
    return settings.area_code.removeprefix(trunk)


def _may_reach_emergency(dialled: str, country: str, home: int) -> bool:
    """Exchanges of North America cut what begins with 911 short; others take the whole number."""
    digits = "".join(sign for sign in dialled if sign.isdecimal())
    if home == _NORTH_AMERICA:
        return bool(shortnumberinfo.connects_to_emergency_number(digits, country.upper()))
    return bool(shortnumberinfo.is_emergency_number(digits, country.upper()))
