"""Printing through Qt, for computers without CUPS (Windows, and the odd Linux box).

The pages are painted as pictures at the printer's resolution, so this path is slower and larger than
handing over the file; the sheet's size and place are the same. Takes seconds: call it in a worker
thread, where everything it uses is made and destroyed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.platform.printers import Printer, PrintError, PrinterState, PrintUnclear

_MOST_DPI = 300
"""Sharper pictures of text than this only make the job larger."""

_POINTS_PER_INCH = 72


def qt_printers() -> tuple[Printer, ...]:
    """The printers that Qt knows of, the default one first."""
    states = {
        QPrinter.PrinterState.Idle: PrinterState.READY,
        QPrinter.PrinterState.Active: PrinterState.PRINTING,
        QPrinter.PrinterState.Aborted: PrinterState.PAUSED,
        QPrinter.PrinterState.Error: PrinterState.UNKNOWN,
    }
    found = [
        Printer(
            name=info.printerName(),
            description=info.description() or info.printerName(),
            state=states.get(info.state(), PrinterState.UNKNOWN),
            is_default=info.isDefault(),
        )
        for info in QPrinterInfo.availablePrinters()
    ]
    return tuple(sorted(found, key=lambda p: (not p.is_default, p.description.casefold())))


def print_with_qt(pdf: bytes, *, printer: str, copies: int, title: str) -> None:
    """Print *pdf* on the printer of that name; returns when the system has taken it.

    Raises:
        PrintError: there is no such printer, or it does not take the job.
    """
    device = _device(printer, title)
    device.setCopyCount(copies)
    paint_pdf(pdf, device)


def print_file_with_qt(
    path: Path,
    *,
    printer: str,
    title: str,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> None:
    """Print a file of any number of pages, such as a batch, in one job; each sheet on one side only.

    Args:
        path: of the PDF; it is read as the pages are painted.
        printer: its name.
        title: what the job is called in the printer's queue.
        tell: gets the pages that are painted and all of them, in this thread.

    Raises:
        PrintUnclear: it stopped half-way: some sheets may have come out.
        PrintError: there is no such printer, or it does not take the job.
    """
    device = _device(printer, title)
    device.setDuplex(QPrinter.DuplexMode.DuplexNone)
    document = QPdfDocument()
    document.load(str(path))
    _paint(document, device, tell)


def by_qt(
    printer: str, *, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Callable[[Path, str], str]:
    """`print_file_with_qt` as `desktop.dispatch.print_batches` hands a batch over."""

    def hand_over(path: Path, title: str) -> str:
        print_file_with_qt(path, printer=printer, title=title, tell=tell)
        return ""

    return hand_over


def paint_pdf(pdf: bytes, device: QPrinter) -> None:
    """Paint every page of *pdf* on *device*, sheet on sheet, nothing scaled.

    Raises:
        PrintError: the file cannot be read, or the printer does not begin.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    _paint(document, device, lambda _done, _of: None)


def _device(printer: str, title: str) -> QPrinter:
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise PrintError(f"There is no printer “{printer}” any more. Choose another.")
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    return device


def _paint(document: QPdfDocument, device: QPrinter, tell: Callable[[int, int], None]) -> None:
    if document.status() is not QPdfDocument.Status.Ready:
        raise PrintError("The letter cannot be read. Make it again.", can_retry=False)
    device.setFullPage(True)
    paper = document.pagePointSize(0)
    _set_paper(device, paper)
    painter = QPainter()
    if not painter.begin(device):
        raise PrintError("The printer did not take the letter.")
    pages = document.pageCount()
    try:
        for page in range(pages):
            if document.pagePointSize(page) != paper:
                paper = document.pagePointSize(page)
                _set_paper(device, paper)
            if page and not device.newPage():
                raise PrintUnclear("The printer stopped taking pages.")
            _paint_page(painter, device, document, page)
            tell(page + 1, pages)
    finally:
        painter.end()
        document.close()


def _set_paper(device: QPrinter, points: QSizeF) -> None:
    device.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    )
    device.setPageOrientation(QPageLayout.Orientation.Portrait)


def _paint_page(painter: QPainter, device: QPrinter, document: QPdfDocument, page: int) -> None:
    """The page as a picture over the whole sheet, its corner on the sheet's corner."""
    points = document.pagePointSize(page)
    dots = min(device.resolution(), _MOST_DPI)
    pixels = QSize(
        round(points.width() * dots / _POINTS_PER_INCH),
        round(points.height() * dots / _POINTS_PER_INCH),
    )
    picture = document.render(page, pixels)
    sheet = device.paperRect(QPrinter.Unit.DevicePixel)
    painter.drawImage(sheet.translated(-sheet.topLeft()), picture)
