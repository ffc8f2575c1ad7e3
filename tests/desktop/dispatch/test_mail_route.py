"""The way out by e-mail: what becomes of one try, and that nothing is ever sent twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.mail_route import MailRoute
from desktop.dispatch.outgoing import DispatchRoute, Failed, Looked, NotSetUp, OutgoingJob, Taken
from desktop.errors import WorldError
from desktop.fax.server import JobState
from desktop.services import mail_settings
from desktop.services.mail_settings import MailSettings
from models import limits
from models.dispatch import Route
from models.document import DocumentFile, DocumentKind
from models.ids import uuid7
from models.store import Store
from tests.desktop.dispatch.certificates import Certificate
from tests.desktop.dispatch.smtp_peer import HOST, PASSWORD, USER, SmtpPeer, smtp_peer
from tests.desktop.settings_shop import SettingsShop

PDF = b"%PDF-1.4\n.\r\n the very bytes \x00\xff"
SHA256 = "ab" * 32
UNKNOWN = Looked(JobState.FAILED, "", reason="interrupted", may_retry=False)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[SettingsShop]:
    made = SettingsShop(tmp_path)
    with made.database.write() as session:
        session.add(
            DocumentFile(
                store_id=made.store_id, sha256=SHA256, pdf=PDF, created_at=made.clock.now()
            )
        )
    yield made
    made.database.close()


@pytest.fixture
def peer() -> Iterator[SmtpPeer]:
    with smtp_peer() as made:
        yield made


@pytest.fixture
def route(shop: SettingsShop, peer: SmtpPeer) -> Iterator[MailRoute]:
    _set(shop, port=peer.port)
    made = _route(shop)
    yield made
    made.rest()


def _set(shop: SettingsShop, **fields: object) -> None:
    with shop.database.write() as session:
        before = mail_settings.get(session, shop.store_id)
        if not before.host:
            before = replace(before, host=HOST, security="none", from_address="orders@example.com")
        changed = replace(before, **fields)  # type: ignore[arg-type]
        mail_settings.save(session, shop.desk(), changed)


def _route(shop: SettingsShop) -> MailRoute:
    return MailRoute(
        shop.database, shop.store_id, shop.clock, read_password=lambda _store, _which: None
    )


def _job(shop: SettingsShop, **fields: object) -> OutgoingJob:
    made = OutgoingJob(
        dispatch_id=uuid7(),
        store_id=shop.store_id,
        document_id=uuid7(),
        kind=DocumentKind.CONFIRMATION,
        route=Route.EMAIL,
        destination="jane@example.org",
        number=None,
        to_name="Jane Roe",
        sha256=SHA256,
        order_number="10-0042-7",
        language="en",
        tag=f"t-{uuid.uuid4().hex}",
        job_id="",
        tries=2,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def test_it_is_a_way_out_that_is_told_nothing_more(route: MailRoute) -> None:
    way: DispatchRoute = route
    assert (way.follows, way.tries) == (False, limits.EMAIL_TRIES)


def test_the_very_paper_is_sent_once_under_our_name(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    job = _job(shop)
    route.check()
    assert route.hand_over(job) == Taken(job.tag)
    (got,) = peer.got
    assert (got.sender, got.to) == ("orders@example.com", ("jane@example.org",))
    message = message_from_bytes(got.content, policy=policy.default)
    assert message["Message-ID"] == f"<{job.dispatch_id}.2@example.com>"
    assert message["From"] == "Lanternfield Supply <orders@example.com>"
    assert message["Subject"] == "Your order 10-0042-7: confirmation"
    assert message["Date"] == "Mon, 02 Mar 2026 15:04:05 +0000"
    (paper,) = message.iter_attachments()
    assert paper.get_payload(decode=True) == PDF
    assert peer.conversations == 1, "the check opened it"


def test_changed_settings_take_effect_at_once(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    route.hand_over(_job(shop))
    _set(shop, from_name="The desk", from_address="desk@example.com")
    route.hand_over(_job(shop))
    assert [got.sender for got in peer.got] == ["orders@example.com", "desk@example.com"]
    assert message_from_bytes(peer.got[1].content)["From"] == "The desk <desk@example.com>"
    assert peer.conversations == 2


def test_a_conversation_that_has_ended_is_begun_anew(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    peer.script.hang_up, peer.script.hang_up_after = "taken as", True
    route.hand_over(_job(shop))
    peer.script.hang_up = ""
    assert isinstance(route.hand_over(_job(shop)), Taken)
    assert (len(peer.got), peer.conversations) == (2, 2)


@pytest.mark.parametrize(
    ("stage", "said", "result"),
    [
        ("rcpt", "450 4.2.0 come again", Failed("later", "4.2.0 come again")),
        ("data", "451 4.3.0 later", Failed("later", "4.3.0 later")),
        ("rcpt", "550 5.1.1 nobody", Failed("refused", "5.1.1 nobody", may_retry=False)),
        ("data", "554 5.6.0 spam", Failed("not_taken", "5.6.0 spam", may_retry=False)),
        ("rcpt", "554 5.7.1 no relay", Failed("sender", "5.7.1 no relay")),
    ],
)
def test_every_no_of_the_server(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute, stage: str, said: str, result: Failed
) -> None:
    setattr(peer.script, stage, said)
    assert route.hand_over(_job(shop)) == result
    assert peer.got == []
    assert all(len(failure.value) <= 20 for failure in MailFailure)


def test_the_fault_of_the_server_counts_against_no_message(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    peer.script.mail = "553 5.7.1 not yours"
    job = _job(shop)
    with pytest.raises(MailTrouble):
        route.hand_over(job)
    assert route.look(job) is None, "it is known that the server never had it"
    peer.script.mail = "250 fine"
    again = replace(job, tag="t-2", tries=3)
    assert route.hand_over(again) == Taken("t-2")
    route.forget(job)
    assert route.look(job) == UNKNOWN
    assert len(peer.got) == 1


def test_a_server_that_is_gone_is_said_by_the_check_and_by_the_try(shop: SettingsShop) -> None:
    with smtp_peer() as peer:
        _set(shop, port=peer.port)
        route = _route(shop)
        route.check()
    job = _job(shop)
    with pytest.raises(MailTrouble, match="does not answer"):
        route.hand_over(job)
    assert route.look(job) is None
    with pytest.raises(MailTrouble, match="does not answer"):
        route.check()


def test_an_answer_that_was_lost_is_never_sent_again(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    peer.script.hang_up = "taken as"
    job = _job(shop)
    assert route.hand_over(job) == Failed("interrupted", may_retry=False)
    assert len(peer.got) == 1
    assert route.look(job) == UNKNOWN


def test_a_line_that_breaks_before_the_message_is_tried_again(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    peer.script.hang_up = "recipient fine"
    result = route.hand_over(_job(shop))
    assert isinstance(result, Failed)
    assert (result.reason, result.may_retry) == ("later", True)
    peer.script.hang_up = ""
    assert isinstance(route.hand_over(_job(shop)), Taken)
    assert len(peer.got) == 1


def test_after_a_crash_nobody_knows_so_a_person_is_asked(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    job = _job(shop)
    route.hand_over(job)
    assert route.look(job) == Looked(JobState.DONE, job.tag), "the one that sent it knows"
    assert _route(shop).look(job) == UNKNOWN
    assert len(peer.got) == 1


@pytest.mark.parametrize("address", ["jane", "jane@example.org\r\nBcc: x@example.net"])
def test_an_address_that_is_none_is_not_tried(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute, address: str
) -> None:
    result = route.hand_over(_job(shop, destination=address))
    assert isinstance(result, Failed)
    assert (result.reason, result.may_retry) == ("address", False)
    assert peer.got == []


def test_other_letters_before_the_at_sign_where_the_server_carries_them(
    shop: SettingsShop, peer: SmtpPeer, route: MailRoute
) -> None:
    job = _job(shop, destination="jöe@bücher.example")
    assert route.hand_over(job) == Taken(job.tag)
    assert peer.got[0].to == ("jöe@xn--bcher-kva.example",)


def test_other_letters_before_the_at_sign_where_it_does_not(shop: SettingsShop) -> None:
    with smtp_peer(utf8=False) as peer:
        _set(shop, port=peer.port)
        route = _route(shop)
        result = route.hand_over(_job(shop, destination="jöe@example.org"))
        assert isinstance(result, Failed)
        assert (result.reason, result.may_retry) == ("address", False)
        assert "accents" in result.said
        assert isinstance(route.hand_over(_job(shop)), Taken)
        route.rest()
    assert [got.to for got in peer.got] == [("jane@example.org",)]


def test_secured_and_signed_in(shop: SettingsShop, tmp_path: Path) -> None:
    certificate = Certificate(tmp_path)
    asked: list[tuple[uuid.UUID, str]] = []

    def password(store_id: uuid.UUID, which: str) -> str:
        asked.append((store_id, which))
        return PASSWORD

    with smtp_peer(starttls=certificate.server_context(), with_login=True) as peer:
        _set(shop, port=peer.port, security="starttls", user=USER)
        route = MailRoute(
            shop.database, shop.store_id, shop.clock,
            read_password=password, make_context=certificate.client_context,
        )  # fmt: skip
        route.hand_over(_job(shop))
        route.rest()
    assert [(got.is_secure, got.user) for got in peer.got] == [(True, USER)]
    assert asked == [(shop.store_id, "mail")]


def test_a_keyring_that_is_locked_is_no_fault_of_the_message(
    shop: SettingsShop, peer: SmtpPeer
) -> None:
    def locked(_store_id: uuid.UUID, _which: str) -> str:
        raise WorldError("The keyring of this system did not answer.")

    _set(shop, port=peer.port, user=USER)
    route = MailRoute(shop.database, shop.store_id, shop.clock, read_password=locked)
    job = _job(shop)
    with pytest.raises(WorldError, match="keyring"):
        route.hand_over(job)
    assert route.look(job) is None
    assert peer.conversations == 0


@pytest.mark.parametrize("call", ["check", "hand_over"])
def test_practice_sends_nothing(tmp_path: Path, peer: SmtpPeer, call: str) -> None:
    practice = SettingsShop(tmp_path, practice=True)
    _set(practice, port=peer.port)
    route = _route(practice)
    ask: Callable[[], object] = (
        route.check if call == "check" else lambda: route.hand_over(_job(practice))
    )
    with pytest.raises(NotSetUp, match="Practice sends no e-mail"):
        ask()
    assert peer.conversations == 0
    practice.database.close()


def test_without_settings_it_says_where_to_enter_them(shop: SettingsShop) -> None:
    with shop.database.read() as session:
        assert session.scalars(select(Store)).one().settings == {}
    assert MailSettings().sends is False
    with pytest.raises(NotSetUp, match="Fax and e-mail"):
        _route(shop).check()
