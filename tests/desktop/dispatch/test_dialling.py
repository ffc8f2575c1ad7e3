"""From a stored number to the digits that are dialled."""

from __future__ import annotations

import pytest

from desktop.dispatch.dialling import NotDialled, digits_to_dial
from desktop.services.fax_settings import FaxSettings

ONTARIO = FaxSettings(area_code="909")
BEHIND_NINE = FaxSettings(outside_line="9", area_code="909")
PAUSED = FaxSettings(outside_line="9,")
LONDON = FaxSettings(international="00", long_distance="0", area_code="020")
BERLIN = FaxSettings(outside_line="0", international="00", long_distance="0", area_code="30")
ROME = FaxSettings(international="00", long_distance="")
MOSCOW = FaxSettings(international="810", long_distance="8")
SYDNEY = FaxSettings(international="0011", long_distance="0")


@pytest.mark.parametrize(
    ("e164", "settings", "country", "dialled"),
    [
        ("+19095550142", ONTARIO, "US", "9095550142"),
        ("+12125550142", ONTARIO, "US", "12125550142"),
        ("+18006292329", ONTARIO, "US", "18006292329"),
        ("+19095550142", FaxSettings(), "US", "19095550142"),
        ("+14165550142", ONTARIO, "US", "14165550142"),
        ("+18765550142", ONTARIO, "US", "18765550142"),
        ("+442079460958", ONTARIO, "US", "011442079460958"),
        ("+390612345678", ONTARIO, "US", "011390612345678"),
        ("+19095550142", BEHIND_NINE, "US", "99095550142"),
        ("+12125550142", BEHIND_NINE, "US", "912125550142"),
        ("+442079460958", BEHIND_NINE, "US", "9011442079460958"),
        ("+12125550142", PAUSED, "US", "9,12125550142"),
        ("+16045550142", FaxSettings(area_code="604"), "CA", "6045550142"),
        ("+12125550142", FaxSettings(area_code="604"), "CA", "12125550142"),
        ("+442079460958", LONDON, "GB", "79460958"),
        ("+441614960958", LONDON, "GB", "01614960958"),
        ("+19095550142", LONDON, "GB", "0019095550142"),
        ("+4930123456", BERLIN, "DE", "0123456"),
        ("+4940123456", BERLIN, "DE", "0040123456"),
        ("+442079460958", BERLIN, "DE", "000442079460958"),
        ("+390612345678", ROME, "IT", "0612345678"),
        ("+78121234567", MOSCOW, "RU", "88121234567"),
        ("+19095550142", MOSCOW, "RU", "81019095550142"),
        ("+61293744000", SYDNEY, "AU", "0293744000"),
        ("+34912345678", FaxSettings(international="00", long_distance=""), "ES", "912345678"),
    ],
)
def test_what_is_dialled(e164: str, settings: FaxSettings, country: str, dialled: str) -> None:
    assert digits_to_dial(e164, settings, country) == dialled


@pytest.mark.parametrize(
    ("e164", "settings", "country"),
    [
        ("+11125550142", BEHIND_NINE, "US"),
        ("+19115550142", FaxSettings(long_distance=""), "US"),
        ("+19115550142", FaxSettings(area_code="911"), "US"),
        ("+4930110", FaxSettings(area_code="30"), "DE"),
        ("no number", ONTARIO, "US"),
    ],
)
def test_what_no_machine_dials(e164: str, settings: FaxSettings, country: str) -> None:
    with pytest.raises(NotDialled) as refused:
        digits_to_dial(e164, settings, country)
    assert e164.removeprefix("+") not in str(refused.value)
