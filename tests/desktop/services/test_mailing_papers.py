"""Envelopes and labels for letters that wait in the print room."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from sqlalchemy import select

from desktop.documents.fax_answer_data import AnswerReason, FaxAnswerData
from desktop.documents.labels import LABEL_SHEETS
from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store, mailing_papers, mailing_settings, print_room
from desktop.services.confirmation_words import letterhead_of
from desktop.services.desk import Refused
from models.document import DocumentKind
from models.ids import uuid7
from models.order import Order
from models.store import Store
from tests.desktop.documents.letters import text_of
from tests.desktop.factories import DeskShop, card


def placed(shop: DeskShop) -> uuid.UUID:
    order, _payment = shop.placed(entry=card(f"pm_{uuid7().hex}"))
    return order.id


def queue(shop: DeskShop, *, order_id: uuid.UUID | None) -> uuid.UUID:
    """A letter in the print room: about an order, or an answer to a fax without an address."""
    with shop.database.write() as session:
        order = session.get(Order, order_id) if order_id else None
        answer = FaxAnswerData(
            letterhead=letterhead_of(session.scalars(select(Store)).one()), recipient=("Jo",),
            written_on=shop.desk().today(), received_on=shop.desk().today(),
            reason=AnswerReason.UNREADABLE,
        )  # fmt: skip
        document_id = letter_store.keep(
            session, shop.desk(), order,
            kind=DocumentKind.CONFIRMATION if order else DocumentKind.FAX_ANSWER, language="en",
            record=answer.to_record(), rendered=RenderedDocument.of(
                uuid7().bytes, pages=1, unprintable=(), address_fits=True
            ),
        )  # fmt: skip
        return print_room.queue_post(
            session, shop.desk(), document_id, to_name="", address=None, command_id=uuid7()
        )


def test_envelopes_are_printed_in_the_order_of_the_letters(shop: DeskShop) -> None:
    lone = queue(shop, order_id=None)
    first, second = (queue(shop, order_id=placed(shop)) for _ in range(2))
    with shop.database.read() as session:
        order = session.scalars(select(Order)).first()
        assert order is not None
        assert order.bill_to is not None
        street = order.bill_to["line1"]
        made = mailing_papers.envelopes(session, shop.desk(), [second, lone, first])
        name = session.scalars(select(Store.name)).one()
    assert (made.pages, made.too_long) == (2, ())
    words = text_of(made.pdf)
    assert words.count(street) == 2
    assert words.count(name) == 2
    assert words.count("PRACTICE") == 2
    assert "Jo" not in words.split()


def test_labels_are_of_the_shops_sheet(shop: DeskShop) -> None:
    letter = queue(shop, order_id=placed(shop))
    with shop.database.write() as session:
        desk = dataclasses.replace(shop.desk(), may_supervise=True)
        settings = mailing_settings.get(session, shop.store_id)
        mailing_settings.save(session, desk, dataclasses.replace(settings, labels="5163"))
        assert mailing_papers.sheet_of(session, desk) is LABEL_SHEETS["5163"]
        assert mailing_papers.labels(session, desk, [letter] * 2, first=10).pages == 2
        with pytest.raises(Refused) as error:
            mailing_papers.labels(session, desk, [letter], first=11)
    assert (error.value.code, error.value.field) == ("no_such_label", "first")
    assert error.value.values == {"most": 10}


def test_letters_without_an_address_have_neither(shop: DeskShop) -> None:
    lone = queue(shop, order_id=None)
    with shop.database.read() as session:
        for make in (mailing_papers.envelopes, mailing_papers.labels):
            with pytest.raises(Refused) as error:
                make(session, shop.desk(), [lone])
            assert error.value.code == "no_address"
