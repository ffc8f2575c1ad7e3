"""A batch through Qt, where there is no CUPS: in order, each page at its own size, in one job."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.documents.envelope import EnvelopeData, render_envelopes
from desktop.documents.stacking import PdfStack
from desktop.platform.printers import PrintError, PrintUnclear
from tests.desktop.printed_letters import small_pdf
from ui.widgets import qt_printing

ENVELOPE = EnvelopeData(sender=("Shop",), recipient=("Jane Roe", "1 Street", "Reno, NV 89501"))


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "batch.pdf"
    with PdfStack(path) as stack:
        stack.add(small_pdf("Dear Ash"))
        stack.add(render_envelopes([ENVELOPE], country="US").pdf)
        stack.add(small_pdf("Dear Birch", "and more"))
        stack.finish()
    return path


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[QPrinter]:
    """What is printed on, to a file instead of paper."""
    made: list[QPrinter] = []

    def device(name: str, title: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        printer.setDocName(f"{title} on {name}")
        made.append(printer)
        return printer

    monkeypatch.setattr(qt_printing, "_device", device)
    return made


def test_a_batch_is_painted_in_order_each_page_at_its_own_size(
    qapp: object, tmp_path: Path, batch: Path, printers: list[QPrinter]
) -> None:
    told: list[tuple[int, int]] = []
    hand_over = qt_printing.by_qt("laser", tell=lambda done, of: told.append((done, of)))
    assert hand_over(batch, "Batch 1") == ""
    sizes = [
        (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        for page in pypdf.PdfReader(tmp_path / "printed.pdf").pages
    ]
    assert sizes == [(612, 792), (684, 297), (612, 792), (612, 792)]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    [printer] = printers
    assert printer.docName() == "Batch 1 on laser"
    assert printer.duplex() is QPrinter.DuplexMode.DuplexNone


def test_a_printer_that_stops_half_way_may_have_printed_some(
    qapp: object, batch: Path, printers: list[QPrinter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinter, "newPage", lambda _printer: False)
    with pytest.raises(PrintUnclear, match="stopped taking pages"):
        qt_printing.print_file_with_qt(batch, printer="laser", title="x")


def test_a_file_that_is_none_is_refused(
    qapp: object, tmp_path: Path, printers: list[QPrinter]
) -> None:
    with pytest.raises(PrintError, match="cannot be read") as refused:
        qt_printing.print_file_with_qt(tmp_path / "no.pdf", printer="laser", title="x")
    assert not isinstance(refused.value, PrintUnclear)
    assert not (tmp_path / "printed.pdf").exists()
