"""Faxes by keys alone: from the page that came in to the order, its payment and its confirmation."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.demo.moves import place, take_card, wrap_up
from desktop.fax import vault
from desktop.paths import DataFolder
from models.agent import Agent
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentKind
from models.order import Order, OrderState
from models.order_numbers import display
from models.person_task import PersonTask, PersonTaskKind
from models.received_fax import (
    FaxOutcome,
    FaxState,
    ReceivedFax,
    ReceivedFaxEvent,
    ReceivedFaxPage,
    SealedOriginal,
)
from tests.journeys import records
from tests.journeys.fax_hands import DAMAGED, JUNK, OPT_OUT, TYPED, UPSIDE_DOWN, FaxHands
from tests.journeys.sitting import Sitting
from ui.tables.list_table import ListTable

ENTER, F10 = Qt.Key.Key_Return, Qt.Key.Key_F10


def cells(desk: Sitting, name: str) -> list[tuple[str, ...]]:
    """What the list called *name* shows, without its times."""
    table = desk.workspace.window.findChild(ListTable, name)
    assert isinstance(table, ListTable)
    return [row.cells[1:] for row in table.rows]


def fax_of(session: Session, fax_id: uuid.UUID) -> ReceivedFax:
    """Its row."""
    return session.get_one(ReceivedFax, fax_id)


def can_be_opened(session: Session, folder: DataFolder, fax_id: uuid.UUID) -> bool:
    """Whether the sealed original is there, or a key of it."""
    sealed = select(SealedOriginal.id).where(SealedOriginal.fax_id == fax_id)
    has_key = fax_id in vault.owners(folder.practice.fax_keys)
    return has_key or session.scalar(sealed) is not None


def path_of(session: Session, fax_id: uuid.UUID) -> list[FaxState]:
    """Every state that it has come into."""
    events = select(ReceivedFaxEvent.to_state).where(ReceivedFaxEvent.fax_id == fax_id)
    return list(session.scalars(events.order_by(ReceivedFaxEvent.sequence)))


def key_the_order(hands: FaxHands) -> None:
    """Name and an item are taken from the page by their marks, the rest is typed."""
    hands.desk.player.wait_for_focus("fax_name_edit")
    hands.mark("Frances", whole=True)
    hands.key_in(
        line1="9689 Larkspur Court", postal_code="12942", phone="518 555 0195",
        hours="mornings, before 11",
    )  # fmt: skip
    values = hands.page.form_panel.values()
    assert (values["name"], values["city"], values["state"]) == ("Frances Whitlow", "Keene", "NY")
    assert values["fax"] == "(518) 555-0177"
    hands.desk.tab_to("fax_entry_edit")
    hands.add_item("TOL-0165", "3", by_mark=True)
    hands.add_item("wck-0113", "4")
    hands.desk.player.settle()


def test_an_order_from_a_fax_is_paid_by_telephone_and_confirmed_by_fax(
    fax_desk: Sitting, fax_folder: DataFolder
) -> None:
    desk, hands = fax_desk, FaxHands(fax_desk)
    fax_id = hands.wait_for(TYPED, FaxState.UNREVIEWED)
    hands.go_to(TYPED)
    assert hands.open_window() > 0
    hands.confirm()
    with records.reading(fax_folder) as session:
        assert path_of(session, fax_id)[-1] is FaxState.REVIEWED
        assert not can_be_opened(session, fax_folder, fax_id)
    key_the_order(hands)
    desk.press(F10)
    desk.until(lambda: hands.state(TYPED) is None, "the order to be made")
    desk.player.settle()

    desk.alt(Qt.Key.Key_8)
    desk.player.wait_for_focus("tasks_table")
    desk.player.settle()
    about = "Frances Whitlow: Take the payment for the order from their fax"
    assert cells(desk, "tasks_table") == [("Call back", about, "Nobody yet")]
    for words in ("518 555 0195", "mornings, before 11"):
        assert words in desk.shown_texts()
    desk.press(Qt.Key.Key_F2)
    desk.until(lambda: desk.page.in_call and desk.line_count == 2, "the draft at the call desk")
    desk.player.settle()
    take_card(desk.player, "visa_approved")
    place(desk.player, "approved")
    wrap_up(desk.player)

    order = records.the_order(fax_folder)
    assert (order.state, order.open_holds) == ("released", ())
    assert order.lines == (("TOL-0165", 3), ("WCK-0113", 4))
    assert order.customer == "Frances Whitlow"
    assert order.events.count("placed") == 1
    assert desk.charges(order.number) == 1
    desk.alt(Qt.Key.Key_7)
    said = ("Frances Whitlow", f"Confirmation, order {display(order.number)}", "Practice, not sent")
    desk.until(lambda: cells(desk, "outbox_table") == [said], "the confirmation in the outbox")
    desk.alt(Qt.Key.Key_8)
    desk.until(lambda: cells(desk, "tasks_table") == [], "the task to be done")
    desk.player.settle()
    with records.reading(fax_folder) as session:
        fax = fax_of(session, fax_id)
        assert (fax.state, fax.outcome, fax.boxes) == (FaxState.DONE, FaxOutcome.ORDER, 0)
        made = session.get_one(Order, fax.order_id)
        assert (made.number, made.channel.value) == (order.number, "fax")
        (sent,) = session.scalars(select(Dispatch))
        assert (sent.route, sent.state, sent.number) == (
            Route.FAX, DispatchState.PRACTICE, TYPED,
        )  # fmt: skip
        paper = session.get_one(Document, sent.document_id)
        assert (paper.kind, paper.order_id) == (DocumentKind.CONFIRMATION, made.id)
        (task,) = session.scalars(select(PersonTask))
        assert (task.kind, task.order_id) == (PersonTaskKind.CALL_BACK, made.id)
        assert task.done_at == made.placed_at
        assert (
            task.done_by_id
            == session.scalars(select(Agent.id).where(Agent.display_name == "Dana Okafor")).one()
        )


def put_aside_unseen(hands: FaxHands) -> uuid.UUID:
    """Alt+J, F10: its key is destroyed before anybody has seen it."""
    fax_id = hands.wait_for(JUNK, FaxState.UNREVIEWED)
    hands.go_to(JUNK)
    hands.desk.alt(Qt.Key.Key_J)
    with hands.sheet("junk_sheet"):
        hands.desk.press(F10)
    hands.desk.until(lambda: hands.state(JUNK) is None, "the junk to be put aside")
    return fax_id


def read_again_and_answer(hands: FaxHands) -> uuid.UUID:
    """F6; it is still damaged, and whoever sent it is told so."""
    fax_id = hands.wait_for(DAMAGED, FaxState.DAMAGED)
    hands.go_to(DAMAGED)
    hands.desk.press(Qt.Key.Key_F6)
    hands.desk.until(
        lambda: hands.state(DAMAGED) is FaxState.ARRIVED,
        "it to be read again",
    )
    hands.wait_for(DAMAGED, FaxState.DAMAGED)
    hands.desk.player.settle()
    answer(hands, DAMAGED)
    return fax_id


def answer(hands: FaxHands, sender: str) -> None:
    """Alt+A, F10: the first reason, to the number that it came from."""
    hands.desk.alt(Qt.Key.Key_A)
    with hands.sheet("answer_sheet"):
        hands.desk.press(F10)
    hands.desk.until(lambda: hands.state(sender) is None, "it to be answered")
    hands.desk.player.settle()


def look_and_answer(hands: FaxHands) -> uuid.UUID:
    """A page that was looked at, and that is answered."""
    fax_id = hands.wait_for(OPT_OUT, FaxState.UNREVIEWED)
    hands.go_to(OPT_OUT)
    hands.open_window()
    hands.confirm()
    answer(hands, OPT_OUT)
    return fax_id


def put_on_order(hands: FaxHands, number: str) -> uuid.UUID:
    """Two pages that came upside down are looked at, one after the other, and kept upright."""
    fax_id = hands.wait_for(UPSIDE_DOWN, FaxState.UNREVIEWED)
    hands.go_to(UPSIDE_DOWN)
    assert hands.page.fax is not None
    assert hands.page.fax.rotations == (180, 180)
    hands.open_window(pages=2)
    hands.confirm()
    assert "Lanternfield" in [word.text for word in hands.page.page_panel.view.words]
    hands.desk.alt(Qt.Key.Key_D)
    with hands.sheet("fax_document_sheet"):
        hands.desk.player.type(number)
        hands.desk.press(ENTER)
    hands.desk.until(lambda: hands.state(UPSIDE_DOWN) is None, "it to stand with its order")
    return fax_id


def test_every_fax_ends_somewhere(fax_desk: Sitting, fax_folder: DataFolder) -> None:
    with records.reading(fax_folder) as session:
        shipped = select(Order.id, Order.number).where(Order.state == OrderState.SHIPPED)
        order_id, number = session.execute(shipped.order_by(Order.number).limit(1)).one()
    hands = FaxHands(fax_desk)
    junk = put_aside_unseen(hands)
    damaged = read_again_and_answer(hands)
    answered = look_and_answer(hands)
    document = put_on_order(hands, display(number))
    fax_desk.player.settle()
    with records.reading(fax_folder) as session:
        ends = {
            fax_id: (fax_of(session, fax_id).state, fax_of(session, fax_id).outcome)
            for fax_id in (junk, damaged, answered, document)
        }
        assert ends == {
            junk: (FaxState.DONE, FaxOutcome.JUNK),
            damaged: (FaxState.DONE, FaxOutcome.ANSWERED),
            answered: (FaxState.DONE, FaxOutcome.ANSWERED),
            document: (FaxState.DONE, FaxOutcome.DOCUMENT),
        }
        assert not any(can_be_opened(session, fax_folder, fax_id) for fax_id in ends)
        assert path_of(session, junk) == [FaxState.UNREVIEWED, FaxState.DONE]
        assert path_of(session, damaged) == [
            FaxState.DAMAGED, FaxState.ARRIVED, FaxState.DAMAGED, FaxState.DONE,
        ]  # fmt: skip
        pages = session.scalars(
            select(ReceivedFaxPage)
            .where(ReceivedFaxPage.fax_id.in_(ends))
            .order_by(ReceivedFaxPage.number)
        ).all()
        assert [(page.fax_id, page.number) for page in pages] == [
            (answered, 1), (document, 1), (document, 2),
        ]  # fmt: skip
        assert fax_of(session, document).order_id == order_id
        sent = session.scalars(select(Dispatch).order_by(Dispatch.created_at)).all()
        assert [(one.state, one.number) for one in sent] == [
            (DispatchState.PRACTICE, DAMAGED), (DispatchState.PRACTICE, OPT_OUT),
        ]  # fmt: skip
        assert [one.id for one in sent] == [
            fax_of(session, fax_id).dispatch_id for fax_id in (damaged, answered)
        ]
        assert session.scalars(select(PersonTask)).all() == []
    assert hands.state(TYPED) is not None
