"""The conversation with a mail server: secured, signed in, and each answer told apart."""

from __future__ import annotations

import random
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.mail_server import LineBroken, MailServer, NotSent
from desktop.dispatch.mail_trouble import one_line
from desktop.dispatch.outgoing import NotSetUp
from desktop.services.mail_settings import MailSettings
from tests.desktop.dispatch.certificates import Certificate
from tests.desktop.dispatch.smtp_peer import HOST, PASSWORD, USER, SmtpPeer, smtp_peer
from tests.models import card_like

MESSAGE = b"Subject: hello\r\n\r\n.\r\n..two\r\nend\r\n"
PLAIN = MailSettings(host=HOST, security="none", from_address="orders@example.com")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def peer() -> Iterator[SmtpPeer]:
    with smtp_peer() as made:
        yield made


def _server(peer: SmtpPeer, settings: MailSettings = PLAIN, **more: Any) -> MailServer:
    return MailServer(replace(settings, port=peer.port), more.pop("password", None), **more)


def _send(server: MailServer, message: bytes = MESSAGE) -> str:
    return server.send(message, sender="orders@example.com", to="jane@example.org")


def _trouble(peer: SmtpPeer, settings: MailSettings, **more: Any) -> MailTrouble:
    with pytest.raises(MailTrouble) as refused:
        _server(peer, settings, **more)
    assert peer.got == []
    return refused.value


# What it takes -----------------------------------------------------------------------------------


def test_a_message_arrives_as_it_was_made(peer: SmtpPeer) -> None:
    with closing(_server(peer)) as server:
        assert _send(server) == "2.0.0 taken as 4F2A"
    (got,) = peer.got
    assert (got.sender, got.to, got.content) == (
        "orders@example.com",
        ("jane@example.org",),
        MESSAGE,
    )
    assert (got.is_secure, got.user, got.options) == (False, "", (f"SIZE={len(MESSAGE)}",))


def test_several_messages_go_through_one_conversation(peer: SmtpPeer) -> None:
    with closing(_server(peer)) as server:
        for _ in range(3):
            assert server.is_alive()
            _send(server)
    assert (len(peer.got), peer.conversations) == (3, 1)


def test_bare_line_feeds_and_a_missing_end_of_line_are_mended(peer: SmtpPeer) -> None:
    with closing(_server(peer)) as server:
        _send(server, b"Subject: x\n\n.\nend")
    assert peer.got[0].content == b"Subject: x\r\n\r\n.\r\nend\r\n"


def test_a_dot_alone_ends_no_message_and_smuggles_none(peer: SmtpPeer) -> None:
    bad = b"Subject: x\r\n\r\n.\r\nA\n.\nB\r.\rC\r\n"
    with closing(_server(peer)) as server:
        _send(server, bad)
    (got,) = peer.got
    assert got.content == b"Subject: x\r\n\r\n.\r\nA\r\n.\r\nB\r\n.\r\nC\r\n"


def test_tls_by_starttls_with_a_login(certificate: Certificate) -> None:
    settings = replace(PLAIN, security="starttls", user=USER)
    with smtp_peer(starttls=certificate.server_context(), with_login=True) as peer:
        with closing(
            _server(peer, settings, password=PASSWORD, make_context=certificate.client_context)
        ) as server:
            _send(server)
    assert [(got.is_secure, got.user) for got in peer.got] == [(True, USER)]


def test_tls_from_the_first_byte_with_an_ascii_login(certificate: Certificate) -> None:
    settings = replace(PLAIN, security="tls", user="desk")
    with smtp_peer(tls=certificate.server_context(), with_login=True) as peer:
        peer.script.logins = {"desk": "plain"}
        with closing(
            _server(peer, settings, password="plain", make_context=certificate.client_context)
        ) as server:
            _send(server)
    assert [(got.is_secure, got.user) for got in peer.got] == [(True, "desk")]


def test_an_address_with_other_letters(peer: SmtpPeer) -> None:
    with closing(_server(peer)) as server:
        assert server.takes_utf8
        server.send(MESSAGE, sender="orders@example.com", to="jöe@example.org", needs_utf8=True)
        _send(server)
    assert [got.to for got in peer.got] == [("jöe@example.org",), ("jane@example.org",)]
    assert "SMTPUTF8" in peer.got[0].options
    assert "SMTPUTF8" not in peer.got[1].options


# What it will not do -----------------------------------------------------------------------------


def test_nothing_is_sent_without_a_server() -> None:
    with pytest.raises(NotSetUp, match="No mail server is set"):
        MailServer(MailSettings(), None)


def test_off_this_machine_nothing_goes_without_tls() -> None:
    settings = replace(PLAIN, host="mail.example.com")
    with pytest.raises(MailTrouble, match=r"mail\.example\.com offers no encryption") as refused:
        MailServer(settings, None)
    assert refused.value.failure is MailFailure.UNSAFE


