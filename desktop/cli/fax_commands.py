"""The commands of faxes: looking for card numbers on the pages of a file, and the server."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop.cli import dispatch_commands
from desktop.cli.answers import FAILED, Answer, failure
from desktop.errors import WorldError
from desktop.paths import DataFolder

_REASONS = {
    "card_number": "a card number",
    "card_word": "what stands behind a word such as Card number",
    "expiry": "an expiry date",
    "code": "a security code",
}
_DAMAGE = {
    "empty": "It is empty.",
    "not_a_page_file": "It is neither TIFF, PDF, PNG nor JPEG, whatever its name says.",
    "truncated": "Its end is missing.",
    "too_large": "It is larger than 40 MB.",
    "too_many_pages": "It has more than 200 pages.",
    "too_many_pixels": "A page of it, or all of them together, are larger than any paper.",
    "locked": "It is locked with a password.",
    "took_too_long": "Reading it took too long and was stopped.",
    "unreadable": "It is damaged inside.",
    "not_read": "The page reader could not be started. Try again.",
}
_NOT_LOOKED = "Not every page was looked at: tesseract is missing here or did not come to its end."
_LOOK = "Nothing found by the machine: look."


def add_to(commands: Any, make_command: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Say how they are written."""
    fax = make_command(
        commands, "fax", "look for card numbers on a fax or a scan; show or set up the fax server"
    )
    actions = fax.add_subparsers(dest="fax_command", metavar="ACTION", required=True)
    check = make_command(
        actions, "check", "propose where to black a file's pages out; nothing is kept of it"
    )
    check.add_argument("file", metavar="FILE", help="TIFF, PDF, PNG or JPEG")
    dispatch_commands.add_fax_actions(actions, make_command)


def _fax(options: Namespace, folder: DataFolder) -> Answer:
    if options.fax_command in dispatch_commands.FAX_ACTIONS:
        return dispatch_commands.run_fax(options, folder)
    return _check(options)


def _check(options: Namespace) -> Answer:
    from desktop.fax.reading import Damage, read_file

    result = read_file(_content(Path(options.file).expanduser()))
    if isinstance(result, Damage):
        why = f"This file cannot be opened. {_DAMAGE[result.reason.value]}"
        return failure("damaged", why, reason=result.reason.value)
    found, pages = len(result.boxes), len(result.pages)
    words = [f"{_count(found, 'box', 'boxes')} on {_count(pages, 'page', 'pages')}"]
    words += [
        f"page {box.page}: x {box.x}, y {box.y}, {box.width} x {box.height}: "
        f"{_REASONS[box.reason.value]}"
        for box in result.boxes
    ]
    if not result.looked:
        words.append(_NOT_LOOKED)
    elif not found:
        words.append(_LOOK)
    return Answer(
        words=tuple(words),
        facts={
            "boxes": [box.to_record() for box in result.boxes],
            "pages": [page.to_record() for page in result.pages],
            "looked": result.looked,
        },
        exit_code=0 if result.looked else FAILED,
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _content(path: Path) -> bytes:
    """The file's bytes, and no more of a file that is too large than tells that it is.

    Raises:
        WorldError: it cannot be read.
    """
    from desktop.fax.bounds import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WorldError(f"The file cannot be read: {error.strerror}.") from error


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {"fax": _fax}
