"""E-mail through the runner: once at the most, given up for a person where nobody can know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.dispatch.mail_route import MailRoute
from desktop.dispatch.outgoing import Failed, OutgoingJob, Taken
from desktop.dispatch.runner import DispatchRunner
from desktop.payments.leases import LeaseKeeper
from desktop.services import mail_settings, outbox_health
from models import limits
from models.dispatch import DispatchState, Route
from models.person_task import PersonTask, PersonTaskKind
from models.session import DatabaseGone
from tests.desktop.dispatch.fax_bench import ROUND, Cut, FaxBench, PowerCut, a_stamp
from tests.desktop.dispatch.smtp_peer import HOST, Script, SmtpPeer, smtp_peer
from tests.desktop.outgoing_papers import queue_email

STATE = DispatchState
MOST_ROUNDS = 20


class TellingRoute(MailRoute):
    """The real route, which tells before and after it hands something over."""

    cut = Cut()

    def hand_over(self, job: OutgoingJob) -> Taken | Failed:
        self.cut("before hand_over")
        answer = super().hand_over(job)
        self.cut("after hand_over")
        return answer


@pytest.fixture
def peer() -> Iterator[SmtpPeer]:
    with smtp_peer() as made:
        yield made


@pytest.fixture
def mail(bench: FaxBench, peer: SmtpPeer) -> FaxBench:
    with bench.shop.database.write() as session:
        before = mail_settings.get(session, bench.shop.store_id)
        changed = replace(
            before, host=HOST, port=peer.port, security="none", from_address="orders@example.com"
        )
        mail_settings.keep(session, bench.shop.store_id, changed, stamp=a_stamp(bench.shop))
    return bench


def runner(bench: FaxBench, holder: Any = None) -> DispatchRunner:
    route = TellingRoute(
        bench.database, bench.shop.store_id, bench.shop.clock,
        read_password=lambda _store, _which: None,
    )  # fmt: skip
    route.cut = bench.cut
    lease = LeaseKeeper(
        database=bench.database, clock=bench.shop.clock, role="desk",
        holder_id=holder or bench.holder_id, work="dispatch mail",
    )  # fmt: skip
    return DispatchRunner(
        database=bench.database, store_id=bench.shop.store_id, clock=bench.shop.clock,
        routes={Route.EMAIL: route}, lease=lease,
    )  # fmt: skip


def test_sent_is_the_last_that_is_known(mail: FaxBench, peer: SmtpPeer) -> None:
    email = queue_email(mail.shop)
    ours = runner(mail)
    assert ours.run_due() == 1
    row = mail.row(email)
    assert (row.state, row.tries, row.is_open) == (STATE.SENT, 1, False)
    mail.shop.clock.advance(timedelta(days=3))
    assert ours.run_due() == 0
    assert (mail.states(email), len(peer.got)) == ([STATE.SENDING, STATE.SENT], 1)


def test_cut_at_every_point_it_is_sent_once_or_a_person_is_asked(
    mail: FaxBench, peer: SmtpPeer
) -> None:
    at, cuts, ends = 0, 1, []
    while cuts:
        email, before = queue_email(mail.shop), len(peer.got)
        mail.cut, cuts = Cut(at), 0
        ours = runner(mail)
        for _ in range(MOST_ROUNDS):
            try:
                ours.run_due()
            except PowerCut:
                cuts, ours = cuts + 1, runner(mail)
            if not mail.row(email).is_open:
                break
            mail.shop.clock.advance(ROUND)
        row, sent = mail.row(email), len(peer.got) - before
        ends.append((row.state, sent))
        where = f"cut at {at}, {mail.cut.passed[at : at + 1]}"
        if row.state is STATE.SENT:
            assert (sent, row.task_id) == (1, None), where
        else:
            assert (row.state, row.reason) == (STATE.GIVEN_UP, "interrupted"), where
            assert sent <= 1, where
            assert row.task_id is not None, where
        at += 1
    assert set(ends) == {(STATE.SENT, 1), (STATE.GIVEN_UP, 0), (STATE.GIVEN_UP, 1)}
    with mail.shop.database.read() as session:
        kinds = set(session.scalars(select(PersonTask.kind)))
    assert kinds == {PersonTaskKind.GIVEN_UP_EMAIL}


def test_a_server_that_does_not_take_it_now_is_tried_for_hours(
    mail: FaxBench, peer: SmtpPeer
) -> None:
    peer.script = Script(data="451 4.3.0 later")
    email, ours = queue_email(mail.shop), runner(mail)
    for tried in range(1, limits.EMAIL_TRIES + 1):
        ours.run_due()
        row = mail.row(email)
        assert row.tries == tried
        mail.shop.clock.advance(timedelta(minutes=limits.RETRY_EMAIL_MINUTES))
    assert row.state is STATE.GIVEN_UP
    assert mail.tasks() == [
        "E-mail to jane@example.com could not be sent: "
        f"the mail server did not take it {limits.EMAIL_TRIES} times"
    ]
    assert peer.got == []


def test_while_the_mail_server_is_gone_e_mail_waits(mail: FaxBench, peer: SmtpPeer) -> None:
    email, ours = queue_email(mail.shop), runner(mail)
    with mail.shop.database.write() as session:
        before = mail_settings.get(session, mail.shop.store_id)
        gone = replace(before, port=1)
        mail_settings.keep(session, mail.shop.store_id, gone, stamp=a_stamp(mail.shop))
    ours.run_due()
    with mail.shop.database.read() as session:
        told = outbox_health.health(session, mail.shop.desk())[1]
    assert (told.ok, told.since) == (False, mail.shop.clock.now())
    assert "mail server does not answer" in told.words
    assert (mail.row(email).state, mail.row(email).tries) == (STATE.QUEUED, 0)


def test_what_was_surely_not_sent_waits_again_at_once(
    mail: FaxBench, monkeypatch: pytest.MonkeyPatch, peer: SmtpPeer
) -> None:
    email, ours = queue_email(mail.shop), runner(mail)

    def gone(*_: object) -> bytes:
        raise DatabaseGone("no paper")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.dispatch.mail_route.stored_pdf", gone)
        with pytest.raises(DatabaseGone):
            ours.run_due()
    assert mail.row(email).state is STATE.SENDING
    ours.run_due()
    assert (mail.row(email).state, mail.row(email).tries, len(peer.got)) == (STATE.SENT, 1, 1)


def test_an_address_that_is_refused_comes_back_at_once(mail: FaxBench, peer: SmtpPeer) -> None:
    peer.script = Script(rcpt="550 5.1.1 no such person")
    email = queue_email(mail.shop)
    assert runner(mail).run_due() == 1
    row = mail.row(email)
    assert (row.state, row.reason, row.failure) == (
        STATE.GIVEN_UP,
        "refused",
        "5.1.1 no such person",
    )
    with mail.shop.database.read() as session:
        (task,) = session.scalars(select(PersonTask))
        assert (task.kind, task.dispatch_id) == (PersonTaskKind.BOUNCE, email)
        assert task.words == (
            "E-mail to jane@example.com could not be sent: there is no such address"
        )
    assert peer.got == []


def test_a_line_that_breaks_at_the_end_is_never_tried_again(mail: FaxBench, peer: SmtpPeer) -> None:
    peer.script = Script(hang_up="taken as")
    email, ours = queue_email(mail.shop), runner(mail)
    for _ in range(3):
        ours.run_due()
        mail.shop.clock.advance(timedelta(hours=2))
    row = mail.row(email)
    assert (row.state, row.reason, len(peer.got)) == (STATE.GIVEN_UP, "interrupted", 1)
    with mail.shop.database.read() as session:
        (task,) = session.scalars(select(PersonTask))
        assert task.kind is PersonTaskKind.GIVEN_UP_EMAIL
        assert "nobody knows whether it left" in task.words


def test_a_wrong_password_counts_against_no_e_mail(mail: FaxBench, peer: SmtpPeer) -> None:
    email, ours = queue_email(mail.shop), runner(mail)
    with mail.shop.database.write() as session:
        before = mail_settings.get(session, mail.shop.store_id)
        changed = replace(before, user="orders")
        mail_settings.keep(session, mail.shop.store_id, changed, stamp=a_stamp(mail.shop))
    for _ in range(limits.EMAIL_TRIES + 1):
        ours.run_due()
        mail.shop.clock.advance(timedelta(minutes=limits.RETRY_EMAIL_MINUTES))
    assert (mail.row(email).state, mail.row(email).tries) == (STATE.QUEUED, 0)
    with mail.shop.database.read() as session:
        told = outbox_health.health(session, mail.shop.desk())[1]
    assert (told.ok, "look at the settings" in told.words) == (False, True)
    assert mail.tasks() == []
