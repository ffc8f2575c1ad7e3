"""A stored paper as an e-mail: what stands in it, and that nothing typed becomes a header."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.resources import files
from typing import Any

import pytest

from desktop.dispatch.mail_message import (
    AddressRefused,
    Letter,
    Sender,
    dispatches_named,
    mailbox,
    make_message,
    message_id,
)
from models.document import DocumentKind

PDF = b"%PDF-1.4\n.\n..\r\n\x00\xff a paper"
DISPATCH = uuid.UUID("019abcde-0000-7000-8000-0123456789ab")
AT = datetime(2026, 3, 4, 17, 5, tzinfo=UTC)
SENDER = Sender(
    name="Lanternfield Orders",
    address="orders@example.com",
    shop="Lanternfield Supply",
    lines=("4410 Wickfield Parkway", "Ontario, CA 91764"),
    phone="1-800-555-0133",
    phone_abroad="1-909-555-0100",
)
LETTER = Letter(
    kind=DocumentKind.CONFIRMATION,
    language="en",
    order_number="10-0042-7",
    to_name="Jane Roe",
    to_address="jane@example.org",
    pdf=PDF,
)


def _made(letter: Letter = LETTER, sender: Sender = SENDER, tried: int = 1) -> EmailMessage:
    """As the other side reads it."""
    made = make_message(letter, sender, dispatch_id=DISPATCH, tried=tried, at=AT)
    return message_from_bytes(made.as_bytes(), policy=policy.default)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_whole_of_a_confirmation() -> None:
    made = _made(tried=3)
    headers = {name: str(value) for name, value in made.items()}
    assert headers.pop("Content-Type").startswith("multipart/mixed")
    assert headers == {
        "From": "Lanternfield Orders <orders@example.com>",
        "To": "Jane Roe <jane@example.org>",
        "Reply-To": "Lanternfield Orders <orders@example.com>",
        "Subject": "Your order 10-0042-7: confirmation",
        "Date": "Wed, 04 Mar 2026 17:05:00 +0000",
        "Message-ID": f"<{DISPATCH}.3@example.com>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "MIME-Version": "1.0",
    }
    assert _text(made) == (
        "Attached is the confirmation of your order 10-0042-7.\n\n"
        "If anything in it is not right, please answer this e-mail or call us.\n\n"
        "Lanternfield Supply\n4410 Wickfield Parkway\nOntario, CA 91764\n"
        "Telephone 1-800-555-0133 in the U.S.\nTelephone 1-909-555-0100 from elsewhere\n"
    )
    (paper,) = made.iter_attachments()
    assert (paper.get_content_type(), paper.get_filename()) == (
        "application/pdf",
        "order-10-0042-7.pdf",
    )
    assert paper.get_payload(decode=True) == PDF


def test_in_spanish() -> None:
    made = _made(replace(LETTER, language="es-MX"))
    assert (made["Subject"], made["Content-Language"]) == (
        "Su pedido 10-0042-7: confirmación",
        "es",
    )
    assert _text(made).startswith("Adjuntamos la confirmación de su pedido 10-0042-7.\n")
    assert [part.get_filename() for part in made.iter_attachments()] == ["pedido-10-0042-7.pdf"]


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    english, spanish = (
        json.loads((files("resources") / "mail" / f"{code}.json").read_text("utf-8"))
        for code in ("en", "es")
    )
    assert list(english) == list(spanish)
    for key, text in english.items():
        assert ("{number}" in text, "{shop}" in text, "{phone}" in text) == (
            "{number}" in spanish[key],
            "{shop}" in spanish[key],
            "{phone}" in spanish[key],
        )


@pytest.mark.parametrize("kind", list(DocumentKind))
@pytest.mark.parametrize("number", ["10-0042-7", ""])
def test_every_paper_has_a_subject_a_name_and_no_card_word(kind: DocumentKind, number: str) -> None:
    made = _made(replace(LETTER, kind=kind, order_number=number))
    assert made["Subject"].strip()
    assert "{" not in made["Subject"] + _text(made)
    (paper,) = made.iter_attachments()
    name = str(paper.get_filename())
    assert name.endswith(".pdf")
    assert name.removesuffix(".pdf").strip("-") == name.removesuffix(".pdf") != ""


def test_every_line_can_be_carried_by_any_server() -> None:
    letter = replace(LETTER, to_name="Zoë Ĉapek " * 30, language="es")
    raw = make_message(letter, SENDER, dispatch_id=DISPATCH, tried=1, at=AT).as_bytes()
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x00", "\x1b"])
@pytest.mark.parametrize("where", ["to_name", "order_number", "name", "shop", "phone", "lines"])
def test_nothing_that_was_typed_becomes_a_header(where: str, end: str) -> None:
    bad = f"Jane{end}Bcc: everyone@example.net{end}{end}<b>Hello"
    changed: dict[str, Any] = {where: (bad,) if where == "lines" else bad}
    is_letter = where in ("to_name", "order_number")
    letter = replace(LETTER, **changed) if is_letter else LETTER
    sender = SENDER if is_letter else replace(SENDER, **changed)
    made = _made(letter, sender)
    assert made["Bcc"] is None
    assert sorted(made.keys()) == sorted(_made().keys())
    assert str(made["To"]).endswith("<jane@example.org>")
    raw = make_message(letter, sender, dispatch_id=DISPATCH, tried=1, at=AT).as_bytes()
    assert b"\nBcc:" not in raw


@pytest.mark.parametrize(
    "address",
    [
        "", "jane", "jane@", "jane@example", "a@b@example.com", "jane@exa mple.com",
        "jane@example.com\r\nRCPT TO:<x@example.net>", "jane@example.com\x00",
        "ja\nne@example.com", "jane@" + "\u0378" + ".com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        mailbox(address)
    assert str(refused.value) == "This is not an e-mail address that a mail server takes."


def test_an_international_domain_goes_in_its_ascii_form() -> None:
    box = mailbox("jane@Bücher.example")
    assert (box.address, box.needs_utf8) == ("jane@xn--bcher-kva.example", False)
    assert _made(replace(LETTER, to_address="jane@bücher.example"))["To"].addresses[0].domain == (
        "xn--bcher-kva.example"
    )


def test_an_international_name_before_the_at_sign_is_said() -> None:
    assert mailbox("jöe@example.org").needs_utf8
    made = make_message(
        replace(LETTER, to_address="jöe@example.org"), SENDER, dispatch_id=DISPATCH, tried=1, at=AT
    )
    assert "To: Jane Roe <jöe@example.org>".encode() in made.as_bytes()


def test_our_ids_are_found_again_in_any_text() -> None:
    other = uuid.UUID("019abcde-0000-7000-8000-0123456789ac")
    text = (
        f"In-Reply-To: {message_id(DISPATCH, 2, 'example.com')}\n"
        f"References: {message_id(other, 11, 'x.example')} {message_id(DISPATCH, 1, 'y.example')}"
    )
    assert dispatches_named(text) == (DISPATCH, other)
    assert dispatches_named("<20260304.1@example.com> " + str(DISPATCH)) == ()


@pytest.mark.parametrize(
    ("language", "subject", "first"),
    [
        (
            "en",
            "Your request about our advertising",
            "Attached is the letter that confirms what you asked of us: what you get from us from now "
            "on, and what you do not.",
        ),
        (
            "es",
            "Su solicitud sobre nuestra publicidad",
            "Adjuntamos la carta que confirma lo que nos pidió: lo que recibirá de nosotros a partir "
            "de ahora y lo que no.",
        ),
    ],
)
def test_the_confirmation_of_an_opt_out_says_so_and_advertises_nothing(
    language: str, subject: str, first: str
) -> None:
    kind = DocumentKind.OPT_OUT_CONFIRMATION
    made = _made(replace(LETTER, kind=kind, order_number="", language=language))
    assert made["Subject"] == subject
    text = _text(made)
    assert text.startswith(first + "\n\n")
    assert "http" not in text
    assert "Unsubscribe" not in str(made.items())
    (attached,) = made.iter_attachments()
    assert attached.get_filename() == (
        "your-request.pdf" if language == "en" else "su-solicitud.pdf"
    )
