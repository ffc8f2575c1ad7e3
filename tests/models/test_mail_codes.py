"""The digits of an Intelligent Mail barcode."""

from __future__ import annotations

import pytest

from models import mail_codes
from models.addresses_rules import PostalAddress
from models.card_guard import looks_like_card


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("000000", True),
        ("899999", True),
        ("900001047", True),
        ("900001", False),
        ("812345678", False),
        ("12345", False),
        ("1234567", False),
        ("12345a", False),
        ("١٢٣٤٥٦", False),
        ("", False),
    ],
)
def test_a_mailer_id_has_six_digits_or_nine_that_begin_with_nine(text: str, is_one: bool) -> None:
    assert mail_codes.is_mailer_id(text) is is_one


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("01234567094987654321", True),
        ("05234567094987654321", False),  # the second digit is 0 to 4
        ("94234567094987654321", True),
        ("0123456709498765432101234", True),
        ("01234567094987654321012345678", True),
        ("0123456709498765432101234567891", True),
        ("012345670949876543210123456789", False),
        ("0123456709498765432", False),
        ("0123456709498765432x", False),
        ("٠1234567094987654321", False),
    ],
)
def test_a_whole_code_is_checked(digits: str, is_one: bool) -> None:
    assert mail_codes.is_mail_code(digits) is is_one


def test_a_code_is_put_together_and_its_mailer_found_again() -> None:
    code = mail_codes.mail_code(
        mailer_id="567094", service_type="234", serial=987654321, routing="01234567891"
    )
    assert code == "0023456709498765432101234567891"
    assert mail_codes.mailer_of(code) == "567094"
    long = mail_codes.mail_code(
        mailer_id="900001047", service_type="300", serial=123456, routing="923734410"
    )
    assert long == "00300900001047123456923734410"
    assert mail_codes.mailer_of(long) == "900001047"
    assert not looks_like_card(code)


def test_serials_begin_again_when_they_are_used_up() -> None:
    assert mail_codes.serials_of("567094") == 10**9
    assert mail_codes.serials_of("900001047") == 10**6
    code = mail_codes.mail_code(
        mailer_id="900001047", service_type="300", serial=1_000_007, routing=""
    )
    assert code == "00300900001047000007"


@pytest.mark.parametrize(
    "part",
    [
        {"mailer_id": "12345"},
        {"mailer_id": "900001"},
        {"service_type": "30"},
        {"routing": "9237"},
        {"routing": "92373-4410"},
        {"serial": -1},
    ],
)
def test_what_the_post_office_does_not_have_is_refused(part: dict[str, object]) -> None:
    whole = {"mailer_id": "567094", "service_type": "300", "serial": 1, "routing": ""}
    with pytest.raises(ValueError, match="not as the post office has it"):
        mail_codes.mail_code(**(whole | part))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("postal_code", "country", "routing"),
    [
        ("92373", "US", "92373"),
        ("92373-4410", "US", "923734410"),
        ("92373 4410", "US", "923734410"),
        ("9237", "US", ""),
        ("", "US", ""),
        ("92373", "DE", ""),
    ],
)
def test_the_routing_is_the_zip_as_far_as_it_is_known(
    postal_code: str, country: str, routing: str
) -> None:
    place = PostalAddress(line1="1 Elm St", postal_code=postal_code, country=country)
    assert mail_codes.routing_of(place) == routing
