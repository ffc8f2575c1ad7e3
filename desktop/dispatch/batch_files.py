"""Letters out of the database into one file, with progress, until somebody does not want it any more."""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.dispatch.printing import SaveError, os_error_words, put_in_place
from desktop.documents.stacking import PdfStack
from desktop.errors import WorldError
from desktop.platform.printers import PrintError
from desktop.services import print_room
from desktop.services.desk import Desk
from desktop.services.print_batches import BatchLetter
from models.session import Database

More = Callable[[int], Sequence[BatchLetter]]
"""(position of the last letter) → the next ones; none at the end."""
_AT_ONCE = 100


class LettersStopped(Exception):
    """Somebody did not want the letters any more, before they were with a printer."""


class Progress:
    """How far the making of a file is, for whoever watches, and the way to stop it."""

    def __init__(self, tell: Callable[[int, int], None] = lambda _done, _of: None) -> None:
        """*tell* gets the letters that are done and all of them, in the thread that does the work."""
        self._tell = tell
        self._unwanted = threading.Event()

    def stop(self) -> None:
        """Do not go on; from any thread. Too late once the printer has it."""
        self._unwanted.set()

    def told(self, done: int, of: int) -> None:
        """*done* of the letters are in the file.

        Raises:
            LettersStopped: nobody wants the rest.
        """
        self._tell(done, of)
        self.require_wanted()

    def require_wanted(self) -> None:
        """Go on.

        Raises:
            LettersStopped: nobody wants that.
        """
        if self._unwanted.is_set():
            raise LettersStopped


def letters_in_file(
    path: Path, more: More, *, count: int, progress: Progress, first: bytes = b""
) -> int:
    """Write the letters one behind the other into *path*; how many pages.

    Args:
        path: of the file, which is written anew.
        more: gives them, a few at a time.
        count: how many there are.
        progress: is told after each few.
        first: a PDF that comes before them.

    Raises:
        LettersStopped: somebody did not want it any more.
        PrintError: a letter cannot be read, which one in words.
        OSError: the file cannot be written.
    """
    done = last = 0
    with PdfStack(path) as stack:
        if first:
            stack.add(first)
        while letters := more(last):
            for letter in letters:
                _lay(stack, letter)
            done, last = done + len(letters), letters[-1].position
            progress.told(done, count)
        if done != count:
            raise PrintError("Some of the letters are not there any more.", can_retry=False)
        return stack.finish()


def save_letters(
    database: Database,
    desk: Desk,
    dispatch_ids: Sequence[uuid.UUID],
    path: Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> int:
    """Save letters as one PDF, in the order given and without a count sheet; how many pages.

    Raises:
        LettersStopped: somebody did not want it any more; nothing was saved.
        FileThereError, SaveError: as `desktop.dispatch.printing.save_pdf`.
        PrintError: one of the letters cannot be read.
    """

    def more(after: int) -> tuple[BatchLetter, ...]:
        with database.read() as session:
            part = dispatch_ids[after : after + _AT_ONCE]
            return print_room.letters_of(session, desk, part, first=after + 1)

    watch = progress or Progress()
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".orderdesk-") as folder:
            part = Path(folder) / "letters.pdf"
            pages = letters_in_file(part, more, count=len(dispatch_ids), progress=watch)
            put_in_place(part, path, overwrite=overwrite)
    except OSError as error:
        raise SaveError(os_error_words(error)) from error
    return pages


def paper_words(error: Exception) -> str:
    """Why a batch did not get to its printer."""
    if isinstance(error, LettersStopped):
        return "Stopped before the printer had it."
    if isinstance(error, OSError):
        return os_error_words(error)
    return error.words if isinstance(error, WorldError) else "It could not be printed."


def _lay(stack: PdfStack, letter: BatchLetter) -> None:
    try:
        stack.add(letter.pdf)
    except ValueError:
        words = f"Letter {letter.position} cannot be read. Take it out, and make it again."
        raise PrintError(words, can_retry=False) from None
