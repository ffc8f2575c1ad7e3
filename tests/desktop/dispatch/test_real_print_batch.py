"""A batch through a real CUPS to a real driverless printer: one job, in order, at its own size."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from desktop.dispatch.print_batches import by_cups, print_batch, printer_says, title_of
from desktop.dispatch.print_pieces import NUMBER_10, make_envelopes, print_pieces
from desktop.platform.print_jobs import JobState, find_job
from desktop.services.print_room_shapes import Batch, CameOut
from models.ids import uuid7
from models.print_batch import BatchState
from tests.desktop.dispatch.cups_peer import (
    CUPSD,
    DBUS,
    IPP_PRINTER,
    LPADMIN,
    IppPrinter,
    admin,
    running_cups,
    wait_until,
)
from tests.desktop.dispatch.print_system import bench_of
from tests.desktop.factories import DeskShop
from tests.desktop.printed_letters import (
    ALL,
    add_document,
    answer,
    letter,
    names,
    queue,
    three_letters,
)

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        not (CUPSD and LPADMIN and IPP_PRINTER and DBUS and shutil.which("lp")),
        reason="no CUPS here, or no printer to go with it",
    ),
]


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[IppPrinter]:
    """A printer called office, by a queue of CUPS's."""
    with tempfile.TemporaryDirectory(prefix="ipp-") as name, running_cups(monkeypatch):
        made = IppPrinter(Path(name))
        try:
            device = f"ipp://localhost:{made.port}/ipp/print"
            admin("-p", "office", "-E", "-v", device, "-m", "everywhere")
            yield made
        finally:
            made.end()


def run(shop: DeskShop, ids: list[uuid.UUID]) -> Batch:
    bench = bench_of(shop, by_cups("office", media="Letter"))
    return print_batch(bench, ids, printer="Office", command_id=uuid7())


def state_of(batch: Batch) -> JobState | None:
    word = printer_says(batch)
    return word.job.state if word else None


def test_a_batch_is_one_job_in_zip_order_with_its_count_sheet(
    shop: DeskShop, printer: IppPrinter
) -> None:
    ids = three_letters(shop)
    ids.append(queue(shop, add_document(shop, "Dear Dogwood", "and more"), "Dogwood", None))
    ids += [letter(shop, f"Person {n:02}", f"{20_000 + 7 * n}") for n in range(20)]
    batch = run(shop, ids)
    assert (batch.state, batch.job) == (BatchState.SENT, "office-1")
    wait_until(lambda: state_of(batch) is JobState.DONE, "the job's end")
    [pages] = printer.texts
    assert len(pages) == 1 + batch.pages == 26
    assert batch.number in pages[0]
    people = [f"Dear Person {n:02}" for n in range(20)]
    assert pages[1:] == [
        "Dear Dogwood", "and more", "Dear Ash", *people, "Dear Birch", "Dear Cedar",
    ]  # fmt: skip
    boxes = {tuple(map(float, page.mediabox)) for page in pypdf.PdfReader(printer.jobs[0]).pages}
    assert boxes == {(0, 0, 612, 792)}
    assert printer.wanted == ("one-sided", 8.5, 11)
    answer(shop, batch, ALL)
    assert len(names(shop, "to_mail")) == 24


def test_out_of_paper_is_told_and_what_did_not_come_out_is_printed_once(
    shop: DeskShop, printer: IppPrinter
) -> None:
    printer.empty()
    ids = three_letters(shop)
    batch = run(shop, ids)

    def is_told() -> bool:
        word = printer_says(batch)
        return word is not None and word.problem == "It is out of paper."

    wait_until(is_told, "the printer's alert")
    assert printer.jobs == []
    subprocess.run(["cancel", batch.job], check=True, timeout=20)
    wait_until(lambda: state_of(batch) is JobState.CANCELLED, "the job's end")
    assert batch.state is BatchState.SENT, "what the printer says decides nothing"
    printer.fill()
    answer(shop, batch, CameOut("up_to", 1))
    again = run(shop, ids[1:])
    wait_until(lambda: state_of(again) is JobState.DONE, "the job's end")
    assert printer.texts[-1][1:] == ["Dear Birch", "Dear Cedar"]
    found = find_job(title=title_of(again))
    assert found is not None
    assert (found.name, found.printer) == (again.job, "office")


def test_envelopes_ask_for_their_own_paper(shop: DeskShop, printer: IppPrinter) -> None:
    order, _placed = shop.placed()
    ids = [queue(shop, add_document(shop, "x", order_id=order.id), "", None)]
    made = make_envelopes(shop.database, shop.desk(), ids)
    job = print_pieces(made, by_cups("office", media=NUMBER_10), title="1 envelope")

    def is_over() -> bool:
        found = find_job(name=job)
        return found is not None and found.state is JobState.DONE

    wait_until(is_over, "the job's end")
    assert printer.wanted == ("one-sided", 4.125, 9.5)
    [page] = pypdf.PdfReader(printer.jobs[0]).pages
    assert "Jane Roe" in page.extract_text()
    width, height = sorted(map(float, page.mediabox[2:]))
    assert (round(width), round(height)) == (297, 684)
