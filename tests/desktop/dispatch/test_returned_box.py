"""The box of returned mail: secured, signed in, read without touching what is not ours."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.outgoing import NotSetUp
from desktop.dispatch.returned_box import ReturnedBox
from desktop.services.mail_settings import MailSettings
from tests.desktop.dispatch.certificates import Certificate
from tests.desktop.dispatch.imap_fake import HOST, ImapFake, imap_fake

PLAIN = MailSettings(bounce_host=HOST, bounce_security="none", bounce_user="returned")
WORD = "word"
DAY = date(2026, 2, 1)


@pytest.fixture
def fake() -> Iterator[ImapFake]:
    with imap_fake() as made:
        made.messages = {3: b"one", 5: b"two" * 100, 9: b"three"}
        yield made


def _open(
    fake: ImapFake, settings: MailSettings = PLAIN, password: str | None = WORD, **more: Any
) -> ReturnedBox:
    return ReturnedBox(replace(settings, bounce_port=fake.port), password, **more)


def _trouble(
    fake: ImapFake, settings: MailSettings = PLAIN, password: str | None = WORD, **more: Any
) -> MailTrouble:
    with pytest.raises(MailTrouble) as refused:
        _open(fake, settings, password, **more)
    return refused.value


def test_what_is_new_is_read_at_its_beginning_and_left_unread(fake: ImapFake) -> None:
    with closing(_open(fake)) as box:
        assert box.validity == 7
        assert box.newer(0, since=DAY) == (3, 5, 9)
        assert box.newer(3, since=DAY) == (5, 9)
        assert box.newer(9, since=DAY) == (), "a server finds the last one always"
        assert box.beginning(5, most=5) == b"twotw"
        assert box.beginning(3, most=5) == b"one"
        assert box.beginning(4, most=5) == b"", "it has gone"
    assert fake.sizes == [5, 3, 0]
    assert fake.seen == []


def test_only_what_was_handled_is_marked_and_nothing_is_deleted(fake: ImapFake) -> None:
    with closing(_open(fake)) as box:
        box.mark_handled(5)
    assert fake.seen == [5]
    said = " ".join(fake.said).upper()
    assert "EXPUNGE" not in said
    assert "DELETED" not in said
    assert "MOVE" not in said
    assert "CLOSE" not in said
    assert "SINCE" not in said
    assert r"UID STORE 5 +FLAGS.SILENT (\SEEN)" in said


def test_a_box_in_which_nothing_may_be_marked_can_be_read(fake: ImapFake) -> None:
    fake.may_store = False
    with closing(_open(fake)) as box:
        box.mark_handled(5)
        assert box.newer(5, since=DAY) == (9,)


def test_days_are_written_as_the_protocol_has_them(fake: ImapFake) -> None:
    with closing(_open(fake)) as box:
        box.newer(0, since=DAY)
    assert "UID SEARCH UID 1:* SINCE 01-Feb-2026" in fake.said


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_secured(tmp_path: Path, security: str) -> None:
    certificate = Certificate(tmp_path)
    context = certificate.server_context()
    tls, starttls = (context, None) if security == "tls" else (None, context)
    settings = replace(PLAIN, bounce_security=security)
    with imap_fake(tls=tls, starttls=starttls) as fake:
        fake.messages = {1: b"x"}
        with closing(_open(fake, settings, make_context=certificate.client_context)) as box:
            assert box.newer(0, since=DAY) == (1,)
        trouble = _trouble(fake, settings, make_context=ssl.create_default_context)
    assert trouble.failure is MailFailure.UNSAFE
    assert f"The certificate of the server {HOST} is not in order" in trouble.words


def test_a_server_without_starttls_gets_no_password(fake: ImapFake) -> None:
    trouble = _trouble(fake, replace(PLAIN, bounce_security="starttls"))
    assert trouble.failure is MailFailure.UNSAFE
    assert "offers no encryption" in trouble.words
    assert not any(said.startswith("LOGIN") for said in fake.said)


def test_tls_with_a_server_that_speaks_plainly_is_said(fake: ImapFake) -> None:
    trouble = _trouble(fake, replace(PLAIN, bounce_security="tls"))
    assert trouble.failure is MailFailure.UNSAFE


def test_off_this_machine_nothing_is_said_without_tls() -> None:
    settings = replace(PLAIN, bounce_host="imap.example.com")
    with pytest.raises(MailTrouble, match="offers no encryption"):
        ReturnedBox(settings, "word")


def test_a_wrong_password_says_what_to_mend(fake: ImapFake) -> None:
    trouble = _trouble(fake, password="another")
    assert (trouble.failure, trouble.can_retry) == (MailFailure.LOGIN, False)
    assert "does not know the user and password" in trouble.words
    assert "another" not in trouble.words


def test_a_missing_password_is_said_before_anything_is_asked(fake: ImapFake) -> None:
    assert _trouble(fake, password=None).failure is MailFailure.LOGIN
    assert fake.said == []


def test_a_folder_that_is_not_there_is_said(fake: ImapFake) -> None:
    trouble = _trouble(fake, replace(PLAIN, bounce_folder="Bounced"))
    assert (trouble.failure, trouble.can_retry) == (MailFailure.NO_FOLDER, False)


@pytest.mark.parametrize("at", ["CAPABILITY", "LOGIN", "SELECT"])
def test_a_line_that_breaks_can_be_tried_again(fake: ImapFake, at: str) -> None:
    fake.hang_up_at = at
    trouble = _trouble(fake)
    assert (trouble.failure, trouble.can_retry) == (MailFailure.GONE, True)


def _use(box: ReturnedBox) -> None:
    box.newer(0, since=DAY)
    box.beginning(3, most=9)
    box.mark_handled(3)


@pytest.mark.parametrize("at", ["SEARCH", "FETCH", "STORE"])
def test_a_line_that_breaks_later_too(fake: ImapFake, at: str) -> None:
    fake.hang_up_at = at
    with closing(_open(fake)) as box, pytest.raises(MailTrouble) as broken:
        _use(box)
    assert broken.value.failure is MailFailure.GONE
    assert fake.said[-1].startswith(f"UID {at}")
    assert fake.seen == []


def test_a_server_that_does_not_answer() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with pytest.raises(MailTrouble, match="does not answer"):
        ReturnedBox(replace(PLAIN, bounce_port=port), "word")


def test_without_a_box_it_says_where_to_enter_one() -> None:
    with pytest.raises(NotSetUp, match="No box of returned mail is set"):
        ReturnedBox(MailSettings(), None)
