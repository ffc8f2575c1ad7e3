"""`orderdesk worker`: payments, faxes and e-mail of every desk, with nobody sitting before it."""

from __future__ import annotations

import importlib.resources
import shutil
from argparse import Namespace

from desktop.children import harden_this_process
from desktop.cli.answers import FAILED, Answer
from desktop.paths import DataFolder
from desktop.worker.run import run_worker

UNIT = ("systemd", "orderdesk-worker.service")
_PROGRAM = "/usr/local/bin/orderdesk"


def worker(options: Namespace, folder: DataFolder) -> Answer:
    """Work until it is told to stop.

    Raises:
        WorldError: there are no keys, or no database.
    """
    if options.print_unit:
        unit = unit_file()
        return Answer(words=(unit.rstrip("\n"),), facts={"unit": unit})
    if not options.once:
        harden_this_process()  # the secret key stays in this memory for weeks
    report = run_worker(folder, practice=options.practice, once=options.once)
    if report is None:
        return Answer(words=("The worker has stopped.",), facts={"stopped": True})
    facts = {
        "has_the_work": report.has_the_work,
        "carried_out": report.carried_out,
        "chores": report.chores,
    }
    if not report.has_the_work:
        words = "Another worker has the payments; nothing was done."
        return Answer(words=(words,), facts=facts, exit_code=FAILED)
    words = f"One round: {report.carried_out} attempts carried out or looked up."
    return Answer(words=(words,), facts=facts)


def unit_file() -> str:
    """The unit file for systemd, with the path of this program."""
    text = importlib.resources.files("resources").joinpath(*UNIT).read_text("utf-8")
    return text.replace(_PROGRAM, shutil.which("orderdesk") or _PROGRAM)
