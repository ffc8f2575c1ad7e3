"""How many pieces of each line go into the parcel."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from desktop.services.shipment_shapes import LineToShip
from ui.theme import Theme
from ui.widgets.text_label import TextLabel


class PieceRows(QWidget):
    """A number for each line, at first what lies there for it.

    Signals:
        pieces_changed.
    """

    pieces_changed = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without lines."""
        super().__init__(parent)
        self._theme = theme
        self._spins: dict[uuid.UUID, QSpinBox] = {}
        self._notes: dict[uuid.UUID, TextLabel] = {}
        self._here: dict[uuid.UUID, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_lines(self, lines: Sequence[LineToShip]) -> None:
        """Show the lines with something left to send; called once."""
        for row, line in enumerate(lines):
            spin = QSpinBox()
            spin.setObjectName(f"pieces_{row}_spin")
            spin.setAccessibleName(
                self.tr("Pieces of {sku}, {name}").format(sku=line.sku, name=line.name)
            )
            spin.setRange(0, line.left)
            spin.setValue(line.ready)
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._fit(spin)
            spin.valueChanged.connect(lambda _value: self.pieces_changed.emit())
            self._here[line.line_id] = self._told(line)
            note = TextLabel(
                self._here[line.line_id], theme=self._theme, role="caption",
                tone="held" if line.short else "muted", wrap=True,
            )  # fmt: skip
            name = TextLabel(f"{line.sku}  {line.name}", theme=self._theme, wrap=True)
            self._grid.addWidget(spin, 2 * row, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(name, 2 * row, 1)
            self._grid.addWidget(note, 2 * row + 1, 1)
            self._spins[line.line_id], self._notes[line.line_id] = spin, note

    def pieces(self) -> dict[uuid.UUID, int]:
        """What is typed, by line."""
        return {line_id: spin.value() for line_id, spin in self._spins.items()}

    def refuse(self, line_id: str, words: str) -> bool:
        """Say what is wrong beside a line; False where it is none of these."""
        for known, spin in self._spins.items():
            if str(known) == line_id:
                self._notes[known].setText(words)
                self._notes[known].set_tone("bad")
                spin.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def first(self) -> QWidget | None:
        """The first number."""
        return next(iter(self._spins.values()), None)

    def _fit(self, spin: QSpinBox) -> None:
        spin.setFont(self._theme.font("body"))
        spin.lineEdit().setFont(self._theme.font("body"))  # it has one of its own
        spin.setFixedSize(self._theme.px(72), self._theme.px(30))

    def _told(self, line: LineToShip) -> str:
        if line.short:
            return self.tr("{here} here for it, {left} to send").format(
                here=line.ready, left=line.left
            )
        return self.tr("{left} to send, all here").format(left=line.left)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        for spin in self._spins.values():
            self._fit(spin)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))
