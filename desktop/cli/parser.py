"""The words of the command line and what they mean."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from desktop.cli import (
    dispatch_commands,
    fax_commands,
    import_commands,
    partner_commands,
    payment_commands,
    scrub_commands,
    shipping_commands,
)
from desktop.paths import DATA_DIR_VARIABLE
from desktop.version import VERSION

SCENARIOS = ("new-caller", "returning-caller", "declined-card", "unknown-outcome")
"""What `orderdesk demo` can play."""


class NotACommand(Exception):
    """The command line cannot be understood. `usage` says how it is written."""

    def __init__(self, words: str, usage: str) -> None:
        super().__init__(words)
        self.words = words
        self.usage = usage


class HelpWanted(Exception):
    """Somebody asked for the words of a command, or for the version."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class _Parser(argparse.ArgumentParser):
    """Raises where the standard one prints and exits, so that JSON stays one object."""

    def error(self, message: str) -> NoReturn:
        from models import card_guard

        message = card_guard.scrub(message)  # it repeats what was typed
        raise NotACommand(message[:1].upper() + message[1:] + ".", self.format_usage().strip())


class _Help(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help="say what this does")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        raise HelpWanted(parser.format_help().strip())


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help="say which version this is")

    def __call__(self, *_: Any) -> NoReturn:
        raise HelpWanted(f"orderdesk {VERSION}")


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Raises (when it parses):
        NotACommand: the words are not understood.
        HelpWanted: `--help` or `--version` stands among them.
    """
    parser = _Parser(
        prog="orderdesk",
        description="The desk of the people who take orders by telephone and fax.",
        epilog="Without a command the desk opens. Until `orderdesk init` has made a live shop, "
        "everything happens in the practice shop.",
        add_help=False,
    )
    parser.add_argument("--version", action=_Version)
    _add_common(parser, top=True)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_plain(commands)
    _add_init(commands)
    shipping_commands.add_commands(commands, _command)
    payment_commands.add_to(commands, _command)
    fax_commands.add_to(commands, _command)
    dispatch_commands.add_to(commands, _command)
    import_commands.add_to(commands, _command)
    scrub_commands.add_to(commands, _command)
    partner_commands.add_to(commands, _command)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, top: bool = False) -> None:
    """The options that stand before or after the command's name, and mean the same in both places."""

    def default(value: object) -> Any:
        return value if top else argparse.SUPPRESS

    parser.add_argument("-h", "--help", action=_Help)
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        default=default(None),
        help=f"keep everything in DIR (also: the variable {DATA_DIR_VARIABLE})",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=default(False),
        help="answer with one JSON object on standard output",
    )
    parser.add_argument(
        "--practice",
        action="store_true",
        default=default(False),
        help="use the practice shop even where there is a live one",
    )


def _command(commands: Any, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words[:1].upper() + words[1:] + ".", add_help=False
    )
    _add_common(parser)
    return parser


def _add_plain(commands: Any) -> None:
    _command(commands, "doctor", "say what is installed, what is missing and what can be reached")
    backup = _command(commands, "backup", "write the whole shop into one new file")
    backup.add_argument("file", metavar="FILE")
    restore = _command(
        commands, "restore", "put a backup in the shop's place; what was there is kept"
    )
    restore.add_argument("file", metavar="FILE")
    demo = _command(commands, "demo", "play a telephone order through the real windows")
    demo.add_argument("--out", metavar="DIR", required=True, help="where the pictures go")
    demo.add_argument("--scenario", choices=SCENARIOS, default=SCENARIOS[0])
    practice = _command(
        commands, "practice-processor", "run one practice processor for several practice desks"
    )
    practice.add_argument(
        "--connection", metavar="FILE", required=True, help="new file that the desks read"
    )
    words = _command(commands, "help", "say what a command does")
    words.add_argument("about", metavar="COMMAND", nargs="?", default="")


def _add_init(commands: Any) -> None:
    init = _command(commands, "init", "make an empty live shop; what no option says is asked for")
    init.add_argument("--name", help="the shop's name, as on its letters")
    init.add_argument("--country", help="two letters, such as US")
    init.add_argument("--currency", help="three letters, such as USD")
    init.add_argument("--time-zone", help="such as America/Los_Angeles")
    init.add_argument(
        "--address", action="append", metavar="LINE", help="a line of the address; repeat it"
    )
    init.add_argument("--phone", help="the number that customers call")
    init.add_argument("--phone-abroad", help="the number for callers from other countries")
    init.add_argument("--fax")
    init.add_argument("--email")
    init.add_argument("--website")
    init.add_argument("--opt-out-phone", help="if another than --phone; so with the next ones")
    init.add_argument("--opt-out-fax")
    init.add_argument("--opt-out-email")
    init.add_argument("--opt-out-address", action="append", metavar="LINE")
    init.add_argument("--supervisor", help="the first supervisor's name")
    init.add_argument("--sign-in-name", help="what the supervisor signs in as")
    init.add_argument(
        "--password-file",
        metavar="FILE",
        help="file whose first line is the supervisor's password; - is standard input "
        "(a password on the command line could be read by every program of this computer)",
    )
