"""A watched folder: where other fax servers and scanners put what they have received."""

from __future__ import annotations

import errno
import itertools
import os
import re
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.fax.server import FaxRefused, FaxServerGone, ReceivedFile

KINDS = (".tif", ".tiff", ".pdf", ".png", ".jpg", ".jpeg")
"""By their names, to leave all else alone. What a file is in truth, its content says, later."""
STILL_SECONDS = 2.0
STILL_SECONDS_WHEN_EMPTY = 60.0
"""Some scanners make the file first and scan then."""
MOST_FILES = 5_000
"""Looked at in one look; the rest comes when these are gone."""
_SENDER = re.compile(
    r"(\+?\d{7,13})[-_](?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-_]\d{4}(?:\d\d)?"
    r"(?:[-_ ].{0,80})?"
)
"""``NUMBER-YYYYMMDD-HHMM``, seconds and more behind it as they like: 8055550163-20261122-0914.tif."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a file was at a look."""

    size: int
    changed: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> _Look:
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


class WatchedFolder:
    """A `FaxSource` over a folder. Sub-folders, hidden and temporary files, and links are left alone.

    A file is complete when it was the same at two looks at least `STILL_SECONDS` apart; this is known
    only as long as the object lives. One that cannot be deleted is listed as long as it lies there.

    Args:
        path: The folder.
        clock: Seconds that only go on.
        now: The time of day, UTC-aware.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path, self._clock, self._now = path, clock, now
        self._seen: dict[str, tuple[_Look, float]] = {}
        self._fetched: dict[str, _Look] = {}

    def received(self) -> tuple[ReceivedFile, ...]:
        now = self._clock()
        files, seen = [], {}
        for name, status in self._files():
            look = _Look.of(status)
            before, since = self._seen.get(name, (look, now))
            seen[name] = (look, since if before == look else now)
            files.append(self._as_received(name, look, still_for=now - seen[name][1]))
        self._seen = seen
        return tuple(sorted(files, key=lambda file: (file.received_at, file.name)))

    def fetch(self, name: str, *, most: int) -> bytes:
        look, _ = self._seen.get(_checked(name), (None, 0.0))
        try:
            # A link put in its place meanwhile is not followed, nor does a pipe make us wait.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            opened = os.open(self._path / name, flags | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            raise FaxRefused("This file is not in the watched folder any more.") from None
        except OSError as error:
            raise FaxRefused(f"This file cannot be read: {_reason(error)}.") from None
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                raise FaxRefused("This is no file.")
            if status.st_size > most:
                raise FaxRefused("This file is longer than any that is taken.")
            if look is not None and _Look.of(status) != look:
                raise FaxRefused("This file is still being written.")
            content = _read(opened, most=most)
        finally:
            os.close(opened)
        if len(content) != status.st_size:
            raise FaxRefused("This file is still being written.")
        self._fetched[name] = _Look.of(status)
        return content

    def remove(self, name: str) -> None:
        """Delete a file, if it is still the one that was fetched, or listed last.

        Raises:
            FaxServerGone: it may not be deleted; somebody has to see to it.
        """
        known = self._fetched.get(_checked(name)) or self._seen.get(name, (None, 0.0))[0]
        path = self._path / name
        try:
            if _Look.of(path.lstat()) != known:
                return  # another file has taken its name: that one has yet to come
            path.unlink()
        except FileNotFoundError:
            pass
        except OSError as error:
            raise FaxServerGone(
                f"“{name}” in the watched folder has been taken, but cannot be deleted: "
                f"{_reason(error)}. Delete it by hand, and let Order Desk delete files there.",
                can_retry=False,
            ) from None
        self._fetched.pop(name, None)
        self._seen.pop(name, None)

    def _files(self) -> list[tuple[str, os.stat_result]]:
        files = []
        try:
            with os.scandir(self._path) as entries:
                wanted = (entry for entry in entries if _is_wanted(entry.name))
                for entry in itertools.islice(wanted, MOST_FILES):
                    try:
                        status = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    if stat.S_ISREG(status.st_mode):
                        files.append((entry.name, status))
        except OSError as error:
            raise FaxServerGone(
                f"The watched folder cannot be read: {_reason(error)}. "
                "Faxes that come in wait there until it can."
            ) from None
        return files

    def _as_received(self, name: str, look: _Look, *, still_for: float) -> ReceivedFile:
        needed = STILL_SECONDS if look.size else STILL_SECONDS_WHEN_EMPTY
        sender = _SENDER.fullmatch(Path(name).stem)
        changed = datetime.fromtimestamp(max(0, look.changed) / 1e9, UTC)
        return ReceivedFile(
            name=name,
            is_complete=still_for >= needed,
            size=look.size,
            pages=0,
            sender=sender[1] if sender else "",
            received_at=min(changed, self._now()),
        )


def _read(opened: int, *, most: int) -> bytes:
    """To its end, or one byte more than *most*."""
    content = bytearray()
    while len(content) <= most and (part := os.read(opened, most + 1 - len(content))):
        content += part
    return bytes(content)


def _is_wanted(name: str) -> bool:
    return (
        name.lower().endswith(KINDS)
        and not name.startswith((".", "~", "#"))
        and name.isprintable()
        and not any(letter in name for letter in "/\\:")
    )


def _checked(name: str) -> str:
    if not _is_wanted(name):
        raise ValueError("that is no name of a file in the watched folder")
    return name


def _reason(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "Order Desk may not"
    if error.errno == errno.ENOENT:
        return "it is not there"
    if error.errno == errno.ELOOP:
        return "it is a link"
    return (error.strerror or "the system does not say why").lower()
