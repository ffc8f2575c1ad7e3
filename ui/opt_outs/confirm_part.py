"""Whether they want it confirmed, how, and in which language."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.opt_out_shapes import OptOutWho
from models import phone_numbers
from models.channels import Channel, Medium
from ui.actions import DeskAction
from ui.opt_outs.kit import NOBODY, OptOutKit
from ui.opt_outs.row_state import has_place
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.field_row import FieldRow

_WAYS: tuple[Medium | None, ...] = (None, Medium.POST, Medium.FAX, Medium.EMAIL)
_LENGTH = 100


class ConfirmPart(QWidget):
    """Not wanted, by letter, by fax, by e-mail. What came on paper is confirmed by letter, unasked.

    Signals:
        changed: another way was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        kit: OptOutKit,
        confirm: DeskAction,
        language: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """*confirm* and *language* are the actions that lead here."""
        super().__init__(parent)
        self._kit = kit
        self._who = NOBODY
        self._is_chosen = False
        theme = kit.theme
        self.setObjectName("confirm_part")
        self.setAccessibleName(self.tr("Confirmation"))
        self.way_combo = QComboBox()
        self.way_row = FieldRow(
            self.tr("Confirm it"), theme=theme, name="opt_out_confirm_combo",
            editor=self.way_combo, action=confirm, advance=False,
        )  # fmt: skip
        self.language_combo = QComboBox()
        for code, name in kit.languages:
            self.language_combo.addItem(name, code)
        self.language_row = FieldRow(
            self.tr("In"), theme=theme, name="opt_out_language_combo",
            editor=self.language_combo, action=language, advance=False,
        )  # fmt: skip
        self.to_row = FieldRow(
            self.tr("Where it goes"), theme=theme, name="opt_out_confirm_to_edit", advance=False
        )
        self.to_row.line_edit.setMaxLength(_LENGTH)
        watch_row(self.to_row, allowed=self._is_number)
        self._build()
        self._fill()
        self.way_combo.currentIndexChanged.connect(self._on_way_changed)
        self.way_combo.activated.connect(lambda _at: self._on_way_chosen())
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def begin(self, language: str) -> None:
        """Nothing was chosen yet."""
        self._is_chosen = False
        self.to_row.line_edit.clear()
        self.to_row.clear_error()
        self.way_row.clear_error()
        self._select(None)
        self._show()
        self.show_language(language)

    def show_language(self, language: str) -> None:
        """Theirs, as far as the papers speak it; else the shop's."""
        at = self.language_combo.findData(language.split("-")[0].lower())
        self.language_combo.setCurrentIndex(max(0, at))

    def choose(self, way: Medium | None, to: str) -> None:
        """Show what was chosen before."""
        self._is_chosen = True
        self._select(way)
        if to:
            self.to_row.line_edit.setText(to)
        self._show()

    def show_who(self, who: OptOutWho) -> None:
        """Say where each way goes; the way that was chosen stays."""
        self._who = who
        self._fill()
        self._show()

    def propose(self, channel: Channel) -> None:
        """What came on paper is confirmed by letter, if it can be; in a call nobody asked for it."""
        if self._is_chosen:
            return
        on_paper = channel in (Channel.MAIL, Channel.FAX)
        self._select(Medium.POST if on_paper and has_place(self._who) else None)
        self._show()

    @property
    def way(self) -> Medium | None:
        """How it is confirmed; None: not at all."""
        return _WAYS[max(0, self.way_combo.currentIndex())]

    @property
    def to(self) -> str:
        """The fax number or the e-mail address; "" by post."""
        known = self._known(self.way)
        return known or ("" if self.to_row.isHidden() else self.to_row.text().strip())

    @property
    def language(self) -> str:
        """Of the paper."""
        return str(self.language_combo.currentData() or "en")

    def next_way(self) -> None:
        """Show the next way (Alt+L)."""
        self.way_combo.setCurrentIndex((self.way_combo.currentIndex() + 1) % len(_WAYS))
        self.way_combo.setFocus(Qt.FocusReason.TabFocusReason)
        self._on_way_chosen()

    def next_language(self) -> None:
        """Show the next language (Alt+G)."""
        if self.way is None:
            return
        at = (self.language_combo.currentIndex() + 1) % self.language_combo.count()
        self.language_combo.setCurrentIndex(at)

    def show_error(self, field: str, words: str) -> None:
        """Say beside the way, or beside the number, what is wrong."""
        row = self.to_row if field == "confirm_to" and not self.to_row.isHidden() else self.way_row
        row.set_error(words)
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        self.way_row.clear_error()
        self.to_row.clear_error()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._across = QHBoxLayout()
        self._across.addWidget(self.way_row, 3)
        self._across.addWidget(self.language_row, 1)
        self._column.addLayout(self._across)
        self._column.addWidget(self.to_row)

    def _fill(self) -> None:
        at = max(0, self.way_combo.currentIndex())
        self.way_combo.blockSignals(True)
        self.way_combo.clear()
        place = self._who.address
        street = place.line1.strip() if place is not None and has_place(self._who) else ""
        words = (
            self.tr("No, not wanted"),
            self.tr("Yes, by letter to {street}").format(street=street)
            if street
            else self.tr("Yes, by letter"),
            *(
                said.format(to=self._known(way)) if self._known(way) else plain
                for way, said, plain in (
                    (Medium.FAX, self.tr("Yes, by fax to {to}"), self.tr("Yes, by fax")),
                    (Medium.EMAIL, self.tr("Yes, by e-mail to {to}"), self.tr("Yes, by e-mail")),
                )
            ),
        )
        self.way_combo.addItems(words)
        self.way_combo.setCurrentIndex(at)
        self.way_combo.blockSignals(False)

    def _known(self, way: Medium | None) -> str:
        values = {Medium.FAX: self._who.faxes, Medium.EMAIL: self._who.emails}
        return next(iter(values.get(way, ())), "") if way is not None else ""

    def _is_number(self, text: str) -> bool:
        return phone_numbers.parse(text, self._kit.desk.country) is not None

    def _select(self, way: Medium | None) -> None:
        self.way_combo.blockSignals(True)
        self.way_combo.setCurrentIndex(_WAYS.index(way))
        self.way_combo.blockSignals(False)

    def _show(self) -> None:
        way = self.way
        asks = way in (Medium.FAX, Medium.EMAIL) and not self._known(way)
        label = self.tr("Fax number") if way is Medium.FAX else self.tr("E-mail address")
        self.to_row.set_label(self.tr("{what} for it").format(what=label))
        self.to_row.setVisible(asks)
        self.language_row.setVisible(way is not None and self.language_combo.count() > 1)

    def _on_way_changed(self) -> None:
        self.clear_errors()
        self._show()
        self.changed.emit()

    def _on_way_chosen(self) -> None:
        self._is_chosen = True
        if not self.to_row.isHidden():
            self.to_row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(self._kit.theme.px(8))
        self._across.setSpacing(self._kit.theme.px(12))
