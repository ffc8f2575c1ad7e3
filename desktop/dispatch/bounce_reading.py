"""Whether a message says that an e-mail of ours did not arrive, and which, and why.

The message is somebody else's making and may be hostile: only its beginning is looked at, its parts
are counted, and whatever goes wrong in reading it means that it says nothing. It only ever names a
dispatch by an id that nobody could have guessed who did not get that e-mail.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from desktop.dispatch.mail_message import dispatches_named
from desktop.dispatch.mail_trouble import one_line

MOST_BYTES = 256 * 1024
"""Of one message. What a report says stands before the e-mail that it returns."""
MOST_PARTS = 60
_MOST_TEXT = 64 * 1024
_STATUS = re.compile(r"(?<![\w.])([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![\w.])")
_REPLY = re.compile(r"(?<![\w.-])[45][0-9]{2}[ -](?:[45]\.[0-9]|[A-Za-z#<])")
_MACHINES = re.compile(r"\b(?:mailer-daemon|postmaster|mail-?daemon)\b", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver|not be delivered|delivery (?:has )?failed|failure notice|delivery failure|"
    r"returned mail|returned to sender|permanent(?:ly)? (?:error|fail|fatal)|no se pudo entregar",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay|still (?:be )?(?:trying|retr)|will (?:be )?(?:retr|try)|temporar", re.IGNORECASE
)
_WORDS = {
    (1, 2): "there is no such domain",
    (1, 8): "the shop's address was refused",
    (2, 0): "the mailbox cannot be used",
    (2, 1): "the mailbox is switched off",
    (2, 2): "the mailbox is full",
    (2, 3): "the e-mail is too long for the mailbox",
    (3, 4): "the e-mail is too long for the server",
    (4, 1): "the server of the address did not answer",
    (4, 4): "there is no mail server for the address",
    (4, 7): "it was tried for too long",
}
_BY_SUBJECT = {
    1: "there is no such address",
    2: "the mailbox cannot be used",
    3: "the server of the address cannot take it",
    4: "the server of the address could not be reached",
    5: "the server of the address did not understand it",
    6: "the server of the address does not take such e-mail",
    7: "the server of the address refuses it",
}
"""RFC 3463: the second figure says what it is about, the third what of it."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a message says of one of our e-mails.

    Attributes:
        is_final: It will not arrive; else it is only late.
        status: RFC 3463, ``5.1.1``; empty where none is told.
        words: Why, to stand after "came back: ".
        said: The server's own words, for the details.
    """

    dispatch_id: uuid.UUID
    is_final: bool
    status: str
    words: str
    said: str


def read_returned(content: bytes) -> Returned | None:
    """What *content* says; None where it is no report on an e-mail of ours. Never raises."""
    try:
        message = message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)
        parts = list(_parts(message))
        reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
        if reports:
            return _read_report(message, parts, reports[0])
        if message.get_content_type() == "multipart/report":  # such as one that it was read
            return None
        return _read_plain(message, parts)
    except Exception:  # whatever it is that the library cannot read, it is no report
        return None


def words_of(status: str) -> str:
    """A status code in plain words; a general one where it says nothing."""
    match = _STATUS.fullmatch(status)
    if match is None:
        return "it could not be delivered"
    subject, detail = int(match[2]), int(match[3])
    return _WORDS.get((subject, detail)) or _BY_SUBJECT.get(subject, "it could not be delivered")


def _parts(message: Message) -> Iterator[Message]:
    """The message and what is in it, at most so many, without recursion."""
    waiting, count = [message], 0
    while waiting and count < MOST_PARTS:
        part = waiting.pop(0)
        count += 1
        yield part
        waiting.extend(_inner(part))


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return []
    return [inner for inner in payload[:MOST_PARTS] if isinstance(inner, Message)]


# The standard report (RFC 3464)


def _read_report(message: Message, parts: list[Message], report: Message) -> Returned | None:
    fields = _report_fields(report)
    action = fields.get("action", "").lower()
    if action not in ("failed", "delayed"):
        return None
    found = _named(message, parts, fields.get("original-message-id", ""))
    if found is None:
        return None
    status = _first_status(fields.get("status", "")) or _first_status(
        fields.get("diagnostic-code", "")
    )
    # "smtp; 550 5.1.1 …": what comes before the semicolon names the kind of the code.
    said = fields.get("diagnostic-code", "").partition(";")[2] or fields.get("status", "")
    return _returned(found, is_final=action == "failed", status=status, said=said)


def _report_fields(report: Message) -> dict[str, str]:
    """The fields of a report, whichever block of it has them; the first recipient's count."""
    fields: dict[str, str] = {}
    for block in _inner(report):
        for name, value in block.items():
            key = name.lower().removeprefix("x-")
            fields.setdefault(key, _text(value))
    return fields