def test_a_server_without_starttls_gets_no_password(peer: SmtpPeer) -> None:
    settings = replace(PLAIN, security="starttls", user=USER)
    trouble = _trouble(peer, settings, password=PASSWORD)
    assert (trouble.failure, trouble.can_retry) == (MailFailure.UNSAFE, False)
    assert "offers no encryption" in trouble.words
    assert peer.logins == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["unknown", "name", "old"])
def test_a_certificate_that_is_not_in_order_is_refused(
    tmp_path: Path, security: str, wrong: str
) -> None:
    shown = Certificate(
        tmp_path,
        host="other.example" if wrong == "name" else HOST,
        days=-1 if wrong == "old" else 1,
    )
    context = shown.server_context()
    trusted = ssl.create_default_context if wrong == "unknown" else shown.client_context
    settings = replace(PLAIN, security=security)
    starttls, tls = (context, None) if security == "starttls" else (None, context)
    with smtp_peer(starttls=starttls, tls=tls) as peer:
        trouble = _trouble(peer, settings, make_context=trusted)
    assert trouble.failure is MailFailure.UNSAFE
    assert trouble.words.startswith(f"The certificate of the mail server {HOST} is not in order: ")


def test_tls_with_a_server_that_speaks_plainly_is_said(peer: SmtpPeer) -> None:
    trouble = _trouble(peer, replace(PLAIN, security="tls"))
    assert trouble.failure is MailFailure.UNSAFE
    assert "cannot agree on encryption" in trouble.words


@pytest.mark.parametrize("password", ["wrong", "wröng"])
def test_a_wrong_password_says_what_to_mend(certificate: Certificate, password: str) -> None:
    settings = replace(PLAIN, security="starttls", user=USER)
    with smtp_peer(starttls=certificate.server_context(), with_login=True) as peer:
        trouble = _trouble(
            peer, settings, password=password, make_context=certificate.client_context
        )
    assert (trouble.failure, trouble.can_retry) == (MailFailure.LOGIN, False)
    assert "does not know this user and password" in trouble.words
    assert password not in trouble.words + trouble.said


def test_a_missing_password_is_said_before_anything_is_asked(certificate: Certificate) -> None:
    settings = replace(PLAIN, security="starttls", user=USER)
    with smtp_peer(starttls=certificate.server_context(), with_login=True) as peer:
        trouble = _trouble(peer, settings, make_context=certificate.client_context)
    assert trouble.failure is MailFailure.LOGIN
    assert "is not set on this computer" in trouble.words


def test_a_server_that_lets_nobody_sign_in_is_said(peer: SmtpPeer) -> None:
    trouble = _trouble(peer, replace(PLAIN, user="desk"), password="plain")
    assert trouble.failure is MailFailure.LOGIN
    assert "offers no way to sign in" in trouble.words


def test_a_server_that_does_not_answer_can_be_tried_again() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with pytest.raises(MailTrouble, match="does not answer") as refused:
        MailServer(replace(PLAIN, port=port), None)
    assert (refused.value.failure, refused.value.can_retry) == (MailFailure.GONE, True)


@contextmanager
def _raw(said: bytes) -> Iterator[int]:
    """A server that says one thing and then nothing; its port."""
    with socket.create_server((HOST, 0)) as listening:
        held: list[socket.socket] = []

        def run() -> None:
            taken, _ = listening.accept()
            held.append(taken)
            taken.sendall(said)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            thread.join(10)
            for taken in held:
                taken.close()


@pytest.mark.parametrize(
    "said",
    [b"", b"220 hello\r\n", b"554 go away\r\n", b"SSH-2.0-x\r\n", b"\x00" * 20_000, b"220-" * 5000],
)
def test_what_answers_wrongly_or_never_ends_in_words(said: bytes) -> None:
    with _raw(said) as port, pytest.raises(MailTrouble) as refused:
        MailServer(replace(PLAIN, port=port), None, seconds=0.3)
    assert refused.value.failure is MailFailure.GONE
    assert len(refused.value.said) <= 200


# What becomes of a message -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "said", "failure"),
    [
        ("mail", "451 4.3.0 later", MailFailure.LATER),
        ("mail", "552 5.3.4 too big", MailFailure.NOT_TAKEN),
        ("rcpt", "450 4.2.0 greylisted, come again", MailFailure.LATER),
        ("rcpt", "452 4.2.2 box is full", MailFailure.LATER),
        ("rcpt", "550 5.1.1 no such person", MailFailure.REFUSED),
        ("rcpt", "553 5.1.3 that is no address", MailFailure.REFUSED),
        ("rcpt", "554 5.7.1 Relay access denied", MailFailure.SENDER),
        ("rcpt", "530 5.7.0 Authentication required", MailFailure.SENDER),
        ("data", "451 4.3.0 later", MailFailure.LATER),
        ("data", "554 5.6.0 looks like spam", MailFailure.NOT_TAKEN),
        ("data", "552 5.2.3 too long", MailFailure.NOT_TAKEN),
    ],
)
def test_every_no_is_told_apart_and_the_next_message_goes(
    peer: SmtpPeer, stage: str, said: str, failure: MailFailure
) -> None:
    before = getattr(peer.script, stage)
    setattr(peer.script, stage, said)
    with closing(_server(peer)) as server:
        with pytest.raises(NotSent) as refused:
            _send(server)
        assert (refused.value.failure, refused.value.said) == (failure, said[4:])
        assert peer.got == []
        setattr(peer.script, stage, before)
        assert server.is_alive()
        _send(server)
    assert len(peer.got) == 1


