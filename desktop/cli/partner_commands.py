"""Partners on the command line: who gets the list of what is suppressed, and the list."""

from __future__ import annotations

import argparse
import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.answers import Answer
from desktop.cli.scrub_commands import MEDIA
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder

if TYPE_CHECKING:
    from desktop.services.desk import Desk
    from desktop.services.partners import PartnerView
    from models.session import Database

_REFUSED = {
    "no_partner": "There is no partner of this name. `orderdesk partners list` shows them.",
    "partner_ended": "This partner has ended.",
    "partner_there": "There is a partner of this name already, or was one. Choose another name.",
    "partner_name": "A partner's name has 1 to 60 characters.",
    "card_number": "This could be a card number; it was not kept.",
}


def add_to(commands: Any, make_command: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Say how they are written."""
    partners = make_command(
        commands, "partners", "who gets the list of what is suppressed, each under a key of its own"
    )
    actions = partners.add_subparsers(dest="partners_command", metavar="ACTION", required=True)
    add = make_command(actions, "add", "make a partner, and a key to hand over")
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--key-file", metavar="FILE", default="",
        help="new file for the key, for its owner only; without it the key is printed, once",
    )  # fmt: skip
    make_command(actions, "list", "say who the partners are, and when each last got a list")
    end = make_command(actions, "end", "give a partner no more lists")
    end.add_argument("name", metavar="NAME")
    release = make_command(actions, "release", "write the list of what is suppressed for a partner")
    release.add_argument("name", metavar="NAME")
    release.add_argument("--medium", choices=MEDIA, required=True)
    release.add_argument("--out", metavar="FILE", required=True, help="new file, CSV")
    release.add_argument("--purpose", metavar="TEXT", default="", help="for the record")
    release.add_argument("--replace", action="store_true", help="a file of this name is replaced")


def _partners(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.shop_desk import shop_unattended

    action = _ACTIONS[options.partners_command]
    with shop_unattended(options, folder) as (database, desk), _in_words():
        return action(options, database, desk)


def _add(options: Namespace, database: Database, desk: Desk) -> Answer:
    from desktop.exports.partner_keys import add_partner

    file = _path(options.key_file) if options.key_file else None
    with _new_private(file) as write:
        made = add_partner(database, desk, options.name, signed_in=False)
        write(f"{made.key}\n")
    words = [
        f"{made.partner.name} is a partner; the key's fingerprint is {made.partner.fingerprint}."
    ]
    facts = {"partner": made.partner.name, "fingerprint": made.partner.fingerprint}
    if file is None:
        words.append(f"The key, which is shown this once: {made.key}")
        facts["key"] = made.key
    else:
        words.append(f"The key is in {file}. Hand it over, and then destroy the file.")
        facts["key_file"] = str(file)
    return Answer(tuple(words), facts)


def _list(_options: Namespace, database: Database, desk: Desk) -> Answer:
    from desktop.services import partners

    with database.read() as session:
        found = partners.partners(session, desk)
    words = tuple(_line(one) for one in found) or ("There are no partners.",)
    return Answer(words, {"partners": [_facts(one) for one in found]})


def _end(options: Namespace, database: Database, desk: Desk) -> Answer:
    from desktop.exports.partner_keys import end_partner
    from desktop.services import partners

    with database.read() as session:
        partner = partners.named(session, desk, options.name)
    ended = end_partner(database, desk, partner.id, signed_in=False)
    return Answer((f"{ended.name} gets no more lists.",), _facts(ended))


def _release(options: Namespace, database: Database, desk: Desk) -> Answer:
    from desktop.exports.suppression_list import release
    from desktop.services import partners
    from models.channels import Medium

    out = _path(options.out)
    with database.read() as session:
        partner = partners.named(session, desk, options.name)
    made = release(
        database, desk, partner, Medium(options.medium), out, signed_in=False,
        purpose=options.purpose, replace=options.replace,
    )  # fmt: skip
    words = f"{made.values} values are in {out} for {partner.name}, SHA-256 {made.sha256}."
    facts = {
        "partner": partner.name, "medium": options.medium, "out": str(out), "values": made.values,
        "sha256": made.sha256, "opt_outs_to": made.opt_outs_to,
    }  # fmt: skip
    return Answer((words,), facts)


_ACTIONS: Mapping[str, Callable[[Namespace, Any, Any], Answer]] = {
    "add": _add,
    "list": _list,
    "end": _end,
    "release": _release,
}
COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {"partners": _partners}


@contextmanager
def _in_words() -> Iterator[None]:
    """What is refused, as the command line says it."""
    from desktop.services.desk import Refused

    try:
        yield
    except Refused as refused:
        raise AgentError(_REFUSED[refused.code], field=refused.field) from None


@contextmanager
def _new_private(file: Path | None) -> Iterator[Callable[[str], object]]:
    """A new file that its owner alone can read; without a name nothing is written.

    Raises:
        AgentError: there is one of that name.
        WorldError: it cannot be written.
    """
    if file is None:
        yield lambda _text: None
        return
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise AgentError(
            "There is a file of that name already. Choose another name.", field="key_file"
        ) from None
    except OSError as error:
        raise WorldError(f"{file} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            yield opened.write
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _line(one: PartnerView) -> str:
    state = f"ended {one.ended_at:%Y-%m-%d}" if one.ended_at else f"key {one.fingerprint}"
    last = f", the last on {one.released_at:%Y-%m-%d}" if one.released_at else ""
    return f"{one.name}: {state}, {one.releases} lists{last}"


def _facts(one: PartnerView) -> dict[str, object]:
    return {
        "partner": one.name,
        "fingerprint": one.fingerprint,
        "ended": one.ended_at.isoformat() if one.ended_at else None,
        "releases": one.releases,
        "released": one.released_at.isoformat() if one.released_at else None,
    }


def _path(name: str) -> Path:
    return Path(name).expanduser().absolute()
