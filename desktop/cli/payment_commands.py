"""The commands of payments: the processor's keys, the worker, and comparing with the processor."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from desktop.cli.answers import Answer
from desktop.paths import DataFolder

ACTIONS = ("show", "set", "check", "forget")


def add_to(commands: Any, make_command: Callable[[Any, str, str], argparse.ArgumentParser]) -> None:
    """Say how they are written."""
    processor = make_command(
        commands, "processor", "show, set, check or forget the keys of a live shop's processor"
    )
    processor.add_argument("action", choices=ACTIONS, nargs="?", default="show")
    processor.add_argument("--publishable-key", metavar="KEY", help="pk_live_…, which is no secret")
    processor.add_argument(
        "--secret-key-file",
        metavar="FILE",
        help="file whose first line is the secret key; - is standard input. Without it a terminal "
        "is asked (a key on the command line could be read by every program of this computer)",
    )
    worker = make_command(
        commands,
        "worker",
        "carry out payments, faxes and e-mail of every desk, until it is told to stop",
    )
    worker.add_argument("--once", action="store_true", help="one round, and no more")
    worker.add_argument(
        "--print-unit", action="store_true", help="print a unit file for systemd, and do no more"
    )
    reconcile = make_command(
        commands, "reconcile", "compare the payments of the last days with the processor's"
    )
    reconcile.add_argument("--days", type=int, default=7, metavar="N", help="how many (7)")


def _processor(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.processor_command import processor

    return processor(options, folder)


def _worker(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.worker_command import worker

    return worker(options, folder)


def _reconcile(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.reconcile_command import reconcile

    return reconcile(options, folder)


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {
    "processor": _processor,
    "worker": _worker,
    "reconcile": _reconcile,
}
