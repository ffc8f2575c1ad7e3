"""The log: files in the data folder, each line looked through by the card guard first.

Nothing goes to standard error: a desk started from a menu has none, and one started by a script
hands its output to somebody who did not ask for it.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from models import card_guard

LOG_NAME = "orderdesk.log"
LOG_BYTES = 1_000_000
"""Size at which a file is put aside."""
LOG_FILES = 5
"""Files put aside that are kept."""

_QUIET = ("aiohttp", "alembic", "asyncio", "PIL", "sqlalchemy", "stripe", "urllib3")
"""Loggers of others that tell bodies and headers below this level."""


class GuardedFormatter(logging.Formatter):
    """Formats a record with its exception and stack, then takes out what looks like a card."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(process)d] %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The record's time in UTC, to the millisecond."""
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of *record*, guarded.

        The text is guarded once as it will be written, and not in parts, because a number may be
        put together by the arguments. What the record keeps for other handlers is left unset.
        """
        text = super().format(record)
        record.exc_text = None
        return card_guard.scrub(text)


class _LogFile(RotatingFileHandler):
    """A rotating file for its owner alone, that keeps silent when the disk refuses."""

    def _open(self) -> object:  # type: ignore[override]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the record: the standard way would print its unguarded arguments."""


def start_log(folder: Path, *, level: int = logging.INFO) -> logging.Handler:
    """Send every logger's records to the file in *folder*; `stop_log` takes what this returns.

    Raises:
        OSError: the file cannot be opened.
    """
    handler = _LogFile(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES)
    handler.setFormatter(GuardedFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Write what is left and close the file."""
    logging.captureWarnings(capture=False)
    logging.getLogger().removeHandler(handler)
    handler.close()
