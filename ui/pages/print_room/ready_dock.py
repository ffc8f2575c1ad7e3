"""Under the letters to print: what stays behind, printer, envelope, and the button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.platform.printers import Printer
from ui import labels_print_room
from ui.pages.print_room.exact_banner import ExactBanner
from ui.pages.print_room.page_actions import PageActions
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel


class ReadyDock(QWidget):
    """Two combos side by side over two buttons.

    Signals:
        printer_chosen(str): another printer, by its name.
        envelope_chosen(str): another envelope, by its key.
    """

    printer_chosen = Signal(str)
    envelope_chosen = Signal(str)

    def __init__(
        self, *, theme: Theme, actions: PageActions, parent: QWidget | None = None
    ) -> None:
        """Start without printers."""
        super().__init__(parent)
        self._theme = theme
        self._printers: tuple[Printer, ...] = ()
        self.setObjectName("print_room_ready_dock")
        self.setAccessibleName(self.tr("Printing"))
        self.behind_banner = ExactBanner(theme=theme, name="print_room_behind_banner", kind="held")
        self.behind_banner.add_button(KeyButton(theme=theme, action=actions.first_flaw))
        self.printer_combo, self.envelope_combo = QComboBox(), QComboBox()
        self.printer_row = FieldRow(
            self.tr("Printer"), theme=theme, name="print_room_printer_combo",
            editor=self.printer_combo, action=actions.printer, advance=False,
        )  # fmt: skip
        self.envelope_row = FieldRow(
            self.tr("Envelope"), theme=theme, name="print_room_envelope_combo",
            editor=self.envelope_combo, action=actions.envelope, advance=False,
        )  # fmt: skip
        self.print_button = KeyButton(
            theme=theme, action=actions.finish, variant="primary", wide=True
        )
        self.save_button = KeyButton(theme=theme, action=actions.save, height=40)
        self._fields, self._buttons = QHBoxLayout(), QHBoxLayout()
        self._fields.addWidget(self.printer_row, 1)
        self._fields.addWidget(self.envelope_row, 1)
        self.piece_buttons = [
            KeyButton(theme=theme, action=action) for action in (actions.envelopes, actions.labels)
        ]
        for button in self.piece_buttons:
            self._fields.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._buttons.addWidget(self.print_button, 1)
        self._buttons.addWidget(self.save_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.behind_banner)
        self._column.addLayout(self._fields)
        self._column.addLayout(self._buttons)
        self.reason_label = ReasonLabel(theme=theme, action=actions.finish)
        self._column.addWidget(self.reason_label)
        actions.finish.changed.connect(self._fit)
        self.printer_combo.currentIndexChanged.connect(self._on_printer_combo_changed)
        self.envelope_combo.currentIndexChanged.connect(self._on_envelope_combo_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._fit()

    @property
    def printer(self) -> Printer | None:
        """The printer chosen."""
        name = self.printer_combo.currentData()
        return next((one for one in self._printers if one.name == name), None)

    @property
    def envelope(self) -> str:
        """The key of the envelope chosen."""
        return str(self.envelope_combo.currentData() or "")

    def show_printers(self, printers: Sequence[Printer], *, chosen: str) -> None:
        """List them; the one chosen here before, else *chosen*, else the first."""
        before = self.printer.name if self.printer is not None else chosen
        self._printers = tuple(printers)
        self._fill(
            self.printer_combo,
            [(one.description, one.name) for one in self._printers],
            before,
        )
        self._on_printer_combo_changed()

    def show_envelopes(self, envelopes: Sequence[tuple[str, str]], *, chosen: str) -> None:
        """List them: (key, words)."""
        self._fill(self.envelope_combo, [(words, key) for key, words in envelopes], chosen)

    def offer_pieces(self, offered: bool) -> None:
        """Whether envelopes and labels are wanted: where the envelopes have no window."""
        for button in self.piece_buttons:
            button.setVisible(offered)

    def show_behind(self, count: int) -> None:
        """Say how many letters stay behind; none hides the strip."""
        words = labels_print_room.stay_behind(count) if count else ""
        self.behind_banner.show_message(kind="held", icon="warning-fill", text=words)

    def _fill(self, combo: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
        combo.blockSignals(True)
        combo.clear()
        for words, data in items:
            combo.addItem(words, data)
        combo.setCurrentIndex(max(combo.findData(chosen), min(0, len(items) - 1)))
        combo.setEnabled(bool(items))
        combo.blockSignals(False)

    def _on_printer_combo_changed(self) -> None:
        chosen = self.printer
        missing = self.tr("No printer was found. Save the letters as a PDF.")
        self.printer_row.set_hint(missing if chosen is None else chosen.problem)
        self.printer_chosen.emit("" if chosen is None else chosen.name)

    def _on_envelope_combo_changed(self) -> None:
        self.envelope_chosen.emit(self.envelope)

    def _fit(self) -> None:
        """The reason has no line while there is none: the buttons stand at the panel's foot."""
        self.reason_label.setVisible(bool(self.reason_label.text()))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._fields.setSpacing(px(12))
        self._buttons.setSpacing(px(8))
