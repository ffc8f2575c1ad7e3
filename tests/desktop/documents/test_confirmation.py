"""What the confirmation says, word for word."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace

import pypdf
import pypdf.generic
import pytest

from desktop.documents.confirmation import (
    OptOutWays,
    Reduction,
    TaxLine,
    render_confirmation,
)
from tests.desktop.documents.letters import (
    ELSEWHERE,
    HOME,
    LAMP,
    SHOP,
    all_text,
    confirmation,
    texts_of,
)

REASON = "The parcel goes to an address other than the billing address."


def test_everything_it_says_in_reading_order() -> None:
    assert texts_of(render_confirmation(confirmation())) == [
        [
            "1-909-555-0100 in the U.S.",
            "1-909-555-0102 from elsewhere",
            "Fax 1-909-555-0101",
            "service@larkspur.example",
            "larkspur.example",
            "Larkspur Lamp & Hardware",
            "PO Box 1180, Redlands, CA 92373",
            "Marguerite Holloway",
            "214 Alder Court, Flat 3",
            "Redlands, CA 92373-4410",
            "22 November 2026",
            "Order 4718 2063-5",
            "Your order",
            "Thank you for your call. This letter confirms what you ordered by telephone on "
            "22 November 2026.",
            "Bill to",
            "Marguerite Holloway",
            "214 Alder Court, Flat 3",
            "Redlands, CA 92373-4410",
            "Ship to",
            "Same as the billing address",
            "SKU Item Qty Price Amount",
            "LMP-2204 Brass student lamp, green shade 1 84.00 84.00",
            "CHM-1187 Glass chimney, 10 in 2 14.25 25.65",
            "pack of 2",
            "10% off, catalog price: −2.85",
            "Paid with",
            "Visa ending 4242",
            "Promised",
            "Leaves us by Monday 30 November 2026",
            "Subtotal 109.65",
            "Shipping, Ground 14.90",
            "Tax, California, 7.75% (estimate) 8.50",
            "Total, USD $133.05",
            "If something is wrong",
            "Call 1-909-555-0100 in the U.S., 1-909-555-0102 from elsewhere, and give your order "
            "number.",
            "To stop our mailings",
            "If you do not want catalogs and offers from us, tell us in any of these ways, at any "
            "time. It costs nothing and needs",
            "no reason. Letters about your orders still reach you.",
            "Phone 1-909-555-0100 (U.S.), 1-909-555-0102 (elsewhere) Fax 1-909-555-0103",
            "Mail Attn: Opting Out, PO Box 1180, Redlands, CA 92373 E-mail stop@larkspur.example",
            "Order 4718 2063-5 Page 1 of 1",
        ]
    ]


def test_a_held_order_says_why_and_both_addresses() -> None:
    text = all_text(
        render_confirmation(confirmation(ship_to=ELSEWHERE, hold_reasons=(REASON, "Second.")))
    )
    assert "Your order, and one check before it leaves\n" in text
    assert (
        f"Held for verification\nWe check this order before it leaves, because:\n• {REASON}\n"
        in (text)
    )
    assert "• Second.\nShipping may be delayed until the check is done." in text
    assert "Ship to\n" + "\n".join(ELSEWHERE) in text
    assert "Same as the billing address" not in text


def test_an_order_that_is_not_held_says_nothing_of_verification() -> None:
    text = all_text(render_confirmation(confirmation()))
    assert "verification" not in text
    assert "check" not in text


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("phone", "what you ordered by telephone on"),
        ("fax", "what you ordered by fax on"),
        ("mail", "what you ordered by mail; we entered it on"),
        ("email", "what you ordered by e-mail on"),
    ],
)
def test_each_channel_has_its_own_opening(channel: str, words: str) -> None:
    assert words in all_text(render_confirmation(confirmation(channel=channel)))


def test_sums_taxes_and_reductions_are_each_on_their_own_line() -> None:
    data = confirmation(
        discounts=(Reduction(words="Coupon LAMP10", minor=1000),),
        taxes=(
            TaxLine(minor=100, words="State", rate="6%"),
            TaxLine(minor=50, rate="1.75%", estimate=True),
        ),
        total_minor=-123456789,
        currency="JPY",
    )
    text = all_text(render_confirmation(data))
    assert "Coupon LAMP10 −1,000\nShipping, Ground 1,490\n" in text
    assert "Tax, State, 6% 100\nTax, 1.75% (estimate) 50\n" in text
    assert "Total, JPY −¥123,456,789\n" in text


def test_an_expiry_is_refused_before_it_can_be_printed() -> None:
    for words in ("Visa ending 4242, 12/30", "Visa 4242 exp 1/2030", "Visa ending 4242 (08-31)"):
        with pytest.raises(ValueError, match="expiry"):
            confirmation(payment_words=(words,))


def test_brand_and_last_four_are_all_it_says_of_a_card() -> None:
    document = render_confirmation(confirmation(payment_words=("Visa ending 4242", "Cheque 1007")))
    assert "Paid with\nVisa ending 4242\nCheque 1007\n" in all_text(document)


def test_an_order_number_must_fit_a_barcode() -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        confirmation(order_number="4718 2063")


def test_practice_says_so_three_times_on_every_page() -> None:
    lines = tuple(LAMP for _ in range(60))
    document = render_confirmation(
        confirmation(practice=True, lines=lines, order_number="P471820635")
    )
    pages = texts_of(document)
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert page[0] == (
            "PRACTICE Not a real order. Nothing is charged, nothing will be shipped. PRACTICE"
        )
        assert page[-1] == f"Order 4718 2063-5 PRACTICE Page {number} of 3"
    assert pages[0].count("PRACTICE") == 1  # the box in the letterhead


def test_a_live_letter_never_says_practice() -> None:
    assert "PRACTICE" not in all_text(render_confirmation(confirmation())).upper()


def test_ways_that_the_shop_does_not_have_are_left_out() -> None:
    text = all_text(
        render_confirmation(confirmation(opt_out=OptOutWays(email="stop@larkspur.example")))
    )
    assert "E-mail stop@larkspur.example" in text
    assert "Phone" not in text
    assert "Attn" not in text
    nothing = all_text(render_confirmation(confirmation(opt_out=OptOutWays())))
    assert "To stop our mailings" not in nothing


def test_the_shops_own_words_replace_ours() -> None:
    words = "Write to the manager and quote the number above."
    text = all_text(render_confirmation(confirmation(contact_words=words)))
    assert f"If something is wrong\n{words}\n" in text
    assert "give your order number" not in text


def test_a_shop_without_a_number_asks_for_a_letter() -> None:
    shop = replace(SHOP, phone="", phone_abroad="")
    text = all_text(render_confirmation(confirmation(letterhead=shop)))
    assert "Write to us at the address above and give your order number, 4718 2063-5." in text


def test_a_gift_message_keeps_its_lines() -> None:
    text = all_text(render_confirmation(confirmation(gift_message="Happy birthday\n\nAunt M.")))
    assert "Gift message Happy birthday\nAunt M.\n" in text


def test_the_same_data_gives_the_same_bytes() -> None:
    first = render_confirmation(confirmation(gift_message="Żółć محمد"))
    second = render_confirmation(confirmation(gift_message="Żółć محمد"))
    assert first.pdf == second.pdf
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    other = render_confirmation(confirmation(gift_message="Żółć"))
    assert other.sha256 != first.sha256


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "from tests.desktop.documents.letters import confirmation\n"
        "from desktop.documents.confirmation import render_confirmation\n"
        "print(render_confirmation(confirmation(gift_message='Grüße')).sha256)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    answer = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=60,
    )
    expected = render_confirmation(confirmation(gift_message="Grüße")).sha256
    assert answer.stdout.strip() == expected


def test_the_file_says_what_it_is_and_nothing_else() -> None:
    document = render_confirmation(confirmation())
    reader = pypdf.PdfReader(io.BytesIO(document.pdf))
    about = reader.metadata
    assert about is not None
    assert about.title == "Confirmation of order 4718 2063-5"
    assert about.author == "Larkspur Lamp & Hardware"
    assert str(reader.root_object["/Lang"]) == "en"
    fonts = {name for page in reader.pages for name in _font_names(page)}
    assert {name for name in fonts if "+" not in name} <= {"/Helvetica"}
    assert any(name.endswith("+DejaVuSans") for name in fonts)


def _font_names(page: pypdf.PageObject) -> list[str]:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, pypdf.generic.DictionaryObject)
    listed = resources["/Font"].get_object()
    assert isinstance(listed, pypdf.generic.DictionaryObject)
    return [str(font.get_object()["/BaseFont"]) for font in listed.values()]


def test_what_was_said_can_be_kept_as_json() -> None:
    record = confirmation().to_record()
    assert record["order_date"] == "2026-11-22"
    assert record["lines"][1]["discount_words"] == "10% off, catalog price"
    assert record["recipient"] == HOME
