"""What somebody gave us is told apart: number, e-mail, address, name."""

from __future__ import annotations

import pytest

from desktop.services.opt_out_shapes import OptOutWho
from desktop.zip_codes import ZipTable
from models.addresses_rules import PostalAddress
from ui.opt_outs.recognise import recognise


def known(text: str) -> OptOutWho:
    return recognise(text, country="US", look_up_zip=ZipTable.load().lookup)


def test_one_value_is_enough() -> None:
    assert known(" 909 555 0163 ") == OptOutWho(phones=("909 555 0163",))
    assert known("J.Roe@Example.com") == OptOutWho(emails=("J.Roe@Example.com",))
    assert known("Jane   Roe") == OptOutWho(name="Jane Roe")


@pytest.mark.parametrize(
    ("typed", "line1", "line2", "city", "state", "zip_code"),
    [
        ("12 Elm Ct, Keene, NY 12942", "12 Elm Ct", "", "Keene", "NY", "12942"),
        ("12 Elm Ct Keene NY 12942", "12 Elm Ct", "", "Keene", "NY", "12942"),
        ("12 Elm Ct, Apt 4, Keene, New York 12942", "12 Elm Ct", "Apt 4", "Keene", "NY", "12942"),
        ("12 Elm Ct 12942", "12 Elm Ct", "", "Keene", "NY", "12942"),
        ("PO Box 12, Keene NY 12942-0012", "PO Box 12", "", "Keene", "NY", "12942-0012"),
        ("12 Elm Street", "12 Elm Street", "", "", "", ""),
        ("12 Elm Ct, Otherville, NY 12942", "12 Elm Ct", "", "Otherville", "NY", "12942"),
    ],
)
def test_an_address_in_one_line(
    typed: str, line1: str, line2: str, city: str, state: str, zip_code: str
) -> None:
    assert known(typed) == OptOutWho(
        address=PostalAddress(
            line1=line1, line2=line2, city=city, state=state, postal_code=zip_code, country="US"
        )
    )
