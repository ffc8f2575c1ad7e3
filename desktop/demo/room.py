"""The folder that a demo plays in."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.errors import AgentError, WorldError

MARK = ".orderdesk-demo"
"""A file that says: all here was made by a demo, and the next one may clear it away."""

_OURS = ("[0-9][0-9]-*.png", "confirmation*.pdf", "summary.json", "data", MARK)


def make_room(out: Path) -> None:
    """Make *out*, or empty it of an earlier demo. Whatever else there is stays as it is.

    Raises:
        AgentError: it holds something that no demo made.
        WorldError: it cannot be made or written.
    """
    try:
        if out.is_dir():
            _clear(out)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARK).touch()
    except OSError as error:
        raise WorldError(
            f"The pictures cannot be put into {out}: {error.strerror}.", can_retry=False
        ) from error


def _clear(out: Path) -> None:
    there = set(out.iterdir())
    if not there:
        return
    ours = {path for pattern in _OURS for path in out.glob(pattern)}
    if out / MARK not in there or there - ours:
        raise AgentError("That folder holds other files. Name a new one.", field="out")
    for path in ours - {out / MARK}:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
