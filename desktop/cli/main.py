"""From words on the command line to an exit code."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Sequence

from desktop.cli import commands
from desktop.cli.answers import FAULT, MISUSED, Answer, failure, tell
from desktop.cli.parser import HelpWanted, NotACommand, make_parser
from desktop.errors import AgentError, WorldError, report_fault
from desktop.logs import start_log, stop_log
from desktop.paths import DataFolder, find_data_folder

_log = logging.getLogger(__name__)


def run(arguments: list[str]) -> int:
    """Run the command line *arguments* (without the program's name) and return the exit code.

    0 is success and nothing else. With `--json` anywhere among the arguments, exactly one JSON
    object is written to standard output, also when the rest is not understood.
    """
    as_json = "--json" in arguments
    parser = make_parser()
    try:
        options = parser.parse_args(arguments)
        if options.command == "help":
            parser.parse_args([options.about, "--help"] if options.about else ["--help"])
    except HelpWanted as wanted:
        return tell(Answer(words=(wanted.words,), facts={"help": wanted.words}), as_json=as_json)
    except NotACommand as error:
        answer = failure("command_line", error.words, exit_code=MISUSED, usage=error.usage)
        return tell(Answer((error.words, error.usage), answer.facts, MISUSED), as_json=as_json)
    answer = _with_log(options, find_data_folder(options.data_dir))
    code = tell(answer, as_json=as_json)
    if options.command is None and answer.facts.get("error") and not as_json:
        _say_in_a_window(answer.words)
    return code


def _say_in_a_window(words: Sequence[str]) -> None:
    """Say why the desk did not open to somebody who started it from a menu, without a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        return
    try:
        from desktop.bootstrap.start_window import say
    except ImportError:
        return  # it was Qt that is missing
    say("\n\n".join(words))


def _with_log(options: Namespace, folder: DataFolder) -> Answer:
    try:
        folder.create()
        handler = start_log(folder.logs)
    except WorldError as error:
        return failure("world", error.words)
    except OSError as error:
        return failure("world", f"The log cannot be written: {error.strerror}.")
    try:
        return _answer(options, folder)
    finally:
        stop_log(handler)


def _answer(options: Namespace, folder: DataFolder) -> Answer:
    try:
        return commands.COMMANDS[options.command](options, folder)
    except AgentError as error:
        return failure("agent", error.words, field=error.field)
    except WorldError as error:
        return failure("world", error.words, can_retry=error.can_retry)
    except KeyboardInterrupt:
        return failure("stopped", "Stopped.")
    except Exception as error:
        # What only a failure needs is loaded when there is one.
        from desktop.database_words import database_words
        from models.session import DatabaseGone

        if isinstance(error, DatabaseGone):
            return failure("world", database_words(error), can_retry=True)
        report = report_fault(error, log=_log)
        words = (
            f"Something in Order Desk went wrong ({report.kind}). "
            f"The log in {folder.logs} tells more under {report.reference}."
        )
        return failure("fault", words, exit_code=FAULT, reference=report.reference)
