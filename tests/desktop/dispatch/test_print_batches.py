"""Carrying out a batch: one job, in order, behind its count sheet; stopped, failed, unclear, cut off."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop.dispatch import batch_files, print_batches
from desktop.dispatch.batch_files import Progress
from desktop.dispatch.print_batches import (
    PrintBench,
    into_file,
    print_batch,
    printer_says,
    title_of,
)
from desktop.dispatch.printing import FileThereError
from desktop.platform.print_jobs import JobState, PrintSystemJob
from desktop.platform.printers import Printer, PrintError, PrinterState, PrintUnclear
from desktop.services import print_room
from desktop.services.desk import Refused
from desktop.services.print_room_shapes import Batch, CameOut
from models.dispatch import DispatchState
from models.document import DocumentFile
from models.ids import uuid7
from models.print_batch import BatchState, PrintBatch
from models.session import DatabaseGone
from tests.desktop.dispatch.print_system import (
    Cut,
    CutDatabase,
    FakePrinter,
    PowerCut,
    bench_of,
    cut_hand_over,
    no_jobs,
)
from tests.desktop.factories import DeskShop
from tests.desktop.printed_letters import (
    ALL,
    NONE,
    add_document,
    answer,
    dispatch,
    letter,
    names,
    queue,
    small_pdf,
    states,
    texts_of,
    three_letters,
)

STATE = DispatchState


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> FakePrinter:
    no_jobs(monkeypatch)
    return FakePrinter()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, so that one that is left behind shows."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def run(
    shop: DeskShop,
    printer: FakePrinter,
    ids: list[uuid.UUID],
    *,
    progress: Progress | None = None,
) -> Batch:
    """Print them on the fake printer."""
    return print_batch(
        bench_of(shop, printer.take), ids, printer="laser", command_id=uuid7(), progress=progress
    )


def open_batches(shop: DeskShop) -> tuple[Batch, ...]:
    with shop.database.read() as session:
        return print_room.open_batches(session, shop.desk())


def test_one_job_in_zip_order_behind_its_count_sheet(
    shop: DeskShop, printer: FakePrinter, temporary: Path
) -> None:
    ids = three_letters(shop)
    two_pages = add_document(shop, "Dear Dogwood", "and more")
    ids.append(queue(shop, two_pages, "Dogwood", None))
    told: list[tuple[int, int]] = []
    batch = run(shop, printer, ids, progress=Progress(lambda done, of: told.append((done, of))))
    assert (batch.state, batch.job, batch.pages) == (BatchState.SENT, "laser-1", 5)
    [pages] = printer.jobs
    assert pages[1:] == ["Dear Dogwood", "and more", "Dear Ash", "Dear Birch", "Dear Cedar"]
    assert batch.number in pages[0], "the count sheet is first"
    for words in ("Cedar", "91764", "50309"):
        assert words in pages[0]
    assert printer.titles == [f"Order Desk batch {batch.number}"]
    assert told == [(4, 4)]
    assert list(temporary.iterdir()) == []
    assert [states(shop, one) for one in ids] == [[STATE.SENDING, STATE.SENT]] * 4


def test_stopped_before_the_printer_has_it(
    shop: DeskShop, printer: FakePrinter, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_files, "_AT_ONCE", 1)
    ids = three_letters(shop)
    told: list[int] = []

    def tell(done: int, _of: int) -> None:
        told.append(done)
        progress.stop()

    progress = Progress(tell)
    batch = run(shop, printer, ids, progress=progress)
    assert (batch.state, batch.failure) == (BatchState.FAILED, "Stopped before the printer had it.")
    assert (told, printer.files) == ([1], [])
    assert names(shop, "ready") == ["Ash", "Birch", "Cedar"]
    assert list(temporary.iterdir()) == []
    assert run(shop, printer, ids).state is BatchState.SENT
    assert printer.letters == ["Dear Ash", "Dear Birch", "Dear Cedar"]


def test_what_the_printer_refuses_waits_again(shop: DeskShop, printer: FakePrinter) -> None:
    printer.trouble = PrintError("The printer “laser” takes no jobs.")
    batch = run(shop, printer, three_letters(shop))
    assert (batch.state, batch.failure) == (
        BatchState.FAILED, "The printer “laser” takes no jobs.",
    )  # fmt: skip
    assert len(names(shop, "ready")) == 3
    assert open_batches(shop) == ()


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_print_system_that_went_silent_is_asked_and_nothing_is_sent_again(
    shop: DeskShop, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch, is_listed: bool
) -> None:
    asked: list[str] = []

    def find_job(*, name: str = "", title: str = "") -> PrintSystemJob | None:
        asked.append(title)
        job = PrintSystemJob("laser-8", title, "laser", JobState.PRINTING, 0)
        return job if is_listed else None

    monkeypatch.setattr("desktop.platform.print_jobs.find_job", find_job)
    printer.trouble = PrintUnclear("The print system does not answer.")
    batch = run(shop, printer, three_letters(shop))
    assert asked == [title_of(batch)]
    expected = (BatchState.SENT, "laser-8") if is_listed else (BatchState.SENDING, "")
    assert (batch.state, batch.job) == expected
    assert batch.handed_over
    assert (names(shop, "ready"), len(printer.files)) == ([], 1)
    answer(shop, batch, CameOut("up_to", 2))
    assert (names(shop, "to_mail"), names(shop, "ready")) == (["Ash", "Birch"], ["Cedar"])


@pytest.mark.parametrize("found", [b"%PDF-1.4 nothing", small_pdf("Dear Birch", "more")])
def test_a_letter_that_is_not_as_it_was_stops_the_batch_and_is_named(
    shop: DeskShop, printer: FakePrinter, found: bytes
) -> None:
    ids = three_letters(shop)
    with shop.database.write() as session:
        file = session.query(DocumentFile).order_by(DocumentFile.created_at, DocumentFile.id)[1]
        file.pdf = found
    batch = run(shop, printer, ids)
    assert batch.state is BatchState.FAILED
    assert batch.failure == "Letter 2 cannot be read. Take it out, and make it again."
    assert printer.files == []
    assert len(names(shop, "ready")) == 3


def test_a_full_disk_loses_nothing(
    shop: DeskShop, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_more: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(print_batches, "letters_in_file", full)
    batch = run(shop, printer, three_letters(shop))
    assert batch.failure == "The disk is full. Nothing was saved."
    assert len(names(shop, "ready")) == 3


def test_a_fault_of_ours_is_told_and_loses_nothing(
    shop: DeskShop, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_batches, "render_count_sheet", lambda _data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(shop, printer, three_letters(shop))
    assert (len(names(shop, "ready")), printer.files) == (3, [])


def test_answered_by_somebody_before_the_printer_had_it(
    shop: DeskShop, printer: FakePrinter
) -> None:
    def tell(_done: int, _of: int) -> None:
        answer(shop, open_batches(shop)[0], NONE)

    with pytest.raises(Refused, match="batch_answered"):
        run(shop, printer, three_letters(shop), progress=Progress(tell))
    assert (len(names(shop, "ready")), printer.files) == (3, [])


def test_a_command_that_is_sent_again_prints_nothing_again(
    shop: DeskShop, printer: FakePrinter
) -> None:
    ids, command = three_letters(shop), uuid7()
    bench = bench_of(shop, printer.take)
    print_batch(bench, ids, printer="laser", command_id=command)
    with pytest.raises(Refused, match="batch_answered"):
        print_batch(bench, ids, printer="laser", command_id=command)
    assert len(printer.jobs) == 1


def test_a_batch_goes_into_a_file_and_is_answered_for(shop: DeskShop, tmp_path: Path) -> None:
    ids, path = three_letters(shop), tmp_path / "letters.pdf"
    bench = replace(bench_of(shop, into_file(path)), desk=shop.desk())
    batch = print_batch(bench, ids, printer=path.name, command_id=uuid7())
    assert batch.state is BatchState.SENT
    assert texts_of(path)[1:] == ["Dear Ash", "Dear Birch", "Dear Cedar"]
    with pytest.raises(FileThereError):
        into_file(path)
    answer(shop, batch, NONE)
    late = tmp_path / "other.pdf"
    hand_over = into_file(late)
    late.write_bytes(b"mine")
    with pytest.raises(FileThereError):
        print_batch(bench_of(shop, hand_over), ids, printer="other.pdf", command_id=uuid7())
    assert (late.read_bytes(), len(names(shop, "ready"))) == (b"mine", 3)
    again = into_file(path, overwrite=True)
    printed = print_batch(bench_of(shop, again), ids[:1], printer=path.name, command_id=uuid7())
    assert (printed.letters, len(texts_of(path))) == (1, 2)
    nowhere = into_file(tmp_path / "no" / "folder.pdf")
    failed = print_batch(bench_of(shop, nowhere), ids[1:], printer="x", command_id=uuid7())
    assert failed.failure == "There is no such folder. Choose another."


def test_what_the_printer_says_is_a_hint(
    shop: DeskShop, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = run(shop, printer, [letter(shop, "Ash")])
    assert printer_says(batch) is None
    job = PrintSystemJob("laser-1", title_of(batch), "laser", JobState.STOPPED, 1)
    told = Printer("laser", "Laser", PrinterState.PAUSED, "It is out of paper.")
    monkeypatch.setattr("desktop.platform.print_jobs.find_job", lambda **_named: job)
    monkeypatch.setattr("desktop.platform.printers.list_printers", lambda: (told,))
    word = printer_says(batch)
    assert word is not None
    assert (word.job, word.problem) == (job, "It is out of paper.")
    over = replace(job, state=JobState.DONE)
    monkeypatch.setattr("desktop.platform.print_jobs.find_job", lambda **_named: over)
    word = printer_says(batch)
    assert word is not None
    assert (word.job, word.problem) == (over, "")


@dataclass(frozen=True)
class Point:
    """Where the power fails, and what is true after that."""

    where: str
    batch: BatchState | None
    reached: bool
    came_out: int


POINTS = (
    Point("before a commit", None, False, 0),  # of the batch's beginning
    Point("after a commit", BatchState.SENDING, False, 0),
    Point("before a commit", BatchState.SENDING, False, 0),  # of its handing over
    Point("after a commit", BatchState.SENDING, True, 0),
    Point("before the printer", BatchState.SENDING, True, 0),
    Point("after the printer", BatchState.SENDING, True, 3),
    Point("before a commit", BatchState.SENDING, True, 3),  # of what came of it
    Point("after a commit", BatchState.SENT, True, 3),
    Point("before a commit", BatchState.SENT, True, 3),  # of the answer
    Point("after a commit", BatchState.ANSWERED, True, 3),
)


@pytest.mark.parametrize(
    "at", range(len(POINTS)), ids=[f"{n}-{p.where}" for n, p in enumerate(POINTS)]
)
def test_the_power_cut_at_every_point_loses_nothing_and_prints_nothing_twice(
    shop: DeskShop, printer: FakePrinter, at: int
) -> None:
    point, ids, cut = POINTS[at], three_letters(shop), Cut(at)
    database = CutDatabase(shop.database, cut)
    bench = bench_of(shop, cut_hand_over(printer, cut), database=database)
    with pytest.raises(PowerCut, match=point.where):
        print_and_answer(bench, ids)
    database.close()
    assert len(printer.letters) == point.came_out
    waiting = open_batches(shop)
    if point.batch in (BatchState.SENDING, BatchState.SENT):
        [batch] = waiting
        assert (batch.state, batch.handed_over) == (point.batch, point.reached)
        assert names(shop, "ready") == [], "nothing is printed again before a person has looked"
        answer(shop, batch, ALL if point.came_out else NONE)
    else:
        assert waiting == ()
    if names(shop, "ready"):
        answer(shop, run(shop, printer, ids), ALL)
    assert printer.letters == ["Dear Ash", "Dear Birch", "Dear Cedar"], "each once"
    assert names(shop, "to_mail") == ["Ash", "Birch", "Cedar"]
    for dispatch_id in ids:
        assert states(shop, dispatch_id).count(STATE.PRINTED) == 1
        assert dispatch(shop, dispatch_id).state is STATE.PRINTED


def print_and_answer(bench: PrintBench, ids: list[uuid.UUID]) -> None:
    """A batch from its beginning to the word that all of it came out."""
    made = print_batch(bench, ids, printer="laser", command_id=uuid7())
    with bench.database.write() as session:
        print_room.answer(session, bench.desk, made.id, came_out=ALL, command_id=uuid7())


def test_there_are_no_other_points(shop: DeskShop, printer: FakePrinter) -> None:
    cut = Cut()
    database = CutDatabase(shop.database, cut)
    bench = bench_of(shop, cut_hand_over(printer, cut), database=database)
    print_and_answer(bench, three_letters(shop))
    database.close()
    assert cut.passed == [point.where for point in POINTS]


def test_a_database_that_goes_away_before_the_printer_has_it_sends_nothing(
    shop: DeskShop, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> None:
        raise DatabaseGone("the database file is gone")

    monkeypatch.setattr(print_room, "hand_over", gone)
    with pytest.raises(DatabaseGone):
        run(shop, printer, three_letters(shop))
    assert printer.files == []
    [batch] = open_batches(shop)
    assert not batch.handed_over
    answer(shop, batch, NONE)
    assert len(names(shop, "ready")) == 3
    assert shop.count(PrintBatch) == (1,)
