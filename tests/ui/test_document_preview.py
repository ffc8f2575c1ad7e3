"""The preview: pages, zoom, the guide over the paper, and Qt's own way to a printer."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.documents.confirmation import render_confirmation
from desktop.documents.stationery import LETTER
from desktop.platform.printers import PrintError
from tests.desktop.documents.letters import confirmation, many_lines
from ui.theme import Theme
from ui.theme_tokens import TOKENS
from ui.widgets.document_preview import DocumentPreview
from ui.widgets.qt_printing import paint_pdf, print_with_qt, qt_printers

RING = QColor(TOKENS["light"]["ring"])
THREE_PAGES = render_confirmation(confirmation(lines=many_lines(70)))
ONE_PAGE = render_confirmation(confirmation())


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme) -> DocumentPreview:
    made = DocumentPreview(theme=theme, name="letter_preview")
    qtbot.addWidget(made)
    made.resize(520, 660)
    made.show()
    qtbot.waitExposed(made)
    return made


def picture(preview: DocumentPreview, qtbot: QtBot) -> QImage:
    """What the preview shows once its page has been drawn."""
    with qtbot.waitSignal(preview.page_painted, timeout=5000):
        preview.zoom_by(0)
    return preview.grab().toImage()


def count(image: QImage, rect: QRectF, colour: QColor) -> int:
    """How many pixels of *rect* have exactly that colour."""
    area = rect.toAlignedRect().intersected(image.rect())
    return sum(
        image.pixelColor(x, y) == colour
        for y in range(area.top(), area.bottom() + 1)
        for x in range(area.left(), area.right() + 1)
    )


def test_keys_turn_pages_and_stop_at_both_ends(preview: DocumentPreview) -> None:
    assert preview.show_pdf(THREE_PAGES.pdf)
    seen: list[tuple[int, int]] = []
    preview.page_changed.connect(lambda page, pages: seen.append((page, pages)))
    for key in (
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Home
    ):  # fmt: skip
        QTest.keyClick(preview, key)
    assert seen == [(1, 3), (2, 3), (3, 3), (3, 3), (1, 3)]
    assert preview.accessibleDescription() == "Page 1 of 3, window guide on"


def test_what_is_no_pdf_shows_nothing(preview: DocumentPreview) -> None:
    assert preview.show_pdf(ONE_PAGE.pdf)
    assert not preview.show_pdf(b"%PDF-1.4 nothing")
    assert (preview.page, preview.pages) == (0, 0)
    assert preview.accessibleDescription() == "No paper"
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.page == 0


def test_a_fresh_document_begins_whole_at_its_first_page(preview: DocumentPreview) -> None:
    preview.show_pdf(THREE_PAGES.pdf)
    preview.go_to(3)
    preview.zoom_by(2)
    preview.show_pdf(ONE_PAGE.pdf)
    assert (preview.page, preview.pages) == (1, 1)
    assert preview.verticalScrollBar().maximum() == 0


def test_the_page_keeps_its_shape_and_fits(preview: DocumentPreview) -> None:
    preview.show_pdf(ONE_PAGE.pdf)
    sheet = preview.page_rect()
    assert sheet.height() / sheet.width() == pytest.approx(11 / 8.5, abs=0.01)
    assert QRectF(preview.viewport().rect()).contains(sheet)


def test_zoom_by_keys_scrolls_and_comes_back(preview: DocumentPreview) -> None:
    preview.show_pdf(ONE_PAGE.pdf)
    whole = preview.page_rect().width()
    QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.page_rect().width() == pytest.approx(whole * 1.5, abs=2)
    assert preview.verticalScrollBar().maximum() > 0
    QTest.keyClick(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert preview.page_rect().width() == pytest.approx(whole * 1.25, abs=2)
    QTest.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.page_rect().width() == pytest.approx(whole, abs=1)
    assert preview.verticalScrollBar().maximum() == 0


def test_the_paper_is_painted(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.show_pdf(ONE_PAGE.pdf)
    preview.set_guide(False)
    image = picture(preview, qtbot)
    sheet = preview.page_rect()
    white = count(image, sheet, QColor("white"))
    assert 0.7 * sheet.width() * sheet.height() < white < 0.999 * sheet.width() * sheet.height()
    assert count(image, sheet, RING) == 0


def test_the_guide_lies_over_the_window_of_the_first_page_only(
    preview: DocumentPreview, qtbot: QtBot
) -> None:
    preview.show_pdf(THREE_PAGES.pdf)
    assert preview.guide_shown
    image = picture(preview, qtbot)
    sheet = preview.page_rect()
    scale = sheet.width() / LETTER.width
    window = QRectF(
        sheet.left() + LETTER.window.left * scale,
        sheet.top() + LETTER.window.top * scale,
        LETTER.window.width * scale,
        LETTER.window.height * scale,
    )
    around = window.adjusted(-2, -2, 2, 30 * scale)  # its edge, and the tag under it
    assert count(image, around, RING) > 200
    assert count(image, sheet, RING) == count(image, around, RING)
    preview.go_to(2)
    second = picture(preview, qtbot)
    assert count(second, preview.page_rect(), RING) == 0


def test_the_guide_is_never_in_the_file(preview: DocumentPreview) -> None:
    preview.show_pdf(ONE_PAGE.pdf)
    preview.set_guide(False)
    assert preview.accessibleDescription() == "Page 1 of 1"
    preview.set_guide(True)
    text = pypdf.PdfReader(io.BytesIO(ONE_PAGE.pdf)).pages[0].extract_text()
    assert "window" not in text
    assert "fold" not in text


def test_qt_paints_every_page_at_its_own_size(qapp: object, tmp_path: Path) -> None:
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pdf(THREE_PAGES.pdf, device)
    pages = pypdf.PdfReader(tmp_path / "printed.pdf").pages
    assert len(pages) == 3
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages}
    assert sizes == {(612, 792)}


def test_qt_refuses_what_it_cannot_print(qapp: object, tmp_path: Path) -> None:
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "printed.pdf"))
    with pytest.raises(PrintError, match="cannot be read"):
        paint_pdf(b"%PDF-1.4", device)
    with pytest.raises(PrintError, match="no printer “No such printer”"):
        print_with_qt(ONE_PAGE.pdf, printer="No such printer", copies=1, title="x")
    assert "No such printer" not in {printer.name for printer in qt_printers()}
    assert not (tmp_path / "printed.pdf").exists()
