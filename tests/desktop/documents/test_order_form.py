"""The printable order form: what it asks for, and above all what it does not."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from desktop.documents.order_form import (
    ITEM_LINES,
    FormAddress,
    OrderFormData,
    render_order_form,
)
from tests.desktop.documents.fax_look import assert_made_for_fax
from tests.desktop.documents.letters import SHOP, all_text, texts_of
from tests.desktop.documents.test_paper import LONG_WORD

BLANK = OrderFormData(letterhead=SHOP)
HOLLOWAY = FormAddress(
    name="Marguerite Holloway", company="Holloway & Sons", street="214 Alder Court",
    street_more="Flat 3", city="Redlands", region="CA 92373-4410",
)  # fmt: skip
NO_CARD = "Please do not write a card number on this form. We will telephone you."
NO_CARD_ES = (
    "Por favor, no escriba ningún número de tarjeta en este formulario. Le llamaremos por teléfono."
)
_ASKS_FOR_A_CARD = re.compile(
    r"card|credit|debit|visa|master|amex|american express|discover|expir|valid|month|year|cvv|cvc|"
    r"cid|security|\bcode|cardholder|tarjeta|cr[ée]dito|d[ée]bito|vence|caduc|v[áa]lida|c[óo]digo|"
    r"seguridad|titular|mes\b|a[ñn]o\b",
    re.IGNORECASE,
)


def words(data: OrderFormData) -> str:
    return " ".join(all_text(render_order_form(data)).split())


def test_everything_it_says_in_reading_order() -> None:
    (page,) = texts_of(render_order_form(BLANK))
    assert page[5:] == [
        "Larkspur Lamp & Hardware",
        "PO Box 1180, Redlands, CA 92373",
        "Order form Fax to 1-909-555-0101",
        "Please write in block letters with a black pen, and fax this page to 1-909-555-0101, or "
        "mail it to",
        "Larkspur Lamp & Hardware, PO Box 1180, Redlands, CA 92373.",
        NO_CARD,
        "We will telephone you for the payment, at the number and the time that you give here.",
        *("Bill to", "Name", "Company", "Street", "Unit", "City", "State, ZIP"),
        *("Ship to, if elsewhere", "Name", "Company", "Street", "Unit", "City", "State, ZIP"),
        *("Telephone", "Best time to call", "E-mail", "Fax"),
        *("Item no.", "Description", "Quantity", "Price"),
        *("Gift message or remarks", "Signature", "Date"),
        "Order form Page 1 of 1",
    ]


@pytest.mark.parametrize(("language", "sentence"), [("en", NO_CARD), ("es", NO_CARD_ES)])
@pytest.mark.parametrize("country", ["US", "DE"])
def test_it_asks_for_no_card_no_expiry_and_no_code(
    language: str, sentence: str, country: str
) -> None:
    shop = replace(SHOP, country=country)
    said = words(replace(BLANK, language=language, letterhead=shop))
    assert said.count(sentence) == 1
    assert _ASKS_FOR_A_CARD.findall(said.replace(sentence, "")) == []


def test_no_data_of_a_card_can_be_given_to_it() -> None:
    assert set(BLANK.to_record()) == {
        "letterhead", "customer_number", "bill_to", "ship_to", "telephone", "best_time", "email",
        "fax", "practice", "language",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", ["US", "DE"])
@pytest.mark.parametrize("practice", [False, True])
def test_it_is_one_page_made_for_a_fax_machine(language: str, country: str, practice: bool) -> None:
    shop = replace(SHOP, country=country)
    document = render_order_form(
        replace(BLANK, language=language, letterhead=shop, practice=practice)
    )
    assert document.pages == 1
    assert document.unprintable == ()
    assert_made_for_fax(document)
    assert ("PR" + ("ÁCTICA" if language == "es" else "ACTICE") in all_text(document)) is practice


def test_it_can_be_begun_for_a_customer() -> None:
    data = replace(
        BLANK, bill_to=HOLLOWAY, telephone="1-909-555-0177", customer_number="C-1042",
        ship_to=FormAddress(name="Theo Holloway"), email="m@holloway.example", best_time="mornings",
    )  # fmt: skip
    said = words(data)
    for filled in (
        "Name Marguerite Holloway", "Company Holloway & Sons", "Street 214 Alder Court",
        "Unit Flat 3", "City Redlands", "State, ZIP CA 92373-4410", "Telephone 1-909-555-0177",
        "Best time to call mornings", "E-mail m@holloway.example", "Customer number C-1042",
        "Name Theo Holloway",
    ):  # fmt: skip
        assert filled in said
    assert "Customer number" not in words(BLANK)


def test_what_does_not_fit_its_line_is_left_to_be_written() -> None:
    address = replace(HOLLOWAY, company=LONG_WORD * 2)
    document = render_order_form(replace(BLANK, bill_to=address, email=f"{LONG_WORD}@{LONG_WORD}"))
    assert LONG_WORD[:10] not in all_text(document)
    assert "214 Alder Court" in all_text(document)
    assert_made_for_fax(document)


def test_a_shop_without_a_fax_number_takes_it_by_mail() -> None:
    said = words(replace(BLANK, letterhead=replace(SHOP, fax="")))
    assert "and mail this page to Larkspur Lamp & Hardware, PO Box 1180" in said
    assert "Fax to" not in said


def test_a_letterhead_as_long_as_they_come_leaves_room_to_write() -> None:
    shop = replace(
        SHOP, name=f"{LONG_WORD} {LONG_WORD}", address_lines=(LONG_WORD, LONG_WORD, LONG_WORD),
        email=f"{LONG_WORD}@larkspur.example",
    )  # fmt: skip
    document = render_order_form(replace(BLANK, letterhead=shop, practice=True, language="es"))
    assert document.pages == 1
    assert_made_for_fax(document)


def test_there_are_ten_lines_for_items() -> None:
    assert ITEM_LINES == 10


def test_the_same_data_gives_the_same_bytes_and_a_record() -> None:
    data = replace(BLANK, bill_to=HOLLOWAY, practice=True, language="es")
    assert render_order_form(data).sha256 == render_order_form(data).sha256
    assert OrderFormData.from_record(json.loads(json.dumps(data.to_record()))) == data
