"""The right column of the print sheet: what is wrong with the letter, and where it is to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from desktop.documents.rendered import RenderedDocument
from desktop.platform.printers import Printer
from ui import labels_scripts
from ui.actions import DeskAction
from ui.dialogs.print_sheet_words import count_characters, names_somebody, unprintable_words
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow

_MOST_COPIES = 99


class PrintFields(QWidget):
    """Printer, copies, file name, and above them the strip with what does not print.

    Signals:
        printer_chosen: another printer is chosen, or the list is new.
    """

    printer_chosen = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Make it; ``add_keys`` puts the keys beside the labels."""
        super().__init__(parent)
        self._theme = theme
        self._printers: tuple[Printer, ...] = ()
        self._known_file = ""
        self.setObjectName("print_fields")
        self.printer_combo = QComboBox()
        self.copies_spin = QSpinBox()
        self.copies_spin.setRange(1, _MOST_COPIES)
        self.flaws_banner = Banner(theme=theme, name="flaws_banner", kind="held")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add_keys(self, *, printer: DeskAction, copies: DeskAction) -> None:
        """Lay it out, with the keys that lead to its fields."""
        theme = self._theme
        self.printer_row = FieldRow(
            self.tr("Printer"),
            theme=theme,
            name="printer_combo",
            editor=self.printer_combo,
            action=printer,
        )
        self.copies_row = FieldRow(
            self.tr("Copies"),
            theme=theme,
            name="copies_spin",
            editor=self.copies_spin,
            action=copies,
        )
        self.path_row = FieldRow(
            self.tr("File to save"), theme=theme, name="path_edit", advance=False
        )
        for part in (self.flaws_banner, self.printer_row, self.copies_row, self.path_row):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.printer_combo.currentIndexChanged.connect(self._on_printer_combo_changed)
        self.path_row.line_edit.textEdited.connect(self._on_path_edit_edited)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def printer(self) -> str:
        """Name of the printer chosen, empty for none."""
        return str(self.printer_combo.currentData() or "")

    @property
    def chosen(self) -> Printer | None:
        """The printer chosen."""
        return next((p for p in self._printers if p.name == self.printer), None)

    @property
    def copies(self) -> int:
        """How often to print."""
        return self.copies_spin.value()

    @property
    def path(self) -> str:
        """Where to save, as typed, without spaces around it."""
        return self.path_row.text().strip()

    @property
    def may_replace(self) -> bool:
        """Whether it was said that this very file exists, so that asking again replaces it."""
        return bool(self.path) and self._known_file == self.path

    def show_printers(self, printers: Sequence[Printer], *, chosen: str = "") -> None:
        """List the printers; the one chosen here before, else *chosen*, else the first."""
        before = self.printer
        self._printers = tuple(printers)
        self.printer_combo.blockSignals(True)
        self.printer_combo.clear()
        for printer in self._printers:
            self.printer_combo.addItem(printer.description, printer.name)
        places = [self.printer_combo.findData(name) for name in (before, chosen) if name]
        known = [place for place in places if place >= 0]
        self.printer_combo.setCurrentIndex(known[0] if known else min(0, len(printers) - 1))
        self.printer_combo.blockSignals(False)
        self.printer_chosen.emit()

    def show_path(self, path: str) -> None:
        """Put a file's name into the field."""
        self.path_row.line_edit.setText(path)
        self.forget_file()

    def show_file_there(self, words: str) -> None:
        """The file exists; *words* say how to replace it."""
        self._known_file = self.path
        self.show_path_error(words)

    def show_path_error(self, words: str) -> None:
        """Something is wrong with the file's name."""
        self.path_row.set_error(words)
        self.path_row.setFocus()

    def forget_file(self) -> None:
        """It is no longer known whether the file exists."""
        self._known_file = ""
        self.path_row.clear_error()

    def show_flaws(self, document: RenderedDocument) -> None:
        """What the letter says wrong or not at all, before it is on paper."""
        lines, title = [], ""
        if document.unprintable:
            count = count_characters(document.unprintable)
            title = self.tr("{count} characters cannot be printed").format(count=count)
            if count == 1:
                title = self.tr("One character cannot be printed")
            lines.append(unprintable_words(document.unprintable))
            if names_somebody(document.unprintable):
                lines.append(labels_scripts.latin_way())
        if not document.address_fits:
            long = self.tr("The address is too long for the envelope's window")
            title, more = (title, [long + "."]) if title else (long, [])
            lines += more
            lines.append(self.tr("Shorten the address, or use an envelope without a window."))
        self.flaws_banner.show_message(
            kind="held", icon="warning-fill", title=title, text="\n".join(lines)
        )

    def _on_printer_combo_changed(self, _index: int) -> None:
        self.printer_chosen.emit()

    def _on_path_edit_edited(self, _text: str) -> None:
        self.forget_file()

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(10))
        self.setFixedWidth(self._theme.px(280))
