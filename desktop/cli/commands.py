"""What each command does. Each takes its options and the data folder, and gives an answer.

What only one command needs is imported inside it: the desk opens with nothing of the others loaded.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop import pace
from desktop.cli import (
    dispatch_commands,
    fax_commands,
    import_commands,
    partner_commands,
    payment_commands,
    scrub_commands,
    shipping_commands,
)
from desktop.cli.answers import FAILED, Answer
from desktop.clock import SystemClock
from desktop.errors import WorldError
from desktop.paths import DataFolder


def workspace(options: Namespace, folder: DataFolder) -> Answer:
    """Open the desk and wait until it is closed."""
    if not has_display():
        raise WorldError(
            "There is no display here. `orderdesk demo --out DIR` plays an order without one.",
            can_retry=False,
        )
    pace.hurry()
    with _qt_libraries():
        from desktop.bootstrap import run_workspace

        code = run_workspace(folder=folder, practice=options.practice)
    return Answer(exit_code=code, facts={"exit_code": code})


def doctor(options: Namespace, folder: DataFolder) -> Answer:
    """Look at everything the desk needs."""
    from desktop.doctor import examine

    checks = examine(folder, practice=options.practice)
    ok = all(check.state != "missing" for check in checks)
    return Answer(
        words=tuple(f"{_MARKS[check.state]} {check.name}: {check.words}" for check in checks),
        facts={"checks": [vars(check) for check in checks]},
        exit_code=0 if ok else FAILED,
    )


_MARKS = {"ok": "[ok]     ", "note": "[note]   ", "missing": "[missing]"}


def init(options: Namespace, folder: DataFolder) -> Answer:
    """Make the live shop."""
    from desktop.cli.init_command import make_shop_from

    return make_shop_from(options, folder)


def backup(options: Namespace, folder: DataFolder) -> Answer:
    """Write the shop into a file."""
    from desktop.backup import back_up
    from desktop.shop_database import open_shop

    shop, clock = folder.shop(practice=options.practice), SystemClock()
    open_shop(shop, clock=clock).close()
    made = back_up(shop, _path(options.file), clock=clock)
    return Answer(
        words=(
            f"The {made.mode} shop is in {made.file}.",
            f"{made.size} bytes, {made.documents} documents, SHA-256 {made.sha256}",
        ),
        facts={**vars(made), "file": str(made.file)},
    )


def restore_(options: Namespace, folder: DataFolder) -> Answer:
    """Put a backup in the shop's place."""
    from desktop.restore import mode_of, restore
    from models.store import StoreMode

    file = _path(options.file)
    # By its own mode, because a new computer has no live shop yet; --practice still refuses one.
    practice = options.practice or mode_of(file) is StoreMode.PRACTICE
    shop = folder.practice if practice else folder.live
    back = restore(file, shop, clock=SystemClock())
    kept = str(back.kept) if back.kept else None
    words = [f"The {back.mode} shop is as it was at {back.made_at}."]
    words += [f"What was there before is in {kept}."] if kept else []
    return Answer(words=tuple(words), facts={**vars(back), "kept": kept})


def demo(options: Namespace, folder: DataFolder) -> Answer:
    """Play a telephone order; its own database and logs are in the `data` folder of its output."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _qt_libraries():
        from desktop.demo import run_demo

        out = _path(options.out)
        summary = run_demo(out=out, scenario=options.scenario)
    words = (
        f"Order {summary['order_number']} is {summary['state']}, "
        f"its payment {summary['payment_state']}, in {summary['keystrokes']} keystrokes.",
        f"The pictures, the confirmation and summary.json are in {out}.",
    )
    return Answer(words=words, facts={**summary, "out": str(out)})


def practice_processor(options: Namespace, folder: DataFolder) -> Answer:
    """Run one practice processor for several desks, until it is interrupted."""
    from desktop.practice.child import serve_shared

    file = _path(options.connection)
    try:
        code = serve_shared(file)
    except OSError as error:
        why = error.strerror or str(error)
        words = f"The practice processor cannot run: {why}."
        raise WorldError(words, can_retry=False) from error
    return Answer(
        words=("The practice processor has ended.",),
        facts={"connection": str(file)},
        exit_code=code,
    )


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {
    None: workspace,
    "doctor": doctor,
    "init": init,
    "backup": backup,
    "restore": restore_,
    "demo": demo,
    "practice-processor": practice_processor,
    **shipping_commands.COMMANDS,
    **payment_commands.COMMANDS,
    **fax_commands.COMMANDS,
    **dispatch_commands.COMMANDS,
    **import_commands.COMMANDS,
    **scrub_commands.COMMANDS,
    **partner_commands.COMMANDS,
}


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def has_display() -> bool:
    """Whether windows can be shown here, as far as the environment tells."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _qt_libraries() -> Iterator[None]:
    """Say in words which library of the system Qt misses.

    Raises:
        WorldError: one is missing.
    """
    try:
        yield
    except ImportError as error:
        if "cannot open shared object file" not in str(error):
            raise
        library = str(error).split(":", 1)[0]
        raise WorldError(
            f"A library of the system is missing: {library}. "
            "`orderdesk doctor` says which package brings it.",
            can_retry=False,
        ) from error
