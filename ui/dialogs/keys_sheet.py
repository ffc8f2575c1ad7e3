"""Every key there is here (F1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.actions import EVERYWHERE, DeskAction
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_chip import KeyChip
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class KeysSheet(SideSheet):
    """The keys of the page and of everywhere, narrowed as one types. Deleted when it closes."""

    def __init__(
        self, *, theme: Theme, actions: Sequence[DeskAction], parent: QWidget | None = None
    ) -> None:
        """List the actions that have a key."""
        super().__init__("", theme=theme, name="keys_sheet", parent=parent)
        self.title_label.setText(self.tr("Keys"))
        self.setAccessibleName(self.tr("Keys"))
        self._rows: list[tuple[str, QWidget]] = []
        self._headings: list[tuple[QLabel, list[QWidget]]] = []
        self._search = FieldRow(
            self.tr("Find a key"), theme=theme, name="keys_search_edit", advance=False
        )
        self._search.line_edit.textChanged.connect(self._on_search_text_changed)
        self.body.addWidget(self._search)
        here = [a for a in actions if a.key_text and a.context != EVERYWHERE]
        everywhere = [a for a in actions if a.key_text and a.context == EVERYWHERE]
        self._add_group(self.tr("On this page"), here)
        self._add_group(self.tr("Everywhere"), everywhere)
        self._none = TextLabel(self.tr("No key by that name."), theme=theme, tone="muted")
        self._none.hide()
        self.body.addWidget(self._none)
        self.body.addStretch(1)
        self.sheet_closed.connect(self.deleteLater)

    def shown(self) -> list[str]:
        """The words of the rows that are shown."""
        return [words for words, row in self._rows if not row.isHidden()]

    def _add_group(self, heading: str, actions: list[DeskAction]) -> None:
        if not actions:
            return
        label = TextLabel(heading, theme=self._theme, role="strong")
        self.body.addWidget(label)
        rows = []
        for action in actions:
            row = self._row_of(action)
            rows.append(row)
            self._rows.append((f"{action.text()} {action.key_text}", row))
            self.body.addWidget(row)
        self._headings.append((label, rows))

    def _row_of(self, action: DeskAction) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.px(8))
        able = action.isEnabled()
        tone = "muted" if able else "disabled"
        line.addWidget(IconLabel(action.icon_name, theme=self._theme, tone=tone))
        words = TextLabel(action.text(), theme=self._theme, tone="" if able else "disabled")
        line.addWidget(words)
        if action.reason:
            reason = TextLabel(
                action.reason, theme=self._theme, role="caption", tone="muted", wrap=True
            )
            line.addWidget(reason, 1)
        else:
            line.addStretch(1)
        for key in action.keys:
            line.addWidget(KeyChip(_native(key), theme=self._theme))
        return row

    def _on_search_text_changed(self, text: str) -> None:
        wanted = text.casefold().split()
        for words, row in self._rows:
            row.setVisible(all(part in words.casefold() for part in wanted))
        for label, rows in self._headings:
            label.setVisible(any(not row.isHidden() for row in rows))
        self._none.setVisible(not self.shown())


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
