"""Every fax ends somewhere: on an order, answered, as junk, or with what others add."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.services.received_fax_shapes import FaxDetail
from models.order import Order, OrderState
from models.received_fax import FaxOutcome, FaxState, JunkSender
from tests.ui.pages.fax_room.fax_desk import ALT, CONTROL, ENTER, FaxDesk
from ui.actions import KeyClashError
from ui.pages.fax_room.fax_actions import FaxAction
from ui.pages.fax_room.kit import BlankForm, FaxAnswer

F10 = Qt.Key.Key_F10


def test_a_document_on_an_order(desk: FaxDesk) -> None:
    order, _placed = desk.shop.placed()
    desk.review("stroud")
    desk.key(Qt.Key.Key_D, ALT)
    assert desk.sheet.objectName() == "fax_document_sheet"
    desk.type("123")
    desk.key(ENTER)
    said = desk.sheet.row.error  # type: ignore[attr-defined]
    assert said == "There is no order of this number: read it again."
    assert desk.fax("stroud").row.state is FaxState.REVIEWED
    desk.key(Qt.Key.Key_A, CONTROL)
    desk.type(order.shown_number)
    desk.key(ENTER)
    fax = desk.fax("stroud")
    assert (fax.row.outcome, fax.order_id) == (FaxOutcome.DOCUMENT, order.id)
    assert desk.told[-1] == ("The fax stands with its order", "ok")
    assert desk.focus == "faxes_table"


def test_what_was_keyed_is_dropped_with_the_order_that_it_was_not(desk: FaxDesk) -> None:
    order, _placed = desk.shop.placed()
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_D, ALT)
    desk.type(order.shown_number)
    desk.key(ENTER)
    assert desk.fax("stroud").order_id == order.id
    with desk.shop.database.read() as session:
        states = {one.id: one.state for one in session.scalars(select(Order))}
    assert sorted(state.value for state in states.values()) == ["cancelled", "placed"]
    assert states[order.id] is OrderState.PLACED


def test_an_answer_says_why_and_goes_to_the_number_it_came_from(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.key(Qt.Key.Key_A, ALT)
    assert desk.focus == "answer_reason_list"
    desk.key(Qt.Key.Key_Down)
    desk.key(F10)
    assert desk.answers == [
        FaxAnswer(
            reason="missing_pages", words="", number="(805) 555-0163", to_name="Wilhelmina Stroud"
        )
    ]
    assert desk.fax("stroud").row.outcome is FaxOutcome.ANSWERED
    assert desk.told[-1] == ("The answer is in the outbox", "ok")


def test_an_answer_in_own_words_needs_some(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_A, ALT)
    desk.key(Qt.Key.Key_End)
    desk.key(F10)
    assert desk.answers == []
    assert desk.focus == "answer_words_edit"
    desk.type("4242" * 4)
    assert desk.sheet.words_edit.toPlainText() == ""  # type: ignore[attr-defined]
    desk.type("We have moved.")
    desk.key(F10)
    assert [(one.reason, one.words) for one in desk.answers] == [("other", "We have moved.")]


def test_an_answer_without_a_number_is_refused_beside_its_field(desk: FaxDesk) -> None:
    desk.review("none")
    desk.key(Qt.Key.Key_A, ALT)
    desk.key(F10)
    sheet = desk.sheet
    assert sheet.number_row.error == "Enter the number to send it to."  # type: ignore[attr-defined]
    assert desk.fax("none").row.state is FaxState.REVIEWED
    desk.type("805 555 0199")
    desk.key(F10)
    assert desk.fax("none").row.outcome is FaxOutcome.ANSWERED


def test_a_damaged_fax_says_why_is_read_again_and_answered(desk: FaxDesk) -> None:
    desk.choose("torn")
    said = "Its end is missing: the line dropped, or it was not sent whole."
    assert desk.text("sealed_text_label") == said
    assert desk.reason("print") == "It could not be opened: there is no page to work with."
    desk.key(Qt.Key.Key_F6)
    assert desk.fax("torn").row.state is FaxState.ARRIVED
    assert desk.text("sealed_head_label") == "The machine is reading it"
    desk.faxes.arrive(state=FaxState.DAMAGED, damage="locked", pages=0, sender="+12135550119")
    desk.changes.broadcast({"faxes"})
    desk.settle()
    desk.key(Qt.Key.Key_Home)
    desk.key(Qt.Key.Key_A, ALT)
    desk.key(F10)
    assert [one.number for one in desk.answers] == ["(213) 555-0119"]


def test_junk_that_nobody_saw_is_destroyed_after_a_second_key(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(Qt.Key.Key_J, ALT)
    assert desk.sheet.unseen_banner.title() == "Nobody has looked at it"  # type: ignore[attr-defined]
    assert desk.fax("stroud").row.state is FaxState.UNREVIEWED
    assert desk.faxes.has_key(desk.ids["stroud"])
    desk.key(Qt.Key.Key_Escape)
    assert desk.faxes.has_key(desk.ids["stroud"])
    desk.key(Qt.Key.Key_J, ALT)
    desk.key(Qt.Key.Key_Space)
    desk.key(F10)
    assert desk.fax("stroud").row.outcome is FaxOutcome.JUNK
    assert not desk.faxes.has_key(desk.ids["stroud"])
    with desk.shop.database.read() as session:
        assert [one.number for one in session.scalars(select(JunkSender))] == ["+18055550163"]


def test_junk_that_was_seen_is_put_aside_and_the_sender_forgotten(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_J, ALT)
    assert desk.sheet.unseen_banner.isHidden()  # type: ignore[attr-defined]
    desk.key(F10)
    assert desk.fax("stroud").row.outcome is FaxOutcome.JUNK
    with desk.shop.database.read() as session:
        assert session.scalars(select(JunkSender)).all() == []


def test_what_is_done_can_be_taken_up_again(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_J, ALT)
    desk.key(F10)
    desk.key(Qt.Key.Key_F4)
    desk.key(Qt.Key.Key_Down, times=2)
    desk.key(ENTER)
    assert [row.id for row in desk.page.table.faxes.rows] == [desk.ids["stroud"]]
    assert desk.page.list_panel.showing_label.text() == "Junk"
    said = "This fax is done. Alt+T takes it up again."
    assert desk.page.form_panel.closed_banner.text() == said
    assert desk.reason("junk") == "It is done: take it up again first."
    desk.key(Qt.Key.Key_T, ALT)
    assert desk.fax("stroud").row.state is FaxState.REVIEWED


def test_the_pages_are_printed_only_once_they_are_reviewed(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(Qt.Key.Key_P, CONTROL)
    assert desk.shown_pages == []
    desk.review("stroud")
    desk.key(Qt.Key.Key_P, CONTROL)
    assert desk.shown_pages == [(desk.ids["stroud"], "Fax from (805) 555-0163")]


def test_f9_sends_an_order_form(desk: FaxDesk) -> None:
    desk.choose("none")
    desk.key(Qt.Key.Key_F9)
    desk.key(F10)
    sheet = desk.sheet
    assert sheet.number_row.error == "Enter the number to send it to."  # type: ignore[attr-defined]
    desk.type("805 555 0163")
    desk.key(Qt.Key.Key_Tab)
    desk.type("W. Stroud")
    desk.key(F10)
    assert desk.forms == [BlankForm(number="805 555 0163", to_name="W. Stroud", language="en")]
    assert desk.told[-1] == ("The order form is in the outbox", "ok")
    assert desk.fax("none").row.state is FaxState.UNREVIEWED


def test_others_add_what_can_be_done_with_a_fax(desk: FaxDesk) -> None:
    done: list[FaxDetail] = []
    action = FaxAction(
        id="opt_out", text="Opt-out", icon="prohibit", keys=("F7",), run=done.append,
        why_not=lambda fax: "" if fax.row.sender else "It came from no number.",
    )  # fmt: skip
    desk.page.add_fax_action(action)
    with pytest.raises(KeyClashError):
        desk.page.add_fax_action(
            FaxAction(id="other", text="Other", icon="", keys=("F10",), run=done.append)
        )
    desk.choose("stroud")
    desk.key(Qt.Key.Key_F7)
    assert done == []
    desk.review("none")
    desk.key(Qt.Key.Key_F7)
    assert (done, desk.reason("opt_out")) == ([], "It came from no number.")
    desk.review("stroud")
    desk.key(Qt.Key.Key_F7)
    assert [fax.row.id for fax in done] == [desk.ids["stroud"]]
