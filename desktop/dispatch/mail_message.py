"""A stored paper as an e-mail: a few plain lines, and the very PDF that every printing sends.

Plain text alone, on purpose: every mail program shows it, readers for the blind read it, nothing in
it can be loaded from elsewhere, and the paper itself is attached. It carries no marketing.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from desktop.documents.texts import LetterTexts, load_mail_texts
from models import emails, names
from models.document import DocumentKind

SMTP_POLICY = policy.SMTP.clone(cte_type="7bit")
"""Lines that end as the protocol has them, and no byte that an old server could not carry."""
_NAMED_TEXTS = frozenset(
    {
        DocumentKind.CONFIRMATION,
        DocumentKind.CANCELLATION,
        DocumentKind.DELAY_NOTICE,
        DocumentKind.OPT_OUT_CONFIRMATION,
        DocumentKind.ORDER_FORM,
        DocumentKind.FAX_ANSWER,
    }
)
_NUMBERED = frozenset(
    {DocumentKind.CONFIRMATION, DocumentKind.CANCELLATION, DocumentKind.DELAY_NOTICE}
)
_LONGEST_NAME = 78
_HOME = "US"
_MESSAGE_ID = re.compile(
    r"(?P<dispatch>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?P<tried>[0-9]{1,4})@"
)


class AddressRefused(Exception):
    """No e-mail can be written to this address; the words repeat nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The shop, as its e-mail says it.

    Attributes:
        name, address: Who it is from, and where answers go.
        shop, lines: Its name and its address, under the text.
        country: ISO 3166; decides how the telephone numbers are told apart.
    """

    name: str
    address: str
    shop: str
    lines: tuple[str, ...]
    country: str = _HOME
    phone: str = ""
    phone_abroad: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent, and to whom. `order_number` is as people read it; empty for no order."""

    kind: DocumentKind
    language: str
    order_number: str
    to_name: str
    to_address: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address as the protocol has it: the domain in its ASCII form.

    `needs_utf8`: the part before the @ sign has letters that only some servers carry (RFC 6531).
    """

    local: str
    domain: str

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        return not self.local.isascii()


def mailbox(address: str) -> Mailbox:
    """*address* in the form in which a server takes it.

    Raises:
        AddressRefused: it has no such form.
    """
    text = emails.normalise(address)
    local, _, domain = text.rpartition("@")
    is_plain = address.strip().isprintable() and "<" not in address
    if emails.problem(address) or not domain.isascii() or not is_plain:
        raise AddressRefused("This is not an e-mail address that a mail server takes.")
    return Mailbox(local, domain)


def message_id(dispatch_id: uuid.UUID, tried: int, domain: str) -> str:
    """Our name of one try of one dispatch; by it a returned message is known again."""
    return f"<{dispatch_id}.{tried}@{domain}>"


def dispatches_named(text: str) -> tuple[uuid.UUID, ...]:
    """The dispatches whose message ids stand in *text*, each once, in their order."""
    found = (uuid.UUID(match["dispatch"]) for match in _MESSAGE_ID.finditer(text))
    return tuple(dict.fromkeys(found))


def make_message(
    letter: Letter, sender: Sender, *, dispatch_id: uuid.UUID, tried: int, at: datetime
) -> EmailMessage:
    """The e-mail that carries *letter*.

    Args:
        letter: what, and to whom.
        sender: from whom.
        dispatch_id: goes into the message's id, as does `tried`, which counts from 1.
        tried: the how-manieth try it is.
        at: the moment, UTC-aware.

    Raises:
        AddressRefused: there is no writing to that address, or from ours.
    """
    to, ours = mailbox(letter.to_address), mailbox(sender.address)
    texts = load_mail_texts(letter.language)
    made = EmailMessage(policy=SMTP_POLICY.clone(utf8=to.needs_utf8 or ours.needs_utf8))
    made["From"] = _named(sender.name or sender.shop, ours)
    made["To"] = _named(letter.to_name, to)
    made["Reply-To"] = _named(sender.name or sender.shop, ours)
    made["Subject"] = _say(texts, "subject", letter, sender)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id(dispatch_id, tried, ours.domain)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_body(texts, letter, sender))
    made.add_attachment(
        letter.pdf,
        maintype="application",
        subtype="pdf",
        filename=_file_name(_say(texts, "file", letter, sender)),
    )
    made["Content-Language"] = texts.language  # before the parts are in, it would be of the first
    return made


def _named(name: str, box: Mailbox) -> Address:
    return Address(_one_line(name)[:_LONGEST_NAME], box.local, box.domain)


def _body(texts: LetterTexts, letter: Letter, sender: Sender) -> str:
    """The text, one sentence a line: mail programs break lines as wide as their windows are."""
    below = [_one_line(sender.shop), *map(_one_line, sender.lines)]
    if sender.phone_abroad:
        home = "phone_home" if sender.country == _HOME else "phone"
        below.append(texts.say(home, phone=_one_line(sender.phone)) if sender.phone else "")
        below.append(texts.say("phone_abroad", phone=_one_line(sender.phone_abroad)))
    elif sender.phone:
        below.append(texts.say("phone", phone=_one_line(sender.phone)))
    parts = [
        _say(texts, "what", letter, sender),
        texts.say("wrong"),
        "\n".join(line for line in below if line),
    ]
    return "\n\n".join(parts) + "\n"


def _say(texts: LetterTexts, part: str, letter: Letter, sender: Sender) -> str:
    known = letter.kind in _NAMED_TEXTS and (letter.order_number or letter.kind not in _NUMBERED)
    name = letter.kind.value if known else "other"
    number, shop = _one_line(letter.order_number), _one_line(sender.shop)
    return texts.say(f"{part}.{name}", number=number, shop=shop)


def _file_name(stem: str) -> str:
    """A name that every system takes."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", stem).strip("-.") + ".pdf"


def _one_line(text: str) -> str:
    """A line break in a header would begin a header of somebody else's making."""
    return names.tidy("".join(c if c.isprintable() else " " for c in text))
