"""The outbox: what is put there, what is shown of it, taken back, sent again, printed instead."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.services import outbox, person_tasks
from desktop.services.desk import Refused
from desktop.services.outbox import OutboxCounts, OutboxRow
from desktop.services.outbox_shapes import Showing
from models.audit import AuditEntry
from models.dispatch import Dispatch, DispatchState, Route
from models.document import DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Stamp
from models.person_task import PersonTask, PersonTaskKind
from tests.desktop.factories import DeskShop
from tests.desktop.outgoing_papers import (
    E164,
    FAX_PDF,
    NUMBER,
    PDF,
    dispatch,
    queue_email,
    queue_fax,
    store_paper,
)

STATE = DispatchState


def move(shop: DeskShop, dispatch_id: uuid.UUID, *states: DispatchState) -> None:
    with shop.database.write() as session:
        found = session.get_one(Dispatch, dispatch_id)
        for state in states:
            found.move_to(state, at=shop.clock.now(), actor_id=None)


def give_up(shop: DeskShop, dispatch_id: uuid.UUID) -> None:
    move(shop, dispatch_id, STATE.SENDING, STATE.FAILED, STATE.GIVEN_UP)
    with shop.database.write() as session:
        person_tasks.append(
            session, shop.store_id, Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None),
            PersonTaskKind.GIVEN_UP_FAX, "It could not be sent", shop.clock.now(),
            dispatch_id=dispatch_id,
        )  # fmt: skip


def listed(shop: DeskShop, showing: Showing = "all") -> list[uuid.UUID]:
    with shop.database.read() as session:
        return [row.id for row in outbox.outbox(session, shop.desk(), showing=showing)]


def shown(shop: DeskShop, dispatch_id: uuid.UUID) -> OutboxRow:
    with shop.database.read() as session:
        return outbox.row(session, shop.desk(), dispatch_id)


def stop(shop: DeskShop, dispatch_id: uuid.UUID) -> OutboxRow:
    with shop.database.write() as session:
        return outbox.stop(session, shop.desk(), dispatch_id, command_id=uuid7())


def again(
    shop: DeskShop, dispatch_id: uuid.UUID, to: str | None = None, pdf: bytes | None = None
) -> uuid.UUID:
    with shop.database.write() as session:
        return outbox.send_again(
            session, shop.desk(2, practice=False), dispatch_id, to=to, pdf=pdf, pages=3,
            command_id=uuid7(),
        )  # fmt: skip


# Putting it there --------------------------------------------------------------------------------


def test_a_fax_waits_with_the_bytes_that_leave(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    document_id = store_paper(shop, order.id)
    fax = queue_fax(shop, document_id)
    row = shown(shop, fax)
    assert (row.state, row.route, row.kind) == (STATE.QUEUED, Route.FAX, DocumentKind.CONFIRMATION)
    assert (row.destination, row.to_name, row.pages, row.tries) == (NUMBER, "Jane Roe", 2, 0)
    assert (row.order_id, row.customer_name, row.agent_name) == (order.id, "Jane Roe", "Dana")
    assert (row.tries_most, row.fax_id, row.task_id, row.next_try_at) == (5, None, None, None)
    found = dispatch(shop, fax)
    assert (found.number, found.tag, found.job) == (E164, "", "")
    assert found.file_sha256 == hashlib.sha256(FAX_PDF).hexdigest()
    with shop.database.read() as session:
        pdfs = set(session.scalars(select(DocumentFile.pdf)))
        assert pdfs == {PDF, FAX_PDF}
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.kind == "dispatch_queued")
        ).one()
        assert (entry.subject_id, entry.details) == (fax, {"route": "fax"})


def test_the_same_command_queues_once_and_the_same_bytes_are_kept_once(shop: DeskShop) -> None:
    document_id, command_id = store_paper(shop), uuid7()
    first = queue_fax(shop, document_id, command_id=command_id)
    assert queue_fax(shop, document_id, command_id=command_id) == first
    assert shop.count(Dispatch, DocumentFile) == (1, 2)
    assert queue_fax(shop, document_id) != first
    assert shop.count(Dispatch, DocumentFile) == (2, 2)


def test_practice_sends_nothing(shop: DeskShop) -> None:
    fax = queue_fax(shop, desk=shop.desk())
    row = shown(shop, fax)
    assert (row.state, row.reason, row.is_open) == (STATE.PRACTICE, "", False)
    with shop.database.read() as session:
        (event,) = outbox.history(session, shop.desk(), fax)
    assert (event.from_state, event.to_state, event.agent_name) == (
        STATE.QUEUED, STATE.PRACTICE, "Dana",
    )  # fmt: skip


def test_an_email_waits_with_the_document_itself(shop: DeskShop) -> None:
    email = queue_email(shop, address=" Jane Roe <Jane@Example.COM> ")
    row = shown(shop, email)
    assert (row.route, row.destination, row.pages) == (Route.EMAIL, "jane@example.com", 1)
    assert (row.state, row.tries_most) == (STATE.QUEUED, 8)
    assert dispatch(shop, email).file_sha256 is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_missing"),
        ("  ", "number_missing"),
        ("555-0142", "number_wrong"),
        ("fax please", "number_wrong"),
        ("909 555 0142 x12", "number_wrong"),
        ("911", "barred"),
        ("9-1-1", "barred"),
        ("911 555 0142", "barred"),
        ("112", "barred"),
        ("411", "barred"),
        ("1-900-234-5678", "barred"),
        ("(909) 976-1234", "barred"),
        ("+44 906 123 4567", "barred"),
    ],
)
def test_numbers_that_no_fax_goes_to(shop: DeskShop, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        queue_fax(shop, number=typed)
    assert (refused.value.code, refused.value.field) == (code, "number")
    assert shop.count(Dispatch) == (0,)


@pytest.mark.parametrize(
    ("typed", "e164", "shown_as", "warnings"),
    [
        ("1.909-568-2800", "+19095682800", "(909) 568-2800", 0),
        ("1-800-629-2329", "+18006292329", "(800) 629-2329", 1),
        (NUMBER, E164, NUMBER, 1),
        ("011 44 20 7946 0958", "+442079460958", "+44 20 7946 0958", 0),
    ],
)
def test_numbers_that_one_may_fax_to(typed: str, e164: str, shown_as: str, warnings: int) -> None:
    number = outbox.check_number(typed, "US")
    assert (number.e164, number.shown, len(number.warnings)) == (e164, shown_as, warnings)


@pytest.mark.parametrize(("typed", "code"), [("", "email_missing"), ("jane at", "email_wrong")])
def test_addresses_that_no_mail_goes_to(shop: DeskShop, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        queue_email(shop, address=typed)
    assert (refused.value.code, refused.value.field) == (code, "email")


# What is shown -----------------------------------------------------------------------------------


def test_lists_and_counts(shop: DeskShop) -> None:
    made = {}
    for name in ("waits", "sent", "delivered", "given_up", "stopped"):
        made[name] = queue_fax(shop)
        shop.clock.advance(timedelta(minutes=1))
    made["mailed"] = queue_email(shop)
    move(shop, made["sent"], STATE.SENDING, STATE.SENT)
    move(shop, made["delivered"], STATE.SENDING, STATE.SENT, STATE.DELIVERED)
    move(shop, made["mailed"], STATE.SENDING, STATE.SENT)
    give_up(shop, made["given_up"])
    stop(shop, made["stopped"])
    assert listed(shop) == list(reversed(made.values()))
    assert listed(shop, "open") == [made["sent"], made["waits"]]
    assert listed(shop, "trouble") == [made["given_up"]]
    assert listed(shop, "done") == [made["mailed"], made["stopped"], made["delivered"]]
    with shop.database.read() as session:
        assert outbox.counts(session, shop.desk()) == OutboxCounts(open=2, trouble=1)
        first, second = outbox.outbox(session, shop.desk(), most=2)
        rest = outbox.outbox(session, shop.desk(), before=second.created_at)
    assert [first.id, second.id, *(row.id for row in rest)] == listed(shop)


def test_trouble_ends_with_its_task(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    give_up(shop, fax)
    task_id = shown(shop, fax).task_id
    assert task_id is not None
    with shop.database.write() as session:
        person_tasks.done(session, shop.desk(), task_id, command_id=uuid7())
    assert (listed(shop, "trouble"), listed(shop, "done")) == ([], [fax])


# Taken back --------------------------------------------------------------------------------------


def test_what_waits_here_is_stopped_at_once(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    assert stop(shop, fax).state is STATE.STOPPED
    with pytest.raises(Refused, match="stop_late"):
        stop(shop, fax)


def test_of_what_the_server_has_the_stop_is_asked(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    move(shop, fax, STATE.SENDING, STATE.SENT)
    row = stop(shop, fax)
    assert (row.state, row.stop_asked_at, row.can_stop) == (STATE.SENT, shop.clock.now(), False)
    shop.clock.advance(timedelta(minutes=1))
    assert stop(shop, fax).stop_asked_at == row.stop_asked_at


def test_an_email_that_has_left_cannot_be_stopped(shop: DeskShop) -> None:
    email = queue_email(shop)
    move(shop, email, STATE.SENDING, STATE.SENT)
    with pytest.raises(Refused, match="stop_late"):
        stop(shop, email)


# Sent again --------------------------------------------------------------------------------------


def test_what_waits_for_its_next_try_goes_at_once(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    with shop.database.write() as session:
        session.get_one(Dispatch, fax).next_try_at = shop.clock.now() + timedelta(minutes=9)
    assert again(shop, fax) == fax
    assert (dispatch(shop, fax).next_try_at, shop.count(Dispatch)) == (None, (1,))


def test_given_up_is_sent_anew_and_its_task_is_done(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    give_up(shop, fax)
    new = again(shop, fax)
    row, old = shown(shop, new), shown(shop, fax)
    assert (row.state, row.destination, row.agent_name, row.pages) == (
        STATE.QUEUED, NUMBER, "Omar", 2,
    )  # fmt: skip
    assert dispatch(shop, new).file_sha256 == dispatch(shop, fax).file_sha256
    assert (old.state, old.task_id) == (STATE.GIVEN_UP, None)
    with shop.database.read() as session:
        assert session.scalars(select(PersonTask)).one().done_by_id == shop.agents[1]


def test_to_another_number_with_its_own_cover_sheet(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    other = b"%PDF-1.4 another cover sheet"
    new = again(shop, fax, to="909 555 0177", pdf=other)
    assert shown(shop, fax).state is STATE.STOPPED
    row = shown(shop, new)
    assert (row.destination, row.pages) == ("(909) 555-0177", 3)
    assert dispatch(shop, new).file_sha256 == hashlib.sha256(other).hexdigest()
    with pytest.raises(Refused, match="number_wrong"):
        again(shop, new, to="12")
    assert shown(shop, new).state is STATE.QUEUED


def test_what_the_server_has_is_not_sent_a_second_time(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    for state in (STATE.SENDING, STATE.SENT):
        move(shop, fax, state)
        with pytest.raises(Refused, match="under_way"):
            again(shop, fax)
    move(shop, fax, STATE.DELIVERED)
    assert again(shop, fax) != fax


def test_two_who_send_it_again_send_one_copy(shop: DeskShop) -> None:
    fax = queue_fax(shop)
    give_up(shop, fax)
    new = again(shop, fax)
    with pytest.raises(Refused, match="under_way"):
        again(shop, fax)
    other = again(shop, fax, to="909 555 0177")
    with pytest.raises(Refused, match="under_way"):
        again(shop, fax, to="(909) 555-0177")
    assert shop.count(Dispatch) == (3,)
    give_up(shop, new)
    assert again(shop, fax) not in (new, other)


def test_the_document_itself_is_printed_instead(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    document_id = store_paper(shop, order.id)
    fax = queue_fax(shop, document_id)
    with shop.database.read() as session:
        letter = outbox.print_instead(session, shop.desk(), fax)
    assert (letter.document_id, letter.pdf) == (document_id, PDF)
    assert letter.sha256 == hashlib.sha256(PDF).hexdigest()
