"""Returned mail through a real Dovecot: an e-mail goes, its report arrives, a person has a task."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.dispatch.bounces import ReturnedMail
from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.mail_route import MailRoute
from desktop.dispatch.outgoing import OutgoingJob, Taken
from desktop.dispatch.returned_box import ReturnedBox
from desktop.services import mail_settings
from desktop.services.mail_settings import MailSettings
from models.dispatch import Dispatch, DispatchState
from models.document import Document
from models.person_task import PersonTask, PersonTaskKind
from models.store import Store, StoreMode
from tests.desktop.dispatch import returned_mail
from tests.desktop.dispatch.dovecot_peer import (
    DOVECOT,
    HOST,
    PASSWORD,
    USER,
    DovecotPeer,
    dovecot_peer,
)
from tests.desktop.dispatch.smtp_peer import smtp_peer
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.outgoing_papers import queue_email

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(DOVECOT is None, reason="no Dovecot here"),
]
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(scope="module")
def peer() -> Iterator[DovecotPeer]:
    with dovecot_peer() as running:
        yield running


def _settings(peer: DovecotPeer, security: str = "tls", **more: Any) -> MailSettings:
    port = peer.tls_port if security == "tls" else peer.plain_port
    made = MailSettings(
        bounce_host=HOST, bounce_port=port, bounce_security=security, bounce_user=USER
    )
    return replace(made, **more)


def _open(peer: DovecotPeer, settings: MailSettings, password: str = PASSWORD) -> ReturnedBox:
    return ReturnedBox(settings, password, make_context=peer.certificate.client_context)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_box_is_read_and_only_what_was_handled_is_marked(
    peer: DovecotPeer, security: str
) -> None:
    with closing(_open(peer, _settings(peer, security))) as box:
        before = max(box.newer(0, since=LONG_AGO), default=0)
    kept, handled = peer.drop(b"Subject: a letter\n\nhello"), peer.drop(b"Subject: b\n\nhello")
    doomed = peer.drop(b"Subject: somebody marks this as deleted\n\n")
    with closing(_open(peer, _settings(peer, security))) as box:
        first, second, third = box.newer(before, since=LONG_AGO)
        assert box.beginning(first, most=10) == b"Subject: a"
        assert box.beginning(second, most=10_000) == b"Subject: b\r\n\r\nhello"
        box._box.client.uid("STORE", str(third), "+FLAGS", r"(\Deleted)")
        box.mark_handled(second)
        assert box.newer(third, since=LONG_AGO) == ()
    flags = peer.flags()
    assert (flags[kept], flags[handled], flags[doomed]) == ("", "S", "T")


def test_wrong_passwords_folders_and_certificates_are_said(peer: DovecotPeer) -> None:
    refused: list[MailFailure] = []
    asked: list[Callable[[], ReturnedBox]] = [
        lambda: _open(peer, _settings(peer), "wrong"),
        lambda: _open(peer, _settings(peer, bounce_folder="Nowhere")),
        lambda: ReturnedBox(_settings(peer), PASSWORD),
        lambda: _open(peer, _settings(peer, "tls", bounce_port=peer.plain_port)),
    ]
    for ask in asked:
        with pytest.raises(MailTrouble) as trouble:
            ask()
        refused.append(trouble.value.failure)
    assert refused == [
        MailFailure.LOGIN,
        MailFailure.NO_FOLDER,
        MailFailure.UNSAFE,
        MailFailure.UNSAFE,
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    # The clock stands at today: a box is asked for what came in the last days.
    made = make_desk_shop(tmp_path, clock=FixedClock(datetime.now(UTC) + timedelta(minutes=1)))
    with made.database.write() as session:
        session.execute(Store.__table__.update().values(mode=StoreMode.LIVE))  # type: ignore[attr-defined]
    yield made
    made.database.close()


def _job(shop: DeskShop, dispatch_id: uuid.UUID) -> OutgoingJob:
    with shop.database.read() as session:
        row = session.get_one(Dispatch, dispatch_id)
        document = session.get_one(Document, row.document_id)
        return OutgoingJob(
            dispatch_id=row.id, store_id=shop.store_id, document_id=document.id,
            kind=document.kind, route=row.route, destination=row.destination, number=None,
            to_name=row.to_name, sha256=document.pdf_sha256, order_number="", language="en",
            tag="t-1", job_id="", tries=1,
        )  # fmt: skip


def _move(shop: DeskShop, dispatch_id: uuid.UUID, state: DispatchState) -> None:
    with shop.database.write() as session:
        row = session.get_one(Dispatch, dispatch_id)
        row.move_to(state, at=shop.clock.now(), actor_id=None)


def test_a_whole_round(peer: DovecotPeer, shop: DeskShop) -> None:
    mail = queue_email(shop)
    with smtp_peer() as server:
        with shop.database.write() as session:
            changed = replace(
                mail_settings.get(session, shop.store_id),
                host=HOST, port=server.port, security="none", from_address="orders@example.com",
                bounce_host=HOST, bounce_port=peer.tls_port, bounce_user=USER,
            )  # fmt: skip
            mail_settings.keep(session, shop.store_id, changed, stamp=shop.desk().stamp())
        route = MailRoute(
            shop.database, shop.store_id, shop.clock, read_password=lambda _s, _w: None
        )
        _move(shop, mail, DispatchState.SENDING)
        assert route.hand_over(_job(shop, mail)) == Taken("t-1")
        route.rest()
        _move(shop, mail, DispatchState.SENT)
    (gone,) = server.got
    assert message_from_bytes(gone.content)["Message-ID"] == f"<{mail}.1@example.com>"
    headers = gone.content.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n") + "\n"
    report = returned_mail.POSTFIX.format(
        action="failed", status="5.2.2", code="552", said="mailbox full",
        part="Headers", part_type="text/rfc822-headers", headers=headers,
    )  # fmt: skip
    letter, report_file = peer.drop(b"Subject: a letter\n\n"), peer.drop(report.encode())
    looking = ReturnedMail(
        shop.database,
        shop.store_id,
        shop.clock,
        read_password=lambda _s, _w: PASSWORD,
        open_box=partial(ReturnedBox, make_context=peer.certificate.client_context),
    )
    assert looking.run_once() == 1
    assert looking.run_once() == 0
    with shop.database.read() as session:
        row = session.get_one(Dispatch, mail)
        assert (row.state, row.reason) == (DispatchState.FAILED, "bounced")
        (task,) = session.scalars(select(PersonTask))
        assert (task.kind, task.dispatch_id) == (PersonTaskKind.BOUNCE, mail)
        assert task.words == "E-mail to jane@example.com came back: the mailbox is full"
    flags = peer.flags()
    assert (flags[letter], flags[report_file]) == ("", "S")
