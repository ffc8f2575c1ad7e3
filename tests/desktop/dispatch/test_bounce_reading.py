"""What returned messages say, which are none, and what hostile ones do: nothing."""

from __future__ import annotations

import random
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.dispatch.bounce_reading import MOST_BYTES, Returned, read_returned, words_of
from tests.desktop.dispatch import returned_mail
from tests.desktop.dispatch.returned_mail import made, postfix
from tests.models import card_like

DISPATCH = uuid.UUID("019abcde-0000-7000-8000-0123456789ab")
OTHER = uuid.UUID("019abcde-0000-7000-8000-0123456789ac")
NOBODY = Returned(
    DISPATCH, True, "5.1.1", "there is no such address",
    "550 5.1.1 <jane@example.org>: no such person here",
)  # fmt: skip


@pytest.mark.parametrize("whole", [False, True])
def test_the_standard_report(whole: bool) -> None:
    assert read_returned(postfix(DISPATCH, whole=whole)) == NOBODY


def test_line_ends_of_the_protocol_do_as_well() -> None:
    assert read_returned(postfix(DISPATCH).replace(b"\n", b"\r\n")) == NOBODY


@pytest.mark.parametrize("where", ["In-Reply-To", "References"])
def test_a_report_that_returns_nothing_names_ours_in_its_headers(where: str) -> None:
    whole = postfix(DISPATCH).replace(b"Message-ID: <019abcde", b"X-Gone: <gone")
    assert read_returned(whole) is None
    named = f"{where}: <{DISPATCH}.1@example.com>\n".encode()
    assert read_returned(named + whole) == NOBODY


def test_a_report_that_names_the_original_in_a_field_of_its_own() -> None:
    whole = postfix(DISPATCH).replace(b"Message-ID: <019abcde", b"X-Gone: <gone")
    field = f"X-Original-Message-ID: <{DISPATCH}.1@example.com>\n".encode()
    whole = whole.replace(b"Reporting-MTA", field + b"Reporting-MTA")
    assert read_returned(whole) == NOBODY


def test_what_is_only_late_is_not_final() -> None:
    found = read_returned(
        postfix(DISPATCH, action="delayed", status="4.4.1", code="451", said="timed out")
    )
    assert found is not None
    assert (found.is_final, found.status) == (False, "4.4.1")
    late = read_returned(made(returned_mail.EXIM_LATE, DISPATCH))
    assert late is not None
    assert (late.dispatch_id, late.is_final) == (DISPATCH, False)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "FAILED or not"])
def test_a_report_of_something_else_says_nothing(action: str) -> None:
    assert read_returned(postfix(DISPATCH, action=action)) is None


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        (returned_mail.EXIM, "5.1.1", "550 5.1.1 no such person here"),
        (returned_mail.QMAIL, "", "Remote host said: 550 no such person here"),
    ],
)
def test_reports_in_forms_of_their_own(form: str, status: str, said: str) -> None:
    found = read_returned(made(form, DISPATCH))
    assert found is not None
    assert (found.dispatch_id, found.is_final, found.status, found.said) == (
        DISPATCH,
        True,
        status,
        said,
    )


@pytest.mark.parametrize(
    "form", [returned_mail.HOLIDAY, returned_mail.ANSWER, returned_mail.READ_RECEIPT]
)
def test_what_people_and_their_programs_answer_is_left_alone(form: str) -> None:
    assert read_returned(made(form, DISPATCH)) is None


@pytest.mark.parametrize("form", [returned_mail.EXIM, returned_mail.QMAIL])
def test_a_report_on_an_e_mail_that_is_not_ours_is_left_alone(form: str) -> None:
    theirs = made(form, DISPATCH).replace(str(DISPATCH).encode(), b"20260302.77")
    assert read_returned(theirs) is None
    assert read_returned(postfix(DISPATCH).replace(str(DISPATCH).encode(), b"2026")) is None


def test_what_was_returned_counts_more_than_what_is_answered_to() -> None:
    content = f"In-Reply-To: <{OTHER}.1@example.com>\n".encode() + postfix(DISPATCH)
    found = read_returned(content)
    assert found is not None
    assert found.dispatch_id == DISPATCH


def test_a_long_report_is_read_at_its_beginning_only() -> None:
    whole = postfix(DISPATCH, whole=True).replace(b"the text of it", b"x" * (2 * MOST_BYTES))
    assert read_returned(whole) == NOBODY


def test_what_a_server_says_keeps_no_card_number_and_stays_one_line() -> None:
    number = card_like.number(random.Random(5), "4", 16)
    found = read_returned(postfix(DISPATCH, said=f"no {number} \x1b[2J" + "z" * 500))
    assert found is not None
    assert number[:12] not in found.said
    assert found.said.isprintable()
    assert len(found.said) <= 200


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", "there is no such address"),
        ("5.1.2", "there is no such domain"),
        ("5.2.2", "the mailbox is full"),
        ("5.3.4", "the e-mail is too long for the server"),
        ("5.4.4", "there is no mail server for the address"),
        ("5.7.1", "the server of the address refuses it"),
        ("5.0.0", "it could not be delivered"),
        ("5.9.9", "it could not be delivered"),
        ("", "it could not be delivered"),
        ("nonsense", "it could not be delivered"),
    ],
)
def test_codes_in_plain_words(status: str, words: str) -> None:
    assert words_of(status) == words


# Hostile ones ------------------------------------------------------------------------------------

_NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
)
_MANY = (
    b'Content-Type: multipart/report; boundary="b"\n\n'
    + b"--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n" * 4000
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"\xff\xfe" * 1000,
        b":" * MOST_BYTES,
        b"\n" * MOST_BYTES,
        b"From: mailer-daemon\n" * 10_000,
        b"From: mailer-daemon\n\n" + b"550 5.1.1 " * 20_000,
        b"X-Failed-Recipients: " + b"," * MOST_BYTES,
        _NESTED,
        _MANY,
        b"Content-Type: message/rfc822\n\n" * 5000,
        b'Content-Type: text/plain; charset="\xff\x00"\nFrom: postmaster\n\n550 no',
        b"Content-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n"
        b"From: postmaster\n\n=====",
        b"Content-Type: multipart/report; report-type*0*=x'%FF; boundary*=utf-8''%00\n\n--\n",
        b"Subject: =?utf-8?b?" + b"A" * 50_000 + b"?=\nFrom: postmaster\n\n550 no",
    ],
)
def test_hostile_messages_say_nothing_and_take_no_time(content: bytes) -> None:
    before = time.monotonic()
    assert read_returned(content) is None
    assert time.monotonic() - before < 10


@given(st.binary(max_size=400), st.integers(0, 1500))
def test_no_damage_gets_out(junk: bytes, at: int) -> None:
    whole = postfix(DISPATCH)
    found = read_returned(whole[:at] + junk + whole[at:])
    assert found is None or found.dispatch_id == DISPATCH
