"""The shop's files by keys alone: a web store's products come in from the settings, and go out again."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt

from tests.journeys.sitting import Sitting
from ui.files.bring_in_sheet import BringInSheet
from ui.files.write_out_sheet import WriteOutSheet
from ui.pages.settings_page import SettingsPage

CONTROL = Qt.KeyboardModifier.ControlModifier
HEADINGS = (
    "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Shelf"
)
ROWS = (
    'kettle,"Kettle, enamel",<p>Boils <b>water</b>.</p>,Acme,kitchen,true,Color,Red,KET-R,4,'
    "29.00,,,https://example.com/1.jpg,North 1",
    "kettle,,,,,,,Blue,KET-B,0,29.00,35.00,,,North 2",
    "kettle,,,,,,,,,,,,,https://example.com/2.jpg,",
    "lid,Lid,,Acme,kitchen,true,Title,Default Title,,7,4.50,,,,South 9",
    "pan,Pan,,Acme,kitchen,true,Title,Default Title,PAN-1,2,cheap,,,,South 1",
)


def test_products_come_in_and_go_out_by_keys_alone(desk: Sitting, tmp_path: Path) -> None:
    path = tmp_path / "products_export_1.csv"
    path.write_text("\n".join((HEADINGS, *ROWS, "")), "utf-8")
    desk.alt(Qt.Key.Key_9)
    page = desk.workspace.settings_page.page
    assert isinstance(page, SettingsPage)
    while page.file_kind is None:
        desk.chord(CONTROL, Qt.Key.Key_PageDown)
        desk.player.settle()
    desk.chord(CONTROL, Qt.Key.Key_I)
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, BringInSheet)
    desk.player.type(str(path))
    desk.press(Qt.Key.Key_Return)
    said = sheet.path_row.field.editor.accessibleDescription
    desk.until(lambda: said().endswith("made by Shopify, 15 columns"), "what it seems to be")
    assert ("Row 5", "Its price cannot be read.") in sheet.preview_facts.shown()
    desk.tab_to("bring_in_column_15_combo")
    desk.player.type("Short")  # line under the name
    desk.until(lambda: not sheet.is_following, "the rows, looked at again")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: sheet.outcome_banner.title() != "", "what came out")
    assert sheet.outcome_banner.title() == (
        "Products: 4 created, 0 updated, 0 unchanged, 1 refused."
    )
    assert (tmp_path / "products_export_1.report.csv").is_file()
    desk.press(Qt.Key.Key_Escape)

    desk.chord(CONTROL, Qt.Key.Key_O)
    writing = desk.workspace.window.open_sheet_now
    assert isinstance(writing, WriteOutSheet)
    written = writing.path_row.path
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: written.is_file(), "the new file")
    with written.open(encoding="utf-8-sig", newline="") as file:
        items = {row["SKU"]: (row["Name"], row["Caption"]) for row in csv.DictReader(file)}
    assert items["KET-R"] == ("Kettle, enamel, Red", "North 1")
    assert "PAN-1" not in items
    desk.press(Qt.Key.Key_Escape)
    desk.alt(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_F2)
    desk.player.settle()
    desk.alt(Qt.Key.Key_L)
    desk.add_item("KET-B", "1", lines=1)
