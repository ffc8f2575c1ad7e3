"""The columns of a file that somebody brings: what each is called, what stands in it, what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from models import card_guard
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.text_label import TextLabel

MOST_COLUMNS = 60
"""So many are shown; those beyond are taken as they are guessed."""
_SAMPLES = 3


@dataclass(frozen=True)
class FileColumn:
    """One column: its name, and its first cells."""

    name: str
    cells: tuple[str, ...]


class FileColumns(QWidget):
    """A row for each column of the file: name, a list of what it may hold, and its first cells.

    Tab and Enter go down, the arrows choose.

    Signals:
        columns_changed: another column holds something else, by hand.
    """

    columns_changed = Signal()

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without a file; object names begin with *name*."""
        super().__init__(parent)
        self._theme, self._name = theme, name
        self._combos: list[QComboBox] = []
        self._beyond: dict[int, str] = {}
        self._kinds = QStandardItemModel(self)
        self.setObjectName(f"{name}_columns")
        self.setAccessibleName(self.tr("Columns of the file"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_file(
        self,
        columns: Sequence[FileColumn],
        kinds: Sequence[tuple[str, str]],
        guessed: Mapping[int, str],
    ) -> None:
        """Show a file's columns; *kinds* are what they may hold, with their words."""
        self.clear()
        heads = (self.tr("Column"), self.tr("What it holds"), self.tr("First rows"))
        for at, words in enumerate(heads):
            head = TextLabel(words, theme=self._theme, role="caption", tone="muted")
            self._grid.addWidget(head, 0, at)
        # One list for all: a wide file would take a while to show if each had its own.
        self._kinds.deleteLater()
        self._kinds = QStandardItemModel(self)
        for key, words in (("", self.tr("Not used")), *kinds):
            item = QStandardItem(words)
            item.setData(key, Qt.ItemDataRole.UserRole)
            self._kinds.appendRow(item)
        for at, column in enumerate(columns[:MOST_COLUMNS]):
            self._add_row(at, column, guessed.get(at, ""))
        self._beyond = {at: kind for at, kind in guessed.items() if at >= MOST_COLUMNS}
        self._on_theme_changed()

    def clear(self) -> None:
        """Show no file."""
        self._combos, self._beyond = [], {}
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def value(self) -> dict[int, str]:
        """What each column holds, by its place from 0; columns that do not count are left out."""
        found = {at: str(combo.currentData() or "") for at, combo in enumerate(self._combos)}
        return {at: kind for at, kind in found.items() if kind} | self._beyond

    def set_locked(self, locked: bool) -> None:
        """Nothing may be changed while the file is being read."""
        for combo in self._combos:
            combo.setEnabled(not locked)

    def first_field(self) -> QWidget | None:
        """The first list, if there is a file."""
        return self._combos[0] if self._combos else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on like Tab; the mouse wheel over a list that is not open changes nothing."""
        if watched in self._combos and isinstance(watched, QComboBox):
            if event.type() == QEvent.Type.Wheel:
                event.ignore()
                return True
            if isinstance(event, QKeyEvent) and _is_enter(event):
                tab = QKeyEvent(
                    QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"
                )
                QCoreApplication.sendEvent(watched, tab)
                return True
        return False

    def _add_row(self, at: int, column: FileColumn, kind: str) -> None:
        name = ElidedLabel(theme=self._theme, role="strong")
        name.setText(column.name)
        combo = QComboBox()
        combo.setModel(self._kinds)
        combo.setCurrentIndex(max(0, combo.findData(kind)))
        combo.setObjectName(f"{self._name}_column_{at + 1}_combo")
        said = self.tr("{n}, {column}: what it holds").format(n=at + 1, column=column.name)
        combo.setAccessibleName(said)
        cells = ElidedLabel(theme=self._theme, tone="muted")
        cells.setText(", ".join(_shown(cell) for cell in column.cells[:_SAMPLES] if cell.strip()))
        combo.setAccessibleDescription(cells.text())
        combo.installEventFilter(self)
        combo.currentIndexChanged.connect(lambda _at: self.columns_changed.emit())
        for place, widget in enumerate((name, combo, cells)):
            self._grid.addWidget(widget, at + 1, place)
        self._combos.append(combo)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnMinimumWidth(0, px(140))
        self._grid.setColumnMinimumWidth(1, px(220))
        for combo in self._combos:
            combo.setFont(self._theme.font("body"))
            combo.setFixedHeight(px(30))


def _is_enter(event: QKeyEvent) -> bool:
    pressed = event.type() == QEvent.Type.KeyPress
    return pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _shown(cell: str) -> str:
    """The cell; what looks like a card number is not put on the screen."""
    return "…" if card_guard.looks_like_card(cell) else " ".join(cell.split())