def test_a_server_that_does_not_know_our_address_is_no_fault_of_the_message(
    peer: SmtpPeer,
) -> None:
    peer.script.mail = "553 5.7.1 not your address"
    with closing(_server(peer)) as server:
        with pytest.raises(MailTrouble, match="from the shop's address") as refused:
            _send(server)
    assert (refused.value.failure, refused.value.said) == (
        MailFailure.SENDER,
        "5.7.1 not your address",
    )
    assert peer.got == []


def test_a_server_that_closes_down_is_not_spoken_to_again(peer: SmtpPeer) -> None:
    peer.script.rcpt = "421 4.3.2 closing down"
    server = _server(peer)
    with pytest.raises(NotSent) as refused:
        _send(server)
    assert refused.value.failure is MailFailure.LATER
    assert not server.is_alive()


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("sender fine", False), ("sender fine", True), ("recipient fine", False),
        ("recipient fine", True), ("354", False),
    ],
)  # fmt: skip
def test_a_line_that_breaks_before_the_message_sent_nothing(
    peer: SmtpPeer, words: str, after: bool
) -> None:
    server = _server(peer)
    peer.script.hang_up, peer.script.hang_up_after = words, after
    with pytest.raises(LineBroken) as broken:
        _send(server)
    assert not broken.value.may_have_gone
    assert peer.got == []
    assert not server.is_alive()


def test_a_line_that_breaks_before_the_answer_may_have_sent_it(peer: SmtpPeer) -> None:
    server = _server(peer)
    peer.script.hang_up = "taken as"
    with pytest.raises(LineBroken) as broken:
        _send(server)
    assert broken.value.may_have_gone
    assert len(peer.got) == 1, "it had gone indeed"


def test_a_line_that_breaks_after_the_answer_has_sent_it(peer: SmtpPeer) -> None:
    server = _server(peer)
    peer.script.hang_up, peer.script.hang_up_after = "taken as", True
    assert _send(server) == "2.0.0 taken as 4F2A"
    assert not server.is_alive()
    assert len(peer.got) == 1


@pytest.mark.parametrize("words", ["220", "250-SIZE", "HELP"])
def test_a_line_that_breaks_in_the_greeting_is_a_server_that_does_not_answer(
    peer: SmtpPeer, words: str
) -> None:
    peer.script.hang_up = words
    assert _trouble(peer, PLAIN).failure is MailFailure.GONE


def test_a_line_that_breaks_in_the_login_is_a_server_that_does_not_answer(
    certificate: Certificate,
) -> None:
    settings = replace(PLAIN, security="starttls", user=USER)
    with smtp_peer(starttls=certificate.server_context(), with_login=True) as peer:
        peer.script.hang_up = "Authentication successful"
        trouble = _trouble(
            peer, settings, password=PASSWORD, make_context=certificate.client_context
        )
    assert trouble.failure is MailFailure.GONE


def test_an_answer_that_never_comes_may_have_sent_it() -> None:
    """The server takes everything and then says nothing."""
    with socket.create_server((HOST, 0)) as listening:
        done = threading.Event()

        def run() -> None:
            taken, _ = listening.accept()
            with taken, taken.makefile("rwb") as lines:
                lines.write(b"220 hello\r\n")
                lines.flush()
                for line in lines:
                    if line.startswith(b"DATA"):
                        lines.write(b"354 go on\r\n")
                        lines.flush()
                        break
                    lines.write(b"250 fine\r\n")
                    lines.flush()
                done.wait(20)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            server = MailServer(
                replace(PLAIN, port=listening.getsockname()[1]), None, end_seconds=0.2
            )
            with pytest.raises(LineBroken) as broken:
                _send(server)
            assert broken.value.may_have_gone
        finally:
            done.set()
            thread.join(10)


def test_what_a_server_says_is_one_bearable_line_without_card_numbers() -> None:
    number = card_like.number(random.Random(3), "4", 16)
    said = f"no\r\nsuch \x1b[31m{number} person".encode()
    line = one_line(said + b"\xff" + b"a" * 5000)
    assert len(line) == 200
    assert line.isprintable()
    assert number[:12] not in line
