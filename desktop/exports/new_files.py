"""Files that come into being whole or not at all: written beside their place, then moved there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desktop.errors import AgentError, WorldError
from models import card_guard


class NewFile:
    """A file on its way to *path*: nothing has that name until `put_all`.

    Raises:
        WorldError: it cannot be written; so do the methods.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hash = hashlib.sha256()
        try:
            handle, name = tempfile.mkstemp(
                dir=path.parent, prefix=f".{path.name}.", suffix=".part"
            )
            self._file = os.fdopen(handle, "wb")
        except OSError as error:
            raise _unwritable(path, error) from error
        self.part = Path(name)

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._hash.hexdigest()

    def write(self, content: bytes) -> None:
        """Append *content*."""
        self._hash.update(content)
        try:
            self._file.write(content)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def finish(self) -> None:
        """Have all of it on the disk."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def discard(self) -> None:
        """Leave nothing behind; a file that was put in its place stays."""
        with contextlib.suppress(OSError):  # closing writes what is left, on a full disk too
            self._file.close()
        self.part.unlink(missing_ok=True)


def check_places(files: Sequence[Path], *, sources: Sequence[Path], replace: bool | None) -> None:
    """Look whether files can be put in these places, before anything is done.

    Args:
        files: Where they shall be.
        sources: What they are made of.
        replace: Whether they may take the place of others; None where nobody can say so.

    Raises:
        AgentError: one of them is there, or is one of the *sources* or another of them; or its name
            could be a card number.
        WorldError: there can be no such file.
    """
    seen = [path.resolve() for path in sources]
    for path in files:
        if card_guard.looks_like_card(str(path)):
            raise AgentError(
                "The name of a file could be a card number. Choose another name.", field="out"
            )
        try:
            seen.append(_free_place(path, seen, replace=replace))
        except OSError as error:  # such as a name that is too long
            raise _unwritable(path, error) from error


def _free_place(path: Path, taken: Sequence[Path], *, replace: bool | None) -> Path:
    """Where a file can be put."""
    place = path.resolve()
    if place in taken or any(_is_same(place, other) for other in taken):
        raise AgentError("Each list needs a file of its own. Choose another name.", field="out")
    if path.is_dir():
        raise AgentError("This is a folder. Add the name of a file.", field="out")
    if path.exists() and not replace:
        instead = "" if replace is None else ", or replace it"
        raise AgentError(
            f"There is a file of that name already. Choose another name{instead}.", field="out"
        )
    return place


def put_all(files: Sequence[NewFile], *, replace: bool) -> None:
    """Give every file its name, or none of them.

    Raises:
        AgentError: another file has come to have one of the names, and *replace* is not set.
        WorldError: a name cannot be given.
    """
    aside: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for file in files:
            if replace and file.path.exists():
                kept = file.part.with_suffix(".old")
                file.path.replace(kept)
                aside.append((kept, file.path))
            _put_new(file.part, file.path)
            placed.append(file.path)
    except BaseException as error:
        for path in placed:
            path.unlink(missing_ok=True)
        for kept, path in aside:
            kept.replace(path)
        if isinstance(error, FileExistsError):
            raise AgentError(
                "A file of that name has come to be meanwhile. Choose another name.", field="out"
            ) from None
        if isinstance(error, OSError):
            raise _unwritable(files[-1].path, error) from error
        raise
    for kept, _path in aside:
        kept.unlink(missing_ok=True)


def _put_new(part: Path, path: Path) -> None:
    """Give *part* the name *path* unless something has it."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick has no hard links. Between the look and the move another file of that name
        # could come; on Windows the move itself refuses.
        if path.exists():
            raise FileExistsError(str(path)) from None
        part.rename(path)
    part.unlink(missing_ok=True)


def _is_same(one: Path, other: Path) -> bool:
    """The same file by another name, such as a hard link."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _unwritable(path: Path, error: OSError) -> WorldError:
    return WorldError(
        f"{card_guard.scrub(path.name)} cannot be written: {error.strerror or type(error).__name__}."
    )
