"""Letters out of the door by paper: to a printer, or into a file."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.errors import AgentError, WorldError
from desktop.platform import printers

_MAGIC = b"%PDF-"
FILE_THERE = "There is a file of that name already. Choose another name, or replace it."


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What a printer took: the print system's name for it, and the printer's."""

    id: str
    printer: str


class FileThereError(AgentError):
    """A file of that name is there already; nothing was written."""


class SaveError(WorldError):
    """The file could not be written; what was there before is as it was."""


def print_document(pdf: bytes, *, printer: str, copies: int, media: str, title: str) -> PrintJob:
    """Print *pdf* as it is; returns when the printer's queue has taken it, not when it is on paper.

    Takes up to seconds: call it off the GUI thread.

    Args:
        printer: Name of a printer of `printers.list_printers`.
        media: Paper size as printers call it: ``Letter``, ``A4``.
        title: What the job is called in the queue; people can see it there.

    Raises:
        printers.PrintError: the printer did not take it, why in words.
        ValueError: *pdf* is no PDF, or a number or size is none that printers know.
    """
    _refuse_others(pdf)
    try:
        with tempfile.TemporaryDirectory(prefix="orderdesk-") as folder:
            path = Path(folder) / "letter.pdf"
            path.write_bytes(pdf)
            job = printers.submit_pdf(
                path, printer=printer, copies=copies, media=media, title=title
            )
    except OSError as error:
        raise printers.PrintError(os_error_words(error)) from error
    return PrintJob(id=job, printer=printer)


def save_pdf(pdf: bytes, path: Path, *, overwrite: bool = False) -> None:
    """Write *pdf* to *path*, wholly or not at all. Only the person who saves it can read it.

    Raises:
        FileThereError: the file exists and *overwrite* was not asked for.
        SaveError: it cannot be written, why in words.
        ValueError: *pdf* is no PDF.
    """
    _refuse_others(pdf)
    save_file(pdf, path, overwrite=overwrite)


def save_file(content: bytes, path: Path, *, overwrite: bool = False) -> None:
    """Write *content* to *path* as `save_pdf` does.

    Raises:
        FileThereError: the file exists and *overwrite* was not asked for.
        SaveError: it cannot be written, why in words.
    """
    _save(lambda file: file.write(content), path, overwrite=overwrite)


def save_copy(source: Path, path: Path, *, overwrite: bool = False) -> None:
    """Copy the file *source*, however large, to *path* as `save_pdf` does.

    Raises:
        FileThereError: the file exists and *overwrite* was not asked for.
        SaveError: it cannot be written, why in words.
    """
    with source.open("rb") as content:
        _save(lambda file: shutil.copyfileobj(content, file), path, overwrite=overwrite)


def _save(fill: Callable[[BinaryIO], object], path: Path, *, overwrite: bool) -> None:
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, path, overwrite=overwrite)
    except OSError as error:
        raise SaveError(os_error_words(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path, *, overwrite: bool) -> None:
    """Give the finished file *part* its name."""
    if overwrite:
        part.replace(path)
        return
    try:
        _put_new(part, path)
    except FileExistsError:
        raise FileThereError(FILE_THERE, field="path") from None


def _put_new(part: Path, path: Path) -> None:
    """Give *part* the name *path* unless something has it."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick has no hard links. Between the look and the move another file of that
        # name could come; on Windows the move itself refuses.
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(path)) from None
        part.rename(path)


def _refuse_others(pdf: bytes) -> None:
    if not pdf.startswith(_MAGIC):
        raise ValueError("what is to be printed is not a PDF")


def os_error_words(error: OSError) -> str:
    """Why a file could not be written, as something that a person can act on."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "The disk is full. Nothing was saved."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "You may not save files in that folder. Choose another."
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return "There is no such folder. Choose another."
    if error.errno == errno.EISDIR:
        return "That is a folder. Type a name for the file."
    if error.errno == errno.ENAMETOOLONG:
        return "That name is too long. Choose a shorter one."
    return "The file could not be written. Nothing was saved."
