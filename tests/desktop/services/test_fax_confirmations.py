"""An order that came by fax is confirmed to the number it came from, once, where the shop says so."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.rendered import RenderedDocument
from desktop.services import fax_confirmations, fax_settings, outbox
from desktop.services.confirmation_words import LetterWords
from desktop.services.fax_confirmations import Unconfirmed
from desktop.services.fax_parts import FaxParts
from models.channels import Channel
from models.dispatch import Dispatch, DispatchState
from models.document import Document
from models.ids import uuid7
from models.order import Stamp
from models.person_task import PersonTask, PersonTaskKind
from models.received_fax import FaxOutcome, FaxSource, FaxState, ReceivedFax
from tests.desktop.factories import DeskShop, card

WORDS = LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: f"{brand} {last4}")
SENDER = "+18055550163"


@pytest.fixture(autouse=True)
def _wanted(shop: DeskShop) -> None:
    set_wanted(shop, True)


def set_wanted(shop: DeskShop, wanted: bool) -> None:
    stamp = Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None)
    with shop.database.write() as session:
        before = fax_settings.get(session, shop.store_id)
        changed = dataclasses.replace(before, confirm_by_fax=wanted)
        fax_settings.keep(session, shop.store_id, changed, stamp=stamp)


def faxed_order(
    shop: DeskShop, *, sender: str | None = SENDER, channel: Channel = Channel.FAX, desk: int = 1
) -> uuid.UUID:
    """A placed order with the fax that it came by."""
    draft = shop.ready_draft(channel=channel)
    view, _placed = shop.placed(draft, entry=card("pm_" + uuid7().hex), desk=desk)
    with shop.database.write() as session:
        now = shop.clock.now()
        session.add(
            ReceivedFax(
                store_id=shop.store_id, source=FaxSource.SAMPLE, source_ref=str(view.id),
                received_at=now, sender=sender, size=1, state=FaxState.REVIEWED, state_at=now,
                proposals=[], rotations=[], order_id=view.id, created_at=now,
            )
        )  # fmt: skip
    return view.id


def found(shop: DeskShop) -> tuple[Unconfirmed, ...]:
    with shop.database.read() as session:
        return fax_confirmations.unconfirmed(session, shop.desk())


def render(data: ConfirmationData) -> RenderedDocument:
    pdf = b"%PDF " + data.order_number.encode()
    return RenderedDocument.of(pdf, pages=1, unprintable=(), address_fits=True)


def confirm(shop: DeskShop, wanted: Unconfirmed, *, desk: int = 2) -> uuid.UUID | None:
    def parts(
        _session: object, by: object, document_id: uuid.UUID, *, number: str, to_name: str
    ) -> FaxParts:
        return FaxParts(f"%PDF {number} {to_name}".encode(), 2)

    with shop.database.write() as session:
        return fax_confirmations.confirm(
            session, shop.desk(desk, practice=False), wanted, words=WORDS, render=render,
            make_parts=parts,
        )  # fmt: skip


def test_it_goes_back_to_the_number_it_came_from(shop: DeskShop) -> None:
    order_id = faxed_order(shop)
    (wanted,) = found(shop)
    assert (wanted.order_id, wanted.number, wanted.to_name) == (order_id, SENDER, "Jane Roe")
    dispatch_id = confirm(shop, wanted)
    assert dispatch_id is not None
    with shop.database.read() as session:
        row = outbox.row(session, shop.desk(), dispatch_id)
    assert (row.state, row.destination, row.to_name, row.order_id, row.pages) == (
        DispatchState.QUEUED, "(805) 555-0163", "Jane Roe", order_id, 2,
    )  # fmt: skip
    assert row.agent_name == "Dana", "who took the order, wherever it is confirmed"
    assert found(shop) == ()


def test_it_never_goes_to_whoever_sent_a_document_on_the_order(shop: DeskShop) -> None:
    order_id = faxed_order(shop)
    with shop.database.write() as session:
        earlier = shop.clock.now() - timedelta(hours=1)
        for outcome in (FaxOutcome.DOCUMENT, FaxOutcome.JUNK):
            session.add(
                ReceivedFax(
                    store_id=shop.store_id, source=FaxSource.SAMPLE, source_ref=outcome.value,
                    received_at=earlier, sender="+12135550118", size=1, state=FaxState.DONE,
                    outcome=outcome, state_at=earlier, proposals=[], rotations=[],
                    order_id=order_id, created_at=earlier,
                )
            )  # fmt: skip
    (wanted,) = found(shop)
    assert wanted.number == SENDER
    with shop.database.write() as session:
        of_order = session.query(ReceivedFax).filter_by(source_ref=str(order_id)).one()
        of_order.sender = None
    assert found(shop) == ()


def test_two_desks_confirm_it_once(shop: DeskShop) -> None:
    faxed_order(shop)
    (wanted,) = found(shop)
    assert confirm(shop, wanted, desk=1) == confirm(shop, wanted, desk=2)
    assert shop.count(Dispatch, Document) == (1, 1)


def test_not_unless_the_shop_wants_it(shop: DeskShop) -> None:
    faxed_order(shop)
    set_wanted(shop, False)
    assert found(shop) == ()


def test_which_orders_are_not_confirmed_by_fax(shop: DeskShop) -> None:
    faxed_order(shop, channel=Channel.PHONE)
    faxed_order(shop, sender=None)
    assert found(shop) == ()
    faxed_order(shop)
    assert len(found(shop)) == 1
    shop.clock.advance(timedelta(hours=24, seconds=1))
    assert found(shop) == (), "no old order"


def test_a_number_that_no_fax_goes_to_is_a_persons_once(shop: DeskShop) -> None:
    order_id = faxed_order(shop, sender="+19002345678")
    (wanted,) = found(shop)
    assert confirm(shop, wanted) is None
    assert (found(shop), shop.count(Dispatch)) == ((), (0,))
    assert confirm(shop, wanted) is None
    with shop.database.read() as session:
        task = session.scalars(select(PersonTask)).one()
        assert (task.kind, task.order_id, task.received_fax_id, task.owner_id) == (
            PersonTaskKind.GIVEN_UP_FAX, order_id, wanted.fax_id, shop.agents[0],
        )  # fmt: skip
        assert task.words.endswith("cannot be faxed to (900) 234-5678")
