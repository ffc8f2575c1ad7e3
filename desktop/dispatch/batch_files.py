"""Letters out of the database into one file, with progress, until somebody does not want it any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.dispatch.printing import os_error_words
from desktop.documents.stacking import PdfStack
from desktop.errors import WorldError
from desktop.platform.printers import PrintError
from desktop.services.print_batches import BatchLetter

Read = Callable[[Sequence[BatchLetter]], list[bytes]]
"""(some letters) → their bytes, in the same order."""
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
    path: Path,
    letters: Sequence[BatchLetter],
    read: Read,
    *,
    progress: Progress,
    first: bytes = b"",
) -> int:
    """Write the letters one behind the other into *path*; how many pages.

    Args:
        path: of the file, which is written anew.
        letters: in their order.
        read: gives their bytes, a few at a time.
        progress: is told after each few.
        first: a PDF that comes before them.

    Raises:
        LettersStopped: somebody did not want it any more.
        PrintError: a letter cannot be read, which one in words.
        OSError: the file cannot be written.
    """
    with PdfStack(path) as stack:
        if first:
            stack.add(first)
        for start in range(0, len(letters), _AT_ONCE):
            few = letters[start : start + _AT_ONCE]
            for letter, pdf in zip(few, read(few), strict=True):
                _lay(stack, letter, pdf)
            progress.told(start + len(few), len(letters))
        return stack.finish()


def paper_words(error: Exception) -> str:
    """Why a batch did not get to its printer."""
    if isinstance(error, LettersStopped):
        return "Stopped before the printer had it."
    if isinstance(error, OSError):
        return os_error_words(error)
    return error.words if isinstance(error, WorldError) else "It could not be printed."


def _lay(stack: PdfStack, letter: BatchLetter, pdf: bytes) -> None:
    try:
        is_whole = stack.add(pdf) == letter.pages
    except ValueError:
        is_whole = False
    if not is_whole:
        words = f"Letter {letter.position} cannot be read. Take it out, and make it again."
        raise PrintError(words, can_retry=False)
