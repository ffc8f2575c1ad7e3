"""The order that is being keyed from a fax, before the fax has ended."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.services import fax_drafts, received_faxes
from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from desktop.services.received_fax_shapes import FaxOrderForm
from models.channels import Channel
from models.ids import uuid7
from models.order import Order, OrderState
from models.received_fax import FaxOutcome, ReceivedFax
from tests.desktop.services.faxes import FaxRoom


def form(faxes: FaxRoom, **fields: object) -> FaxOrderForm:
    """One lamp to Jane Roe."""
    typed = FaxOrderForm(
        given_name="Jane", family_name="Roe", line1="5798 Mill Parkway", city="Ontario",
        state="CA", postal_code="91764", phone="(909) 555-0142",
        lines=(faxes.shop.line("LAMP-1"),),
    )  # fmt: skip
    return replace(typed, **fields)  # type: ignore[arg-type]


def keep(faxes: FaxRoom, fax_id: uuid.UUID, typed: FaxOrderForm, *, desk: int = 1) -> OrderView:
    """Saved in a session of its own."""
    with faxes.shop.database.write() as session:
        return fax_drafts.keep(session, faxes.shop.desk(desk), fax_id, typed, order_id=uuid7())


def test_what_is_keyed_is_a_draft_of_the_fax_that_has_not_ended(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    view = keep(faxes, fax_id, form(faxes))
    assert (view.state, view.channel) == (OrderState.DRAFT, Channel.FAX)
    assert view.total_minor > view.subtotal_minor == 1_000
    detail = faxes.detail(fax_id)
    assert (detail.order_id, detail.row.outcome) == (view.id, None)
    again = keep(faxes, fax_id, form(faxes, lines=(faxes.shop.line("LAMP-1", 3),)))
    assert (again.id, again.subtotal_minor) == (view.id, 3_000)
    assert faxes.shop.count(Order) == (1,)


def test_a_draft_of_another_fax_outlives_the_papers_that_are_put_on_it(faxes: FaxRoom) -> None:
    first, second = faxes.arrive(), faxes.arrive()
    faxes.review(first)
    faxes.review(second)
    desk, command_id = faxes.shop.desk(), uuid7()
    with faxes.shop.database.write() as session:
        made = received_faxes.order_from_fax(session, desk, first, form(faxes), command_id=uuid7())
    for _ in range(2):  # the second time it is a press that is repeated
        with faxes.shop.database.write() as session:
            fax_drafts.drop(session, desk, second)
            received_faxes.attach(session, desk, second, made.order_number, command_id)
    assert faxes.detail(second).order_id == made.order_id
    with faxes.shop.database.write() as session:
        received_faxes.reopen(session, desk, second, command_id=uuid7())
    own = keep(faxes, second, form(faxes, given_name="Wanda"))
    assert own.id != made.order_id
    with faxes.shop.database.write() as session:
        fax_drafts.drop(session, desk, second)
        received_faxes.finish(session, desk, second, FaxOutcome.JUNK, command_id=uuid7())
    with faxes.shop.database.read() as session:
        kept = session.get_one(Order, made.order_id)
        assert (kept.state, (kept.bill_to or {})["name"]) == (OrderState.DRAFT, "Jane Roe")


def test_what_was_keyed_is_read_again_as_it_was(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    with faxes.shop.database.read() as session:
        assert fax_drafts.started(session, faxes.shop.desk(), fax_id) is None
    typed = form(faxes, company="Roe & Sons", line2="Apt 5")
    view = keep(faxes, fax_id, typed)
    with faxes.shop.database.read() as session:
        started = fax_drafts.started(session, faxes.shop.desk(), fax_id)
    assert started is not None
    assert started.order.id == view.id
    assert started.form == replace(typed, country="US")


def test_what_a_draft_has_no_place_for_is_kept_beside_it_until_the_fax_ends(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    typed = form(faxes, fax="(909) 555-0143", email="jane@example.com", hours="evenings")
    keep(faxes, fax_id, replace(typed, remarks="ring twice " + "42" * 8))
    with faxes.shop.database.write() as session:
        found = fax_drafts.started(session, faxes.shop.desk(), fax_id)
        assert found is not None
        kept = found.form
        assert (kept.phone, kept.fax, kept.email, kept.hours, kept.remarks) == (
            "(909) 555-0142", "(909) 555-0143", "jane@example.com", "evenings", "",
        )  # fmt: skip
        fax_drafts.drop(session, faxes.shop.desk(), fax_id)
        assert session.get_one(ReceivedFax, fax_id).keyed is None


def test_the_end_of_a_fax_forgets_what_was_keyed_beside_its_draft(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    keep(faxes, fax_id, form(faxes))
    with faxes.shop.database.write() as session:
        received_faxes.order_from_fax(
            session, faxes.shop.desk(), fax_id, form(faxes), command_id=uuid7()
        )
        assert session.get_one(ReceivedFax, fax_id).keyed is None


def test_a_name_alone_is_kept(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    view = keep(faxes, fax_id, FaxOrderForm(given_name="Jane", family_name="Roe"))
    assert view.bill_to is not None
    assert (view.bill_to.name, view.bill_to.line1, view.lines) == ("Jane Roe", "", ())


def test_the_order_that_is_made_is_that_draft(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    view = keep(faxes, fax_id, form(faxes))
    with faxes.shop.database.write() as session:
        made = received_faxes.order_from_fax(
            session, faxes.shop.desk(), fax_id, form(faxes), command_id=uuid7()
        )
    assert (made.order_id, made.order_number) == (view.id, view.shown_number)
    assert faxes.shop.count(Order) == (1,)
    with faxes.shop.database.write() as session, pytest.raises(Refused) as refused:
        fax_drafts.keep(session, faxes.shop.desk(), fax_id, form(faxes), order_id=uuid7())
    assert refused.value.code == "fax_done"


def test_what_turns_out_to_be_no_order_leaves_no_draft(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    view = keep(faxes, fax_id, form(faxes))
    with faxes.shop.database.write() as session:
        fax_drafts.drop(session, faxes.shop.desk(), fax_id)
        received_faxes.finish(
            session, faxes.shop.desk(), fax_id, FaxOutcome.ANSWERED, command_id=uuid7()
        )
    assert faxes.shop.order(view.id).state is OrderState.CANCELLED
    assert faxes.detail(fax_id).order_id is None


def test_nothing_is_keyed_from_what_nobody_has_looked_at(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    with pytest.raises(Refused) as refused:
        keep(faxes, fax_id, form(faxes))
    assert refused.value.code == "not_reviewed"
    assert faxes.shop.count(Order) == (0,)


def test_nothing_is_keyed_while_another_has_it(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id, desk=2)
    with pytest.raises(Refused) as refused:
        keep(faxes, fax_id, form(faxes))
    assert (refused.value.code, refused.value.values["who"]) == ("taken", "Omar")


def test_whoever_keys_it_keeps_it(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    faxes.shop.clock.advance(timedelta(minutes=received_faxes.TAKE_MINUTES - 1))
    keep(faxes, fax_id, form(faxes))
    faxes.shop.clock.advance(timedelta(minutes=received_faxes.TAKE_MINUTES - 1))
    assert faxes.detail(fax_id).row.is_mine
    with pytest.raises(Refused):
        faxes.take(fax_id, desk=2)


def test_an_order_that_it_was_before_is_left_alone(faxes: FaxRoom) -> None:
    """Taken up again after its order was placed: what is keyed now is another order."""
    order, _placed = faxes.shop.placed()
    fax_id = faxes.arrive()
    faxes.review(fax_id)
    with faxes.shop.database.write() as session:
        desk = faxes.shop.desk()
        received_faxes.attach(session, desk, fax_id, order.shown_number, uuid7())
        received_faxes.reopen(session, desk, fax_id, command_id=uuid7())
    view = keep(faxes, fax_id, form(faxes))
    assert view.id != order.id
    placed = faxes.shop.order(order.id)
    assert (placed.version, placed.total_minor) == (order.version, order.total_minor)
