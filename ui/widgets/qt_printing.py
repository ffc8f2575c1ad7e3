"""Printing through Qt, for computers without CUPS (Windows, and the odd Linux box).

The pages are painted as pictures at the printer's resolution, so this path is slower and larger than
handing over the file; the sheet's size and place are the same. Takes seconds: call it in a worker
thread, where everything it uses is made and destroyed.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.platform.printers import Printer, PrintError, PrinterState

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
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise PrintError(f"There is no printer “{printer}” any more. Choose another.")
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    device.setCopyCount(copies)
    paint_pdf(pdf, device)


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
    if document.status() is not QPdfDocument.Status.Ready:
        raise PrintError("The letter cannot be read. Make it again.", can_retry=False)
    device.setFullPage(True)
    _set_paper(device, document.pagePointSize(0))
    painter = QPainter()
    if not painter.begin(device):
        raise PrintError("The printer did not take the letter.")
    try:
        for page in range(document.pageCount()):
            if page and not device.newPage():
                raise PrintError("The printer stopped taking pages.")
            _paint_page(painter, device, document, page)
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
