"""What leaves when a letter is faxed, and where a customer's papers may go."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pypdfium2
import pytest

from desktop.documents.confirmation import render_confirmation
from desktop.services import confirmations, fax_parts, fax_settings, paper_contacts
from desktop.services.confirmations import LetterWords
from desktop.services.desk import Refused
from desktop.services.paper_contacts import PaperContacts
from models.channels import Channel
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState, ReceivedFax
from models.store import Store
from tests.desktop.factories import DeskShop, card

WORDS = LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: f"{brand} {last4}")
NUMBER = "(805) 555-0163"


def confirmed(shop: DeskShop, **fields: object) -> tuple[uuid.UUID, uuid.UUID, str]:
    """A placed order's confirmation: (document, order, number)."""
    customer = shop.customer(given_name="Jane", family_name="Roe", **fields)
    draft = shop.ready_draft(customer_id=customer.id, channel=Channel.FAX)
    view, _placed = shop.placed(draft, entry=card("pm_" + uuid7().hex))
    with shop.database.write() as session:
        letter = confirmations.make(
            session, shop.desk(), view.id, words=WORDS, render=render_confirmation,
            command_id=uuid7(),
        )  # fmt: skip
    return letter.document_id, view.id, view.shown_number


def words_of(pdf: bytes, page: int) -> str:
    """The text of one page, from 0."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[page].get_textpage().get_text_range().split())
    document.close()
    return str(text)


def made(shop: DeskShop, document_id: uuid.UUID, to_name: str = "Jane Roe") -> fax_parts.FaxParts:
    with shop.database.read() as session:
        return fax_parts.of_document(
            session, shop.desk(), document_id, number=NUMBER, to_name=to_name
        )


def test_a_cover_goes_first_and_counts_itself(shop: DeskShop) -> None:
    document_id, _order, number = confirmed(shop)
    parts = made(shop, document_id)
    assert parts.pages == len(pypdfium2.PdfDocument(parts.pdf)) == 2
    cover = words_of(parts.pdf, 0)
    for said in (NUMBER, "Jane Roe", number, "Dana", "2"):
        assert said in cover
    assert "PRACTICE" in cover
    assert number in words_of(parts.pdf, 1)
    assert made(shop, document_id) == parts  # the same bytes again


def test_no_cover_where_the_shop_wants_none(shop: DeskShop) -> None:
    document_id, _order, number = confirmed(shop)
    with shop.database.write() as session:
        store = session.get_one(Store, shop.store_id)
        store.settings = {**store.settings, "fax": {"cover_sheet": False}}
        session.flush()
        assert fax_settings.get(session, shop.store_id).cover_sheet is False
    parts = made(shop, document_id)
    assert parts.pages == 1
    assert number in words_of(parts.pdf, 0)


def test_the_number_that_an_order_came_from_comes_first(shop: DeskShop) -> None:
    document_id, order_id, _number = confirmed(shop, fax="(909) 555-0142", email="jane@example.com")

    def known() -> PaperContacts:
        with shop.database.read() as session:
            return paper_contacts.of_document(session, shop.desk(), document_id)

    assert known() == PaperContacts("Jane Roe", "(909) 555-0142", "jane@example.com")
    with shop.database.write() as session:
        now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        session.add(
            ReceivedFax(
                store_id=shop.store_id, source=FaxSource.SAMPLE, source_ref="one", received_at=now,
                sender="+18055550163", size=1, state=FaxState.REVIEWED, state_at=now, proposals=[],
                rotations=[], order_id=order_id, created_at=now,
            )
        )  # fmt: skip
    assert known() == PaperContacts("Jane Roe", NUMBER, "jane@example.com")


@pytest.mark.parametrize("fields", [{}, {"phone": "(909) 555-0142"}])
def test_nothing_is_made_up_where_nothing_is_known(shop: DeskShop, fields: dict[str, str]) -> None:
    document_id, _order, _number = confirmed(shop, **fields)
    with shop.database.read() as session:
        known = paper_contacts.of_document(session, shop.desk(), document_id)
    assert known == PaperContacts(name="Jane Roe")


def test_a_name_that_the_cover_cannot_show_is_refused(shop: DeskShop) -> None:
    document_id, _order, _number = confirmed(shop)
    assert "王小明" in words_of(made(shop, document_id, "王小明").pdf, 0)
    with pytest.raises(Refused, match="name_unprintable") as refused:
        made(shop, document_id, "ดวงใจ")
    assert refused.value.field == "to_name"
    with shop.database.write() as session:
        store = session.get_one(Store, shop.store_id)
        store.settings = {**store.settings, "fax": {"cover_sheet": False}}
    assert made(shop, document_id, "ดวงใจ").pages == 1  # it stands nowhere