# Reports of servers that have a form of their own


def _read_plain(message: Message, parts: list[Message]) -> Returned | None:
    """What a machine wrote that names one of ours within the message itself, and says a failure.

    What somebody answers names ours too, in its headers, as does "I am on holiday": neither comes
    from a mail server, and neither returns what was sent.
    """
    sender = _text(message.get("From", ""))
    failed_for = message.get("X-Failed-Recipients")
    if failed_for is None and not _MACHINES.search(sender):
        return None
    text = "\n".join(_readable(part) for part in parts)[:_MOST_TEXT]
    inner = [part for part in parts[1:] if part.get("Message-ID")]
    named = dispatches_named(text) or dispatches_named(
        "\n".join(_text(part["Message-ID"]) for part in inner)
    )
    if not named:
        return None
    above = _above_the_copy(text)
    subject = _text(message.get("Subject", ""))
    status = _first_status(above)
    is_late = bool(_DELAYED.search(subject)) or status.startswith("4.")
    if is_late and failed_for is None and not _FAILED.search(subject):
        return _returned(named[0], is_final=False, status=status, said=_reason_line(above))
    if failed_for is None and not (
        status.startswith("5.") or _REPLY.search(above) or _FAILED.search(subject + above)
    ):
        return None
    return _returned(named[0], is_final=True, status=status, said=_reason_line(above))


def _above_the_copy(text: str) -> str:
    """What stands before the headers of what was sent: the reason, and nothing of ours."""
    return re.split(r"^(?:Message-ID|Received|Return-Path):", text, flags=re.I | re.M)[0]


def _reason_line(text: str) -> str:
    """The line that most likely says why."""
    for pattern in (_STATUS, _REPLY, _FAILED):
        for line in text.splitlines():
            if pattern.search(line):
                return line
    return ""


# What both need


def _named(message: Message, parts: list[Message], told: str) -> uuid.UUID | None:
    """Our dispatch: by the report, by what it returns, or by what it answers to."""
    texts = [told]
    texts += [_text(part["Message-ID"]) for part in parts[1:] if part.get("Message-ID")]
    texts += [_readable(part) for part in parts if _is_headers(part)]
    texts += [_text(message.get(name, "")) for name in ("In-Reply-To", "References")]
    for text in texts:
        named = dispatches_named(text)
        if named:
            return named[0]
    return None


def _is_headers(part: Message) -> bool:
    return part.get_content_type() in ("text/rfc822-headers", "message/global-headers")


def _returned(found: uuid.UUID, *, is_final: bool, status: str, said: str) -> Returned:
    return Returned(found, is_final, status, words_of(status), one_line(said))


def _first_status(text: str) -> str:
    match = _STATUS.search(text[:_MOST_TEXT])
    return match[0] if match else ""


def _readable(part: Message) -> str:
    """The text of a part that has one."""
    if part.get_content_maintype() not in ("text", "message") or part.is_multipart():
        return ""
    return _decoded(part).decode("utf-8", "replace").replace("\r\n", "\n")[:_MOST_TEXT]


def _decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content[:_MOST_TEXT] if isinstance(content, bytes) else b""


def _text(value: object) -> str:
    """A header in one line; what it means in other alphabets is of no interest here."""
    return " ".join(str(value).split())[:2000]
