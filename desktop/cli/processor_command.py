"""`orderdesk processor`: the keys of a live shop's processor, for whoever looks after the computer."""

from __future__ import annotations

import getpass
import sys
import uuid
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from desktop.cli.answers import FAILED, Answer
from desktop.clock import SystemClock
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder
from desktop.payments import secrets
from desktop.payments.connection import live_connection
from desktop.payments.processor_state import reach
from desktop.services import processor_settings
from desktop.services.processor_settings import ProcessorRow
from desktop.shop_database import open_shop
from models.order import Stamp
from models.session import Database
from models.store import Store, StoreMode

_QUESTION = "The secret key, which is not shown as you type: "


def processor(options: Namespace, folder: DataFolder) -> Answer:
    """Do what *options* say.

    Raises:
        AgentError: it is the practice shop, or a key will not do.
        WorldError: no keyring, or the processor cannot be reached.
    """
    shop = folder.shop(practice=options.practice)
    if shop.mode is StoreMode.PRACTICE:
        raise AgentError(
            "The practice shop has a processor of its own and no keys. "
            "`orderdesk init` makes a live shop."
        )
    database = open_shop(shop, clock=SystemClock())
    try:
        with database.read() as session:
            store_id = session.scalars(select(Store.id).limit(1)).one()
            row = processor_settings.processor_row(session, store_id)
        return _ACTIONS[options.action](database, store_id, row, options)
    finally:
        database.close()


def _show(
    _database: Database, store_id: uuid.UUID, row: ProcessorRow, _options: Namespace
) -> Answer:
    """Which keys there are, by kind and ending."""
    facts, lines = _publishable(row)
    try:
        found = secrets.read_secret_key(store_id)
    except WorldError as error:
        lines.append(f"Secret key: {error.words}")
        return Answer(words=tuple(lines), facts={**facts, "secret_key": None})
    known = secrets.facts_of(found.value) if found is not None else None
    if found is None or known is None:
        lines.append("Secret key: none" if found is None else "Secret key: not a key")
        return Answer(words=tuple(lines), facts={**facts, "secret_key": None})
    lines.append(f"Secret key: {known.words}, from the {found.source}")
    told = {"kind": known.kind, "ending": known.ending, "source": found.source}
    return Answer(words=tuple(lines), facts={**facts, "secret_key": told})


def _set(database: Database, store_id: uuid.UUID, row: ProcessorRow, options: Namespace) -> Answer:
    """Keep a publishable key, a secret key, or both."""
    given = options.publishable_key
    publishable = secrets.check_key(given, use="publishable") if given else ""
    secret = _secret_from(options)
    if not publishable and not secret:
        raise AgentError("Say --publishable-key, --secret-key-file, or both.")
    words = []
    stamp = Stamp(at=SystemClock().now(), actor_id=None, workstation_id=None)
    if secret:
        words.append(f"Secret key: {secrets.save_secret_key(store_id, secret).words}, kept.")
    with database.write() as session:
        if secret:
            processor_settings.note_change(session, store_id, "secret_key_set", stamp=stamp)
        if publishable:
            changed = replace(row, publishable_key=publishable)
            row = processor_settings.keep_processor(session, store_id, changed, stamp=stamp)
    facts, lines = _publishable(row)
    return Answer(words=(*lines, *words), facts={**facts, "secret_key_kept": bool(secret)})


def _check(
    _database: Database, store_id: uuid.UUID, row: ProcessorRow, _options: Namespace
) -> Answer:
    """Ask the processor something harmless."""
    found = secrets.read_secret_key(store_id)
    if found is None or not row.publishable_key:
        raise AgentError("Keys are missing: `orderdesk processor set` takes them.")
    try:
        made = live_connection(publishable_key=row.publishable_key, secret_key=found.value)
    except ValueError as error:
        raise AgentError(str(error)) from None
    state = reach(made)
    return Answer(
        words=(state.words,), facts={"reachable": state.ok}, exit_code=0 if state.ok else FAILED
    )


def _forget(
    database: Database, store_id: uuid.UUID, _row: ProcessorRow, _options: Namespace
) -> Answer:
    """Take the secret key out of the keyring."""
    was_there = secrets.forget_secret_key(store_id)
    if was_there:
        stamp = Stamp(at=SystemClock().now(), actor_id=None, workstation_id=None)
        with database.write() as session:
            processor_settings.note_change(session, store_id, "secret_key_forgotten", stamp=stamp)
    words = "The keyring has it no more." if was_there else "There was none in the keyring."
    return Answer(words=(words,), facts={"forgotten": was_there})


_ACTIONS: Mapping[str, Callable[[Database, uuid.UUID, ProcessorRow, Namespace], Answer]] = {
    "show": _show,
    "set": _set,
    "check": _check,
    "forget": _forget,
}


def _publishable(row: ProcessorRow) -> tuple[dict[str, object], list[str]]:
    known = secrets.facts_of(row.publishable_key)
    if known is None:
        return {"publishable_key": None}, ["Publishable key: none"]
    told = {"kind": known.kind, "ending": known.ending}
    return {"publishable_key": told}, [f"Publishable key: {known.words}"]


def _secret_from(options: Namespace) -> str:
    """The secret key from the file, or from the terminal where nothing else was said."""
    if options.secret_key_file:
        return _first_line(options.secret_key_file)
    if options.publishable_key or options.json or not sys.stdin.isatty():
        return ""
    return getpass.getpass(_QUESTION)


def _first_line(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.readline().strip()
        with Path(name).expanduser().open(encoding="utf-8") as file:
            return file.readline().strip()
    except OSError as error:
        raise WorldError(f"The key's file cannot be read: {error.strerror}.") from None
