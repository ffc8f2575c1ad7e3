"""Making the live shop: its profile and the first supervisor, and nothing else in it."""

from __future__ import annotations

import platform
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers

from desktop.clock import Clock
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder, ShopFolder
from desktop.services import audit, people
from desktop.services.desk import Desk, Refused
from desktop.shop_database import open_shop_database
from models import card_guard, limits
from models.agent import Agent, FormerPassword, Role
from models.ids import uuid7
from models.session import Database
from models.store import Store, StoreMode, Workstation


@dataclass(frozen=True, kw_only=True)
class ShopAnswers:
    """What `orderdesk init` has to know. Texts may be as typed: `checked` trims and checks them."""

    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    """ISO 4217."""
    time_zone: str
    """IANA name."""
    address: tuple[str, ...]
    phone: str
    phone_abroad: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    opt_out_phone: str = ""
    opt_out_fax: str = ""
    opt_out_email: str = ""
    opt_out_address: tuple[str, ...] = ()
    supervisor: str
    sign_in_name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class LiveShopSummary:
    """What was made."""

    name: str
    supervisor: str
    sign_in_name: str
    database: Path


def _is_currency(text: str) -> bool:
    return re.fullmatch(r"[A-Z]{3}", text) is not None


def _is_time_zone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, LookupError):
        return False
    return "/" in text or text == "UTC"


def _is_phone(text: str) -> bool:
    return 7 <= sum(character.isdigit() for character in text) <= 15


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None


_CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "name": (bool, "Enter the shop's name, as it stands on its letters."),
    "country": (
        lambda text: text in phonenumbers.SUPPORTED_REGIONS,
        "Enter the country as two letters, such as US.",
    ),
    "currency": (_is_currency, "Enter the currency as three letters, such as USD."),
    "time_zone": (_is_time_zone, "Enter a time zone such as America/Los_Angeles."),
    "phone": (_is_phone, "Enter the telephone number that customers call."),
    "phone_abroad": (_is_phone, "Enter a telephone number, or nothing."),
    "fax": (_is_phone, "Enter a fax number, or nothing."),
    "email": (_is_email, "Enter an e-mail address, or nothing."),
    "opt_out_phone": (_is_phone, "Enter a telephone number, or nothing."),
    "opt_out_fax": (_is_phone, "Enter a fax number, or nothing."),
    "opt_out_email": (_is_email, "Enter an e-mail address, or nothing."),
    "supervisor": (bool, "Enter the name of the first supervisor."),
    "sign_in_name": (bool, "Enter the name that the supervisor signs in with."),
}
LONGEST = {"time_zone": 60, "sign_in_name": 60} | dict.fromkeys(
    ("phone", "phone_abroad", "fax", "opt_out_phone", "opt_out_fax"), 60
)
"""Characters, where the record holds fewer than 200."""
_OPTIONAL = frozenset(
    {"phone_abroad", "fax", "email", "opt_out_phone", "opt_out_fax", "opt_out_email"}
)


def check_answer(name: str, text: str) -> str:
    """The answer to one question, trimmed.

    Raises:
        AgentError: it will not do; the field is *name*.
    """
    if name == "password":
        try:
            people.check_password(text)
        except Refused as error:
            raise AgentError(
                f"Enter a password of {limits.PASSWORD_LENGTH} characters or more, "
                "with letters and digits.",
                field=name,
            ) from error
        return text
    text = text.strip()
    if len(text) > LONGEST.get(name, 200) or card_guard.looks_like_card(text):
        raise AgentError("This is too long, or looks like a card number.", field=name)
    text = text.upper() if name in ("country", "currency") else text
    accepts, words = _CHECKS.get(name, (lambda _: True, ""))
    if not (name in _OPTIONAL and not text) and not accepts(text):
        raise AgentError(words, field=name)
    return text


