"""`orderdesk fax` and `orderdesk mail`: how they are set up, for whoever owns this computer."""

from __future__ import annotations

import sys
import uuid
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.cli.answers import Answer
from desktop.clock import SystemClock
from desktop.dispatch import passwords
from desktop.dispatch.passwords import Which
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder
from desktop.services import fax_settings, mail_settings
from desktop.services.desk import Refused
from desktop.services.fax_settings import FaxSettings
from desktop.services.mail_settings import MailSettings
from desktop.shop_database import open_shop
from models.order import Stamp
from models.session import Database
from models.store import Store

_MAIL_PASSWORDS: tuple[Which, ...] = ("mail", "mail_in")
_NAMES: dict[Which, str] = {
    "fax": "Password of the fax server",
    "mail": "Password of the mail server",
    "mail_in": "Password of the box of returned e-mail",
}


def fax(options: Namespace, folder: DataFolder) -> Answer:
    """Show, set or forget.

    Raises:
        AgentError: what was said will not do.
        WorldError: no keyring, or the database cannot be opened.
    """
    with _shop(options, folder) as (database, store_id):
        if options.fax_command == "forget":
            return _forget(database, store_id, ("fax",))
        with database.read() as session:
            settings = fax_settings.get(session, store_id)
        if options.fax_command == "set":
            changed = fax_settings.checked(replace(settings, **_said(options, settings)))
            typed = _typed({"fax": options.password_file})
            _require_something(changed != settings or bool(typed))
            settings = _keep_fax(database, store_id, settings, changed, typed)
        return _shown(store_id, settings, ("fax",))


def mail(options: Namespace, folder: DataFolder) -> Answer:
    """Show, set or forget; as `fax`."""
    with _shop(options, folder) as (database, store_id):
        if options.mail_command == "forget":
            return _forget(database, store_id, _MAIL_PASSWORDS)
        with database.read() as session:
            settings = mail_settings.get(session, store_id)
        if options.mail_command == "set":
            changed = mail_settings.checked(replace(settings, **_said(options, settings)))
            typed = _typed({"mail": options.password_file, "mail_in": options.bounce_password_file})
            _require_something(changed != settings or bool(typed))
            settings = _keep_mail(database, store_id, settings, changed, typed)
        return _shown(store_id, settings, _MAIL_PASSWORDS)


@contextmanager
def _shop(options: Namespace, folder: DataFolder) -> Iterator[tuple[Database, uuid.UUID]]:
    database = open_shop(folder.shop(practice=options.practice), clock=SystemClock())
    try:
        with database.read() as session:
            store_id = session.scalars(select(Store.id).limit(1)).one()
        yield database, store_id
    except Refused as error:
        from ui.labels_settings import refusal  # the same words as in the settings

        raise AgentError(refusal(error), field=error.field) from None
    finally:
        database.close()


def _said(options: Namespace, settings: FaxSettings | MailSettings) -> dict[str, Any]:
    """What stands on the command line, by the names of the settings."""
    given = {name: getattr(options, name, None) for name in asdict(settings)}
    return {name: value for name, value in given.items() if value is not None}


def _typed(files: dict[Which, str | None]) -> dict[Which, str]:
    return {which: _first_line(file) for which, file in files.items() if file}


def _require_something(is_something: bool) -> None:
    if not is_something:
        raise AgentError("Nothing was said that is not so already.")


def _keep_fax(
    database: Database,
    store_id: uuid.UUID,
    before: FaxSettings,
    changed: FaxSettings,
    typed: dict[Which, str],
) -> FaxSettings:
    stamp = _stamp()
    _keep_passwords(store_id, typed)
    with database.write() as session:
        if changed != before:
            changed = fax_settings.keep(session, store_id, changed, stamp=stamp)
        for _which in typed:
            fax_settings.note_password(session, store_id, is_set=True, stamp=stamp)
    return changed


def _keep_mail(
    database: Database,
    store_id: uuid.UUID,
    before: MailSettings,
    changed: MailSettings,
    typed: dict[Which, str],
) -> MailSettings:
    stamp = _stamp()
    _keep_passwords(store_id, typed)
    with database.write() as session:
        if changed != before:
            changed = mail_settings.keep(session, store_id, changed, stamp=stamp)
        for which in typed:
            _note_mail(session, store_id, which, is_set=True, stamp=stamp)
    return changed


def _keep_passwords(store_id: uuid.UUID, typed: dict[Which, str]) -> None:
    """The keyring may ask a person, so no session is open meanwhile."""
    for which, password in typed.items():
        passwords.put(store_id, which, password)


def _note_mail(
    session: Any, store_id: uuid.UUID, which: Which, *, is_set: bool, stamp: Stamp
) -> None:
    box = which == "mail_in"
    mail_settings.note_password(
        session, store_id, "mail_in" if box else "mail", is_set=is_set, stamp=stamp
    )


def _forget(database: Database, store_id: uuid.UUID, which: Sequence[Which]) -> Answer:
    words, gone, stamp = [], [], _stamp()
    for one in which:
        if passwords.forget(store_id, one):
            gone.append(one)
            with database.write() as session:
                if one == "fax":
                    fax_settings.note_password(session, store_id, is_set=False, stamp=stamp)
                else:
                    _note_mail(session, store_id, one, is_set=False, stamp=stamp)
        is_gone = "forgotten" if one in gone else "there was none in the keyring"
        words.append(f"{_NAMES[one]}: {is_gone}")
    return Answer(words=tuple(words), facts={"forgotten": gone})


def _shown(
    store_id: uuid.UUID, settings: FaxSettings | MailSettings, which: Sequence[Which]
) -> Answer:
    """The settings, and of each password only whether there is one and where."""
    facts: dict[str, Any] = {
        name: value for name, value in asdict(settings).items() if name != "version"
    }
    lines = [f"{name}: {_word(value)}" for name, value in facts.items()]
    told: dict[str, str | None] = {}
    for one in which:
        try:
            found = passwords.find(store_id, one)
        except WorldError as error:
            told[one] = None
            lines.append(f"{_NAMES[one]}: {error.words}")
            continue
        told[one] = found.source if found else None
        lines.append(f"{_NAMES[one]}: " + (f"set, from the {found.source}" if found else "none"))
    return Answer(words=tuple(lines), facts={"settings": facts, "passwords": told})


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or "none"


def _stamp() -> Stamp:
    return Stamp(at=SystemClock().now(), actor_id=None, workstation_id=None)


def _first_line(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.readline().rstrip("\r\n")
        with Path(name).expanduser().open(encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise WorldError(f"The password's file cannot be read: {why}.") from None
