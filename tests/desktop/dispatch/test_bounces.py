"""What came back is put on record once, with a task for whoever sent it; all else is left alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.dispatch.bounce_reading import MOST_BYTES
from desktop.dispatch.bounces import ReturnedMail
from desktop.services import mail_settings
from desktop.services import returned_mail as returned_mail_service
from models.audit import AuditEntry
from models.dispatch import Dispatch, DispatchState
from models.person_task import PersonTask, PersonTaskKind
from models.session import DatabaseGone
from models.store import Store, StoreMode
from tests.desktop.dispatch import returned_mail
from tests.desktop.dispatch.imap_fake import HOST, ImapFake, imap_fake
from tests.desktop.dispatch.returned_mail import made, postfix
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.outgoing_papers import dispatch, queue_email

STATE = DispatchState
SAID = "550 5.1.1 <jane@example.org>: no such person here"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    with made.database.write() as session:
        # The factory makes a practice shop, which reads no box.
        session.execute(Store.__table__.update().values(mode=StoreMode.LIVE))  # type: ignore[attr-defined]
    yield made
    made.database.close()


@pytest.fixture
def fake(shop: DeskShop) -> Iterator[ImapFake]:
    with imap_fake() as running:
        set_box(shop, port=running.port)
        yield running


def set_box(shop: DeskShop, *, port: int) -> None:
    """Have the shop read a box on this machine."""
    with shop.database.write() as session:
        changed = replace(
            mail_settings.get(session, shop.store_id),
            bounce_host=HOST,
            bounce_port=port,
            bounce_security="none",
            bounce_user="returned",
        )
        mail_settings.keep(session, shop.store_id, changed, stamp=shop.desk().stamp())


def reader(shop: DeskShop, **more: Any) -> ReturnedMail:
    """As the worker makes it."""
    return ReturnedMail(
        shop.database, shop.store_id, shop.clock, read_password=lambda _s, _w: "word", **more
    )


def sent(shop: DeskShop, *states: DispatchState) -> uuid.UUID:
    """An e-mail that the server took, or that is in another state."""
    made = queue_email(shop)
    with shop.database.write() as session:
        row = session.get_one(Dispatch, made)
        for state in states or (STATE.SENDING, STATE.SENT):
            row.move_to(state, at=shop.clock.now(), actor_id=None)
    return made


def tasks(shop: DeskShop) -> list[PersonTask]:
    with shop.database.read() as session:
        found = list(session.scalars(select(PersonTask)))
        session.expunge_all()
        return found


def test_what_came_back_is_failed_and_its_sender_has_a_task(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    fake.messages = {4: b"Subject: hello\n\nto you", 5: postfix(mail)}
    assert reader(shop).run_once() == 1
    row = dispatch(shop, mail)
    assert (row.state, row.reason, row.failure) == (STATE.FAILED, "bounced", SAID)
    (task,) = tasks(shop)
    assert (task.kind, task.dispatch_id, task.owner_id, task.due_at, task.done_at) == (
        PersonTaskKind.BOUNCE,
        mail,
        row.agent_id,
        shop.clock.now(),
        None,
    )
    assert task.words == "E-mail to jane@example.com came back: there is no such address"
    assert fake.seen == [5], "the other message stays unread"


def test_the_audit_has_the_code_and_no_address(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    fake.messages = {1: postfix(mail)}
    reader(shop).run_once()
    with shop.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.kind == "dispatch_returned"))
        assert (entry.subject_id, entry.details) == (mail, {"status": "5.1.1"})


def test_the_same_report_is_put_on_record_once(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    fake.messages = {1: postfix(mail), 2: postfix(mail), 3: made(returned_mail.EXIM, mail)}
    first = reader(shop)
    assert first.run_once() == 1
    assert first.run_once() == 0
    assert reader(shop).run_once() == 0, "a new program reads them all again"
    assert len(tasks(shop)) == 1
    assert set(fake.seen) == {1, 2, 3}


def test_what_was_looked_at_is_not_fetched_again(shop: DeskShop, fake: ImapFake) -> None:
    fake.messages = {1: b"Subject: a\n\n", 2: b"Subject: b\n\n"}
    first = reader(shop)
    first.run_once()
    first.run_once()
    assert len(fake.sizes) == 2
    fake.validity += 1
    first.run_once()
    assert len(fake.sizes) == 4, "their numbers hold no more"


def test_what_is_only_late_is_noted_and_makes_no_task(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    late = postfix(mail, action="delayed", status="4.4.1", code="451", said="timed out")
    fake.messages = {1: late, 2: late}
    assert reader(shop).run_once() == 1
    row = dispatch(shop, mail)
    assert (row.state, row.reason) == (STATE.SENT, "")
    assert row.failure == "Late: 451 4.4.1 <jane@example.org>: timed out"
    assert tasks(shop) == []
    fake.messages[3] = postfix(mail)
    assert reader(shop).run_once() == 1
    assert dispatch(shop, mail).state is STATE.FAILED
    assert len(tasks(shop)) == 1


def test_a_try_that_is_not_on_record_as_sent_yet_is_read_again(
    shop: DeskShop, fake: ImapFake
) -> None:
    mail = sent(shop, STATE.SENDING)
    other = sent(shop)
    fake.messages = {1: postfix(mail), 2: postfix(other)}
    looking = reader(shop)
    assert looking.run_once() == 0
    assert fake.seen == []
    with shop.database.write() as session:
        session.get_one(Dispatch, mail).move_to(STATE.SENT, at=shop.clock.now(), actor_id=None)
    assert looking.run_once() == 2
    assert [dispatch(shop, one).state for one in (mail, other)] == [STATE.FAILED] * 2


@pytest.mark.parametrize(
    "states",
    [
        (STATE.STOPPED,),
        (STATE.SENDING, STATE.FAILED, STATE.GIVEN_UP),
        (STATE.SENDING, STATE.FAILED, STATE.QUEUED),
    ],
)
def test_what_is_at_another_end_stays_there(
    shop: DeskShop, fake: ImapFake, states: tuple[DispatchState, ...]
) -> None:
    mail = sent(shop, *states)
    fake.messages = {1: postfix(mail)}
    assert reader(shop).run_once() == 0
    assert dispatch(shop, mail).state is states[-1]
    assert tasks(shop) == []


def test_a_report_on_somebody_elses_e_mail_is_left_unread(shop: DeskShop, fake: ImapFake) -> None:
    fake.messages = {1: postfix(uuid.uuid4())}
    assert reader(shop).run_once() == 0
    assert (fake.seen, tasks(shop)) == ([], [])


def test_what_people_answer_is_left_unread(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    forms = (returned_mail.HOLIDAY, returned_mail.ANSWER, returned_mail.READ_RECEIPT)
    fake.messages = {number: made(form, mail) for number, form in enumerate(forms, 1)}
    assert reader(shop).run_once() == 0
    assert dispatch(shop, mail).state is STATE.SENT
    assert (fake.seen, tasks(shop)) == ([], [])


def test_a_hostile_message_keeps_no_report_back(shop: DeskShop, fake: ImapFake) -> None:
    mail = sent(shop)
    fake.messages = {1: b"\x00" * (MOST_BYTES * 2), 2: postfix(mail)}
    assert reader(shop).run_once() == 1
    assert fake.sizes[0] == MOST_BYTES


def test_a_report_that_we_cannot_work_with_keeps_no_other_back(
    shop: DeskShop, fake: ImapFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = sent(shop), sent(shop)
    before = returned_mail_service.record_returned

    def record(session: Any, store_id: uuid.UUID, dispatch_id: uuid.UUID, **more: Any) -> Any:
        if dispatch_id == bad:
            raise RuntimeError
        return before(session, store_id, dispatch_id, **more)

    monkeypatch.setattr(returned_mail_service, "record_returned", record)
    fake.messages = {1: postfix(bad), 2: postfix(good)}
    assert reader(shop).run_once() == 1
    assert fake.seen == [2]


def test_a_database_that_is_gone_loses_no_report(
    shop: DeskShop, fake: ImapFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = sent(shop)
    fake.messages = {1: postfix(mail)}
    looking = reader(shop)
    with monkeypatch.context() as patch:

        def gone(*_: Any, **__: Any) -> Any:
            raise DatabaseGone

        patch.setattr(returned_mail_service, "record_returned", gone)
        with pytest.raises(DatabaseGone):
            looking.run_once()
    assert fake.seen == []
    assert looking.run_once() == 1


def test_it_stops_between_two_messages_when_it_is_told(shop: DeskShop, fake: ImapFake) -> None:
    fake.messages = {1: b"a", 2: b"b"}
    reader(shop, is_cancelled=lambda: len(fake.sizes) == 1).run_once()
    assert len(fake.sizes) == 1


def test_without_a_box_and_in_practice_nothing_is_connected(shop: DeskShop, fake: ImapFake) -> None:
    with shop.database.write() as session:
        session.execute(Store.__table__.update().values(mode=StoreMode.PRACTICE))  # type: ignore[attr-defined]
    assert reader(shop).run_once() == 0
    assert fake.said == []


def test_the_box_password_is_asked_for(shop: DeskShop, fake: ImapFake) -> None:
    asked: list[str] = []

    def password(_store: uuid.UUID, which: str) -> str:
        asked.append(which)
        return "word"

    ReturnedMail(shop.database, shop.store_id, shop.clock, read_password=password).run_once()
    assert asked == ["mail_in"]
    assert any("returned" in said for said in fake.said)
