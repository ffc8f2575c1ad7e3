"""Carrying out a batch: its letters in one file, and that file to a printer once.

The order of the steps is the promise. The batch is on record before anything is made of it, the
printer is spoken to once and only when that record says so, and what came of it is written last.
Whatever stops this in between leaves a batch for which a person answers: nothing is lost, and nothing
is printed twice. All of it takes seconds: call it off the GUI thread.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.dispatch.batch_files import (
    LettersStopped,
    Progress,
    letters_in_file,
    paper_words,
)
from desktop.dispatch.printing import FILE_THERE, FileThereError, SaveError, save_copy
from desktop.documents.count_sheet import render_count_sheet
from desktop.documents.pdfium import count_pages
from desktop.platform import print_jobs, printers
from desktop.platform.print_jobs import PrintSystemJob
from desktop.services import print_room
from desktop.services.count_sheets import count_sheet_data
from desktop.services.desk import Desk, Refused
from desktop.services.print_room_shapes import Batch
from models.ids import uuid7
from models.session import Database, DatabaseGone

HandOver = Callable[[Path, str], str]
"""Gives a print system the file, under a title; what it calls the job, "" where it has no name."""


@dataclass(frozen=True)
class PrinterWord:
    """What the print system says of a batch.

    Attributes:
        problem: What keeps its printer from going on, in words; empty when nothing is known to.
    """

    job: PrintSystemJob
    problem: str


@dataclass(frozen=True)
class PrintBench:
    """What a batch is printed with: the shop's database, who prints, and by which print system."""

    database: Database
    desk: Desk
    hand_over: HandOver


def by_cups(printer: str, *, media: str) -> HandOver:
    """To a queue of CUPS. Each letter on sheets of its own: nothing on the back of the one before."""

    def submit(path: Path, title: str) -> str:
        return printers.submit_pdf(
            path, printer=printer, copies=1, media=media, title=title, sides="one-sided"
        )

    return submit


def into_file(path: Path, *, overwrite: bool = False) -> HandOver:
    """Into a file, for a printer elsewhere. Whoever printed it says what came out, as of any batch.

    Raises:
        FileThereError: from the start where the file exists and *overwrite* was not asked for.
    """
    if path.exists() and not overwrite:
        raise FileThereError(FILE_THERE, field="path")

    def put(made: Path, _title: str) -> str:
        try:
            save_copy(made, path, overwrite=overwrite)
        except SaveError as error:
            raise printers.PrintError(error.words) from error
        return ""

    return put


def title_of(batch: Batch) -> str:
    """What the job is called in the printer's queue; its number is on the count sheet too."""
    return f"Order Desk batch {batch.number}"


def print_batch(
    bench: PrintBench,
    dispatch_ids: Sequence[uuid.UUID],
    *,
    printer: str,
    command_id: uuid.UUID,
    progress: Progress | None = None,
) -> Batch:
    """Print letters in one job behind a count sheet, in ZIP order.

    Args:
        bench: with what.
        dispatch_ids: which; they have to wait.
        printer: what people call it, or the file's name.
        command_id: the same again begins no second batch.
        progress: is told how far it is, and may stop it until the printer has it.

    Returns:
        The batch: sent; failed, with the words why, and its letters wait again; or still sending,
        where nobody knows whether the print system has it, and a person has to look.

    Raises:
        Refused: as `print_room.begin_batch`; `batch_answered`, somebody has answered for it meanwhile.
        FileThereError: as `into_file`, and the letters wait again.
        DatabaseGone: the database cannot be reached. Nothing was sent after that.
    """
    progress = progress or Progress()
    with bench.database.write() as session:
        batch = print_room.begin_batch(
            session, bench.desk, dispatch_ids, printer=printer, command_id=command_id
        )
    with tempfile.TemporaryDirectory(prefix="orderdesk-") as folder:
        path = Path(folder) / "batch.pdf"
        try:
            write_batch(bench.database, bench.desk, batch.id, path, progress=progress)
            progress.require_wanted()
            with bench.database.write() as session:
                print_room.hand_over(session, bench.desk, batch.id)
        except (LettersStopped, printers.PrintError, OSError) as error:
            return _failed(bench, batch, paper_words(error))
        except Exception as error:
            if not isinstance(error, DatabaseGone | Refused):
                _failed(bench, batch, "The file for the printer could not be made.")
            raise
        return _send(bench, batch, path)


def write_batch(
    database: Database, desk: Desk, batch_id: uuid.UUID, path: Path, *, progress: Progress
) -> int:
    """A batch's file: the count sheet, then its letters in their order; how many pages.

    Raises:
        LettersStopped: somebody did not want it any more.
        printers.PrintError: one of the letters cannot be read.
        OSError: the file cannot be written.
    """
    with database.read() as session:
        sheet = count_sheet_data(session, desk, batch_id)
        letters = print_room.batch_letters(session, desk, batch_id)

    def read(few: Sequence[print_room.BatchLetter]) -> list[bytes]:
        with database.read() as session:
            return print_room.letter_pdfs(session, desk, few)

    first = render_count_sheet(sheet).pdf
    pages = letters_in_file(path, letters, read, first=first, progress=progress)
    if count_pages(path) != pages:
        raise printers.PrintError("The letters could not be put into one file.", can_retry=False)
    return pages


def _send(bench: PrintBench, batch: Batch, path: Path) -> Batch:
    """Give it to the print system, once, and write down what came of that."""
    try:
        job = bench.hand_over(path, title_of(batch))
    except printers.PrintUnclear:
        job = _job_of(batch)
        if not job:
            return _as_it_stands(bench, batch)
    except printers.PrintError as error:
        return _failed(bench, batch, error.words)
    except FileThereError as error:
        _failed(bench, batch, error.words)
        raise
    with bench.database.write() as session:
        return print_room.batch_sent(session, bench.desk, batch.id, job=job, command_id=uuid7())


def printer_says(batch: Batch) -> PrinterWord | None:
    """What the print system tells of a batch: a hint for whoever looks at the paper, and no more.

    None: it tells nothing, or there is none here.
    """
    found = print_jobs.find_job(name=batch.job, title=title_of(batch))
    if found is None:
        return None
    return PrinterWord(found, "" if found.state.is_over else _problem_of(found.printer))


def _problem_of(printer: str) -> str:
    try:
        return next((p.problem for p in printers.list_printers() if p.name == printer), "")
    except printers.PrintError:
        return ""


def _job_of(batch: Batch) -> str:
    """The job's name, if the print system has it after all."""
    found = print_jobs.find_job(title=title_of(batch))
    return found.name if found else ""


def _failed(bench: PrintBench, batch: Batch, words: str) -> Batch:
    with bench.database.write() as session:
        return print_room.batch_failed(
            session, bench.desk, batch.id, words=words, command_id=uuid7()
        )


def _as_it_stands(bench: PrintBench, batch: Batch) -> Batch:
    with bench.database.read() as session:
        return print_room.batch(session, bench.desk, batch.id)[0]
