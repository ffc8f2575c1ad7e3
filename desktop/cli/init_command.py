"""`orderdesk init`: options, or questions where somebody sits at a terminal."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from desktop.cli.answers import Answer
from desktop.clock import SystemClock
from desktop.errors import AgentError, WorldError
from desktop.init_shop import ShopAnswers, check_answer, make_live_shop
from desktop.paths import DataFolder

_QUESTIONS = {
    "name": "The shop's name, as on its letters",
    "country": "Country, as two letters (US)",
    "currency": "Currency, as three letters (USD)",
    "time_zone": "Time zone (America/Los_Angeles)",
    "address": "Address, line by line; an empty line ends it",
    "phone": "Telephone number that customers call",
    "supervisor": "Name of the first supervisor",
    "sign_in_name": "Name that the supervisor signs in with",
}
"""What must be known, in the order of the questions; the password comes last."""
_MAY_BE_MISSING = (
    "phone_abroad", "fax", "email", "website", "opt_out_phone", "opt_out_fax", "opt_out_email",
)  # fmt: skip
_LAST_QUESTION = "The supervisor's password (12 characters or more, letters and digits)"


def make_shop_from(options: Namespace, folder: DataFolder) -> Answer:
    """Make the live shop from *options* and, at a terminal, the answers to questions.

    Raises:
        AgentError: something is missing or will not do; nothing was made.
        WorldError: the disk refused.
    """
    if folder.live.database.exists():
        raise AgentError("There is a live shop already. Its settings page changes it.")
    asks = sys.stdin.isatty() and not options.json
    texts: dict[str, str] = {}
    lines: dict[str, tuple[str, ...]] = {"address": tuple(options.address or ())}
    missing = []
    for name, question in _QUESTIONS.items():
        known = lines.get(name) or getattr(options, name)
        if not known and asks:
            known = _ask_lines(question) if name == "address" else _ask(name, question, _read_line)
        if not known:
            missing.append(f"--{name.replace('_', '-')}")
        elif isinstance(known, str):
            texts[name] = known
        else:
            lines[name] = tuple(known)
    if options.password_file:
        texts["password"] = _password_from(options.password_file)
    elif asks:
        texts["password"] = _ask("password", _LAST_QUESTION, getpass.getpass)
    else:
        missing.append("--password-file")
    if missing:
        raise AgentError(f"Say these too: {', '.join(missing)}.")
    texts |= {name: getattr(options, name) or "" for name in _MAY_BE_MISSING}
    made = make_live_shop(
        folder,
        ShopAnswers(
            **texts,
            address=lines["address"],
            opt_out_address=tuple(options.opt_out_address or ()),
        ),
        clock=SystemClock(),
    )
    return Answer(
        words=(
            f"{made.name} is ready, and empty. {made.supervisor} signs in as {made.sign_in_name}.",
            "Type `orderdesk` to open it, `orderdesk --practice` to practise.",
        ),
        facts={**vars(made), "database": str(made.database)},
    )


def _read_line(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError as error:
        raise AgentError("The questions were not answered; nothing was made.") from error


def _ask(name: str, question: str, read: Callable[[str], str]) -> str:
    while True:
        try:
            return check_answer(name, read(f"{question}: "))
        except AgentError as error:
            if not error.field:
                raise
            sys.stdout.write(f"  {error.words}\n")


def _ask_lines(question: str) -> tuple[str, ...]:
    lines: list[str] = []
    while line := _read_line(f"{question}: " if not lines else "  next line: ").strip():
        lines.append(line)
    return tuple(lines)


def _password_from(file: str) -> str:
    try:
        text = sys.stdin.readline() if file == "-" else _first_line(Path(file).expanduser())
    except OSError as error:
        raise WorldError(f"The password file cannot be read: {error.strerror}.") from error
    return text.rstrip("\r\n")


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline()
