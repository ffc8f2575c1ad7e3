"""A name and address in Latin letters, beside those in another script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.services import printed_names
from models.addresses_rules import ROMAN_FIELDS, PostalAddress
from models.romanised import fields_in_other_scripts
from ui import labels_scripts
from ui.page_kit import PageKit
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.field_row import FieldRow
from ui.widgets.icon_label import IconLabel
from ui.widgets.text_label import TextLabel

_ACROSS = 2
_LENGTH = 100
_PAUSE_MS = 350
"""After the last key, before it is asked what of the address can be printed."""


class RomanFields(QWidget):
    """One field for each part of a name and address that is not in Latin letters; else nothing.

    What is typed here is the caller's own spelling: nothing is proposed, for how a name is read is
    not seen from how it is written. Where the form above cannot be printed, that is said here, before
    anything is.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, *, kit: PageKit, prefix: str, parent: QWidget | None = None) -> None:
        """*prefix* goes before the object names (`bill_to`, `ship_to`, `customer`)."""
        super().__init__(parent)
        self._kit = kit
        self._given = PostalAddress()
        self._asked = 0
        theme = kit.theme
        self._title = TextLabel(self.tr("In Latin letters (romanized)"), theme=theme, role="strong")
        self._use = TextLabel(
            self.tr("For carriers, and for paper where the letters above cannot be printed."),
            theme=theme, role="caption", tone="muted", wrap=True,
        )  # fmt: skip
        self._warning_icon = IconLabel("warning-fill", theme=theme, tone="held_text")
        self.warning_label = TextLabel(theme=theme, role="caption", tone="held", wrap=True)
        self.warning_label.setObjectName(f"{prefix}_roman_warning_label")
        self.rows = {
            field: FieldRow(words, theme=theme, name=f"{prefix}_roman_{field}_edit")
            for field, words in self._words().items()
        }
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_what_prints)
        self._build()
        for row in self.rows.values():
            row.line_edit.setMaxLength(_LENGTH)
            watch_row(row).text_edited.connect(self._on_row_text_edited)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_beside(self._given)

    def fill(self, address: PostalAddress | None) -> None:
        """Show what is kept of *address*."""
        shown = address or PostalAddress()
        for field, row in self.rows.items():
            row.line_edit.setText(getattr(shown, f"roman_{field}"))
            row.clear_error()
        self.show_beside(shown)

    def show_beside(self, address: PostalAddress) -> None:
        """Have a field for each part of *address* that is not in Latin letters."""
        self._given = address
        wanted = fields_in_other_scripts(address)
        for field, row in self.rows.items():
            row.setVisible(field in wanted)
        for place, field in enumerate(wanted):
            self._grid.addWidget(self.rows[field], place // _ACROSS, place % _ACROSS)
        self.setVisible(bool(wanted))
        self._asked += 1
        self._warn("")
        if wanted:
            self._pause.start()
        else:
            self._pause.stop()

    def beside(self, address: PostalAddress) -> PostalAddress:
        """*address* with what was typed here; nothing beside what is in Latin letters itself."""
        wanted = fields_in_other_scripts(address)
        typed = {field: self.rows[field].text().strip() for field in wanted}
        return replace(
            address, **{f"roman_{field}": typed.get(field, "") for field in ROMAN_FIELDS}
        )

    def text(self, field: str) -> str:
        """What stands in a field that is shown, trimmed."""
        return self.rows[field].text().strip() if not self.rows[field].isHidden() else ""

    def form(self) -> dict[str, str]:
        """What is half typed, by field."""
        return {f"roman_{field}": text for field in self.rows if (text := self.rows[field].text())}

    def restore(self, form: Mapping[str, str]) -> None:
        """Show what was half typed; `show_beside` says which of it is wanted."""
        for field, row in self.rows.items():
            row.line_edit.setText(form.get(f"roman_{field}", ""))

    def edits(self) -> list[QLineEdit]:
        """The line edits in the order of their parts."""
        return [row.line_edit for row in self.rows.values()]

    def _words(self) -> dict[str, str]:
        return {
            "name": self.tr("Name in Latin letters"),
            "company": self.tr("Company in Latin letters"),
            "line1": self.tr("Street in Latin letters"),
            "line2": self.tr("Second line in Latin letters"),
            "district": self.tr("District in Latin letters"),
            "city": self.tr("Town in Latin letters"),
            "state": self.tr("Region in Latin letters"),
        }

    def _build(self) -> None:
        self._grid = QGridLayout()
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        for place, row in enumerate(self.rows.values()):
            self._grid.addWidget(row, place // _ACROSS, place % _ACROSS)
        self._warning_row = QHBoxLayout()
        self._warning_row.addWidget(self._warning_icon)
        self._warning_row.addWidget(self.warning_label, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._title)
        self._column.addWidget(self._use)
        self._column.addLayout(self._warning_row)
        self._column.addLayout(self._grid)

    def _ask_what_prints(self) -> None:
        whole = self.beside(self._given)
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self,
            lambda _session: printed_names.missing_in(printed_names.printed_form(whole)),
            done=lambda found: self._on_answer(asked, found),
        )

    def _on_answer(self, asked: int, characters: tuple[str, ...]) -> None:
        if asked == self._asked:
            self._warn(labels_scripts.cannot_print(characters) if characters else "")

    def _warn(self, words: str) -> None:
        self.warning_label.setText(words)
        self.warning_label.setVisible(bool(words))
        self._warning_icon.setVisible(bool(words))

    def _on_row_text_edited(self, _text: str) -> None:
        self._pause.start()
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(4))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setContentsMargins(0, px(4), 0, 0)
        self._warning_row.setSpacing(px(6))
