"""Serial numbers of letters: counted on, kept by the same letter, and not used again too soon."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.rendered import RenderedDocument
from desktop.services import confirmations, mail_pieces, mailing_settings
from desktop.services.confirmations import Letter, LetterWords
from desktop.services.desk import Refused, Stale
from desktop.services.mail_pieces import MailPiece
from desktop.services.mailing_settings import MailingSettings
from models import mail_codes
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.document import Document, DocumentKind
from models.ids import uuid7
from models.order import Order
from tests.desktop.factories import DeskShop, card

NINE, SIX = "900001047", "123456"
HOME = PostalAddress(
    name="Jane Roe", line1="12 Elm Street", city="Redlands", state="CA", postal_code="92373-4410"
)  # fmt: skip
WORDS = LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: f"{brand} {last4}")


def render(data: ConfirmationData) -> RenderedDocument:
    return RenderedDocument.of(repr(data).encode(), pages=1, unprintable=(), address_fits=True)


def set_mailer(shop: DeskShop, mailer_id: str) -> None:
    with shop.database.write() as session:
        desk = dataclasses.replace(shop.desk(), may_supervise=True)
        before = mailing_settings.get(session, shop.store_id)
        mailing_settings.save(session, desk, dataclasses.replace(before, mailer_id=mailer_id))


def placed(shop: DeskShop) -> uuid.UUID:
    order, _payment = shop.placed(entry=card(f"pm_{uuid7().hex}"))
    return order.id


def make(shop: DeskShop, order_id: uuid.UUID) -> Letter:
    with shop.database.write() as session:
        return confirmations.make(
            session, shop.desk(), order_id, words=WORDS, render=render, command_id=uuid7()
        )


def serials(shop: DeskShop) -> list[tuple[int | None, str]]:
    with shop.database.read() as session:
        rows = session.execute(
            select(Document.mail_serial, Document.data).order_by(Document.created_at, Document.id)
        )
        return [(serial, data["mail_code"]) for serial, data in rows]


def piece(shop: DeskShop, address: PostalAddress | None) -> MailPiece:
    with shop.database.write() as session:
        return mail_pieces.piece_of(
            session, shop.desk(), address, kind=DocumentKind.OPT_OUT_CONFIRMATION, record={}
        )


def test_without_a_mailer_id_letters_have_no_number(shop: DeskShop) -> None:
    make(shop, placed(shop))
    assert serials(shop) == [(None, "")]


def test_each_letter_has_the_next_number_and_the_same_letter_keeps_its_own(shop: DeskShop) -> None:
    set_mailer(shop, NINE)
    first, second = placed(shop), placed(shop)
    letter = make(shop, first)
    make(shop, second)
    assert make(shop, first).document_id == letter.document_id
    found = serials(shop)
    assert [serial for serial, _code in found] == [1, 2]
    for serial, code in found:
        assert mail_codes.is_mail_code(code)
        assert code.startswith(f"00300{NINE}{serial:06d}")
    with shop.database.write() as session:
        session.get_one(Order, first).gift_message = "For you"
    shop.clock.advance(timedelta(minutes=1))
    assert make(shop, first).document_id != letter.document_id
    assert [serial for serial, _code in serials(shop)] == [1, 2, 3]


def test_another_mailer_id_takes_a_new_number(shop: DeskShop) -> None:
    set_mailer(shop, NINE)
    order = placed(shop)
    make(shop, order)
    set_mailer(shop, SIX)
    shop.clock.advance(timedelta(minutes=1))
    make(shop, order)
    assert [code[:20] for _serial, code in serials(shop)] == [
        f"00300{NINE}000001", f"00300{SIX}000000002",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        None,
        dataclasses.replace(HOME, country="DE"),
        dataclasses.replace(HOME, postal_code="92"),
        dataclasses.replace(HOME, postal_code=""),
    ],
)
def test_what_leaves_the_country_or_has_no_zip_has_no_number(
    shop: DeskShop, address: PostalAddress | None
) -> None:
    set_mailer(shop, NINE)
    assert piece(shop, address) == MailPiece()
    assert piece(shop, HOME) == MailPiece(f"00300{NINE}000001923734410", 1)


def test_a_number_of_the_last_forty_five_days_is_not_used_again(shop: DeskShop) -> None:
    set_mailer(shop, NINE)
    make(shop, placed(shop))
    begun = shop.clock.now()
    with shop.database.write() as session:
        old = session.scalars(select(Document)).one()
        session.add(
            Document(
                id=uuid7(), store_id=old.store_id, kind=old.kind, agent_id=old.agent_id,
                language="en", data={}, pages=1, pdf_sha256=old.pdf_sha256, mail_serial=10**6,
                created_at=begun,
            )
        )  # fmt: skip
    shop.clock.advance(timedelta(days=44, hours=23))
    assert piece(shop, HOME) == MailPiece()
    shop.clock.advance(timedelta(hours=1))
    assert piece(shop, HOME) == MailPiece(f"00300{NINE}000001923734410", 10**6 + 1)


# The settings


def test_only_a_supervisor_sets_them_and_the_audit_tells_which(shop: DeskShop) -> None:
    changed = MailingSettings(mailer_id=" 900 001 047 ", service_type="", labels="L7160")
    with shop.database.write() as session, pytest.raises(Refused) as error:
        mailing_settings.save(session, shop.desk(), changed)
    assert error.value.code == "supervisor_needed"
    supervisor = dataclasses.replace(shop.desk(), may_supervise=True)
    with shop.database.write() as session:
        saved = mailing_settings.save(session, supervisor, changed)
    assert saved == MailingSettings(
        version=1, mailer_id=NINE, service_type="300", labels="L7160"
    )  # fmt: skip
    with shop.database.read() as session:
        assert mailing_settings.get(session, shop.store_id) == saved
        note = session.scalars(
            select(AuditEntry).where(AuditEntry.kind == "mailing_settings_changed")
        ).one()
        assert note.details == {"fields": ["mailer_id", "labels"]}
    assert saved.has_window
    assert not dataclasses.replace(saved, envelope="plain").has_window
    with shop.database.write() as session, pytest.raises(Stale):
        mailing_settings.save(session, supervisor, changed)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("mailer_id", "12345", "mailer_id_wrong"),
        ("mailer_id", "900001", "mailer_id_wrong"),
        ("mailer_id", "12345x", "mailer_id_wrong"),
        ("service_type", "3000", "service_type_wrong"),
        ("service_type", "abc", "service_type_wrong"),
        ("envelope", "brown", "envelope_unknown"),
        ("labels", "5161", "labels_unknown"),
    ],
)
def test_what_the_post_office_or_the_program_does_not_know_is_refused(
    field: str, typed: str, code: str
) -> None:
    with pytest.raises(Refused) as error:
        mailing_settings.checked(MailingSettings(**{field: typed}))  # type: ignore[arg-type]
    assert (error.value.code, error.value.field) == (code, field)