def checked(answers: ShopAnswers) -> ShopAnswers:
    """*answers* trimmed, each of them checked, and what may be left out filled in.

    Raises:
        AgentError: the first answer that will not do, by its field.
    """
    known: dict[str, str | tuple[str, ...]] = {}
    for name, value in vars(answers).items():
        if isinstance(value, tuple):
            lines = (check_answer(name, line) for line in value)
            known[name] = tuple(line for line in lines if line)
        else:
            known[name] = check_answer(name, value)
    if not known["address"]:
        raise AgentError("Enter the shop's address, line by line.", field="address")
    for name, same_as in (
        ("phone_abroad", "phone"),
        ("opt_out_phone", "phone"),
        ("opt_out_fax", "fax"),
        ("opt_out_email", "email"),
        ("opt_out_address", "address"),
    ):
        known[name] = known[name] or known[same_as]
    return ShopAnswers(**known)  # type: ignore[arg-type]


def make_live_shop(folder: DataFolder, answers: ShopAnswers, *, clock: Clock) -> LiveShopSummary:
    """Make the live shop of *folder*, whole or not at all.

    Raises:
        AgentError: an answer will not do, or there is a live shop already.
        WorldError: the disk refused.
    """
    answers = checked(answers)
    shop = folder.live
    if shop.database.exists():
        raise AgentError("There is a live shop already. Its settings page changes it.")
    folder.create()
    shop.create()
    try:
        work = Path(tempfile.mkdtemp(prefix=".init-", dir=folder.root))
        try:
            draft = ShopFolder(work / "live", StoreMode.LIVE)
            database = open_shop_database(draft, clock=clock)
            try:
                _write(database, answers, clock)
            finally:
                database.close()
            # Only a whole shop becomes the live one, which every command then uses.
            draft.database.replace(shop.database)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise WorldError(f"The shop cannot be made: {error.strerror}.") from error
    return LiveShopSummary(answers.name, answers.supervisor, answers.sign_in_name, shop.database)


def _write(database: Database, answers: ShopAnswers, clock: Clock) -> None:
    now = clock.now()
    store = Store(
        id=uuid7(),
        mode=StoreMode.LIVE,
        name=answers.name,
        country=answers.country,
        currency=answers.currency,
        time_zone=answers.time_zone,
        languages=["en"],
        address_lines=list(answers.address),
        phone_domestic=answers.phone,
        phone_abroad=answers.phone_abroad,
        fax=answers.fax,
        email=answers.email,
        website=answers.website,
        opt_out_phone=answers.opt_out_phone,
        opt_out_fax=answers.opt_out_fax,
        opt_out_email=answers.opt_out_email,
        opt_out_address_lines=list(answers.opt_out_address),
        settings={},
        created_at=now,
    )
    desk = Desk(
        store_id=store.id,
        workstation_id=uuid7(),
        agent_id=uuid7(),
        practice=False,
        currency=answers.currency,
        country=answers.country,
        time_zone=answers.time_zone,
        may_supervise=True,
        now=clock.now,
    )
    password_hash = people.hash_password(answers.password)
    with database.write() as session:
        session.add(store)
        session.flush()
        session.add(
            Workstation(
                id=desk.workstation_id,
                store_id=store.id,
                name=platform.node()[:60] or "Desk 1",
                created_at=now,
            )
        )
        session.add(
            Agent(
                id=desk.agent_id,
                store_id=store.id,
                sign_in_name=answers.sign_in_name,
                display_name=answers.supervisor,
                role=Role.SUPERVISOR,
                password_hash=password_hash,
                password_set_at=now,
                created_at=now,
            )
        )
        session.flush()
        session.add(
            FormerPassword(
                store_id=store.id,
                agent_id=desk.agent_id,
                password_hash=password_hash,
                created_at=now,
            )
        )
        audit.note(session, desk, "store_made", subject_kind="store", subject_id=store.id)
        audit.note(
            session,
            desk,
            "account_made",
            subject_kind="agent",
            subject_id=desk.agent_id,
            role=Role.SUPERVISOR.value,
        )
