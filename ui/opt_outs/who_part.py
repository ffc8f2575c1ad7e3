"""Whom an opt-out is about: somebody on file, or a stranger of whom one thing is known."""

from __future__ import annotations

import dataclasses
import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.customer_search import CustomerMatch
from desktop.services.opt_out_shapes import OptOutWho
from models import phone_numbers
from models.channels import Medium
from models.opt_out import OptOutKind
from ui.actions import DeskAction
from ui.opt_outs.kit import NOBODY, OptOutKit
from ui.opt_outs.recognise import recognise
from ui.opt_outs.row_state import has_place, values_of
from ui.pages.call_desk.caller_finder import CallerFinder
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.field_row import FieldRow
from ui.widgets.text_label import TextLabel

_LENGTH = 200


class WhoFinder(CallerFinder):
    """Esc is the sheet's, unless the list is open."""

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.match_list.isHidden():
            return False
        return super()._on_key(event)


class WhoPart(QWidget):
    """One box takes whatever they gave; whoever is on file with it is offered.

    Signals:
        customer_chosen(UUID): one who is on file.
        stranger_given(OptOutWho): one who is not, with what was typed.
        passed: Enter with nothing typed: on to the media.
    """

    customer_chosen = Signal(uuid.UUID)
    stranger_given = Signal(object)
    passed = Signal()

    def __init__(
        self, *, kit: OptOutKit, find: DeskAction, host: QWidget, parent: QWidget | None = None
    ) -> None:
        """*find* puts the focus here; *host* is what the list of customers is laid over."""
        super().__init__(parent)
        self._kit = kit
        self._is_stranger = False
        theme = kit.theme
        self.setObjectName("who_part")
        self.setAccessibleName(self.tr("Who"))
        self.finder = WhoFinder(
            kit=kit, name="opt_out_who_edit", host=host, parent=None,
            new_words=self.tr("Not on file: {text}"),
        )  # fmt: skip
        self.finder_row = FieldRow(
            self.tr("Who"), theme=theme, name="opt_out_who_edit", editor=self.finder, action=find,
            advance=False,
        )  # fmt: skip
        self.finder.setPlaceholderText(self.tr("Number, e-mail, address, name or order number"))
        self.finder_row.set_hint(self.tr("One thing is enough. Nothing more may be asked."))
        self.line_label = TextLabel(theme=theme, tone="muted", wrap=True)
        self.line_label.setObjectName("opt_out_who_label")
        self.name_row = FieldRow(
            self.tr("Name, if they gave it"), theme=theme, name="opt_out_name_edit", advance=False
        )
        self.company_row = FieldRow(
            self.tr("Company"), theme=theme, name="opt_out_company_edit", advance=False
        )
        for row in (self.name_row, self.company_row):
            row.line_edit.setMaxLength(_LENGTH)
            watch_row(row)
        self._build()
        self.finder.customer_found.connect(self._on_finder_customer_found)
        self.finder.new_customer_wanted.connect(self._on_finder_new_customer_wanted)
        self.finder.text_refused.connect(self.finder_row.set_error)
        self.finder.textEdited.connect(lambda _text: self.finder_row.clear_error())
        self.finder.box_left.connect(self.passed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.ask()

    def ask(self) -> None:
        """Nobody is known."""
        self.finder.reset()
        self.finder_row.clear_error()
        self._show(asks=True, stranger=False)

    def show_who(self, who: OptOutWho, kind: OptOutKind) -> None:
        """Somebody is known, or one thing of a stranger is."""
        self.finder.reset()
        self.finder_row.clear_error()
        name = who.name or who.company
        stranger = self._is_stranger = who.customer_id is None
        if stranger:
            self.name_row.line_edit.setText(who.name)
            self.company_row.line_edit.setText(who.company)
            given = _given(who, self._kit.desk.country)
            words = self.tr("Not on file: {given}").format(given=given) if given else ""
            self.line_label.setText(words or self.tr("Not on file"))
        elif not name:
            self.line_label.setText(self.tr("The customer is being read."))
        elif kind is OptOutKind.WITHDRAWAL:
            self.line_label.setText(self.tr("{name} wants to hear from us again by:").format(
                name=name))  # fmt: skip
        else:
            self.line_label.setText(
                self.tr("{name} asked not to be contacted for marketing by:").format(name=name)
            )
        self._show(asks=False, stranger=stranger)

    def with_names(self, who: OptOutWho) -> OptOutWho:
        """*who* with the name and the company that were typed here."""
        if self.name_row.isHidden():
            return who
        return dataclasses.replace(
            who, name=self.name_row.text().strip(), company=self.company_row.text().strip()
        )

    def focus_finder(self) -> None:
        """Ask for somebody else (F3)."""
        self._show(asks=True, stranger=False)
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Nobody else was named: it is about whom it was about before, with what was typed of them."""
        self.finder.reset()
        self.finder_row.clear_error()
        self._show(asks=False, stranger=self._is_stranger)

    @property
    def asks(self) -> bool:
        """Whether nobody is known yet."""
        return not self.finder_row.isHidden()

    def take_typed(self) -> bool:
        """Use what stands in the box as if Enter had been pressed; False where it is empty."""
        text = self.finder.text().strip()
        if not self.asks or not text:
            return False
        self._on_finder_new_customer_wanted(text)
        return True

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._names = QWidget()
        self._names_row = QHBoxLayout(self._names)
        self._names_row.setContentsMargins(0, 0, 0, 0)
        self._names_row.addWidget(self.name_row, 1)
        self._names_row.addWidget(self.company_row, 1)
        for widget in (self.finder_row, self.line_label, self._names):
            self._column.addWidget(widget)

    def _show(self, *, asks: bool, stranger: bool) -> None:
        self.finder_row.setVisible(asks)
        self.line_label.setVisible(not asks)
        self._names.setVisible(stranger)
        for row in (self.name_row, self.company_row):
            row.setVisible(stranger)

    def _on_finder_customer_found(self, match: CustomerMatch) -> None:
        self.customer_chosen.emit(match.id)

    def _on_finder_new_customer_wanted(self, text: str) -> None:
        who = recognise(text, country=self._kit.desk.country, look_up_zip=self._kit.look_up_zip)
        self.stranger_given.emit(who)

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(8))
        self._names_row.setSpacing(px(12))


def _given(who: OptOutWho, country: str) -> str:
    """The one thing that is known of a stranger, the name apart."""
    for typed in (*who.phones, *who.faxes):
        number = phone_numbers.parse(typed, country)
        return phone_numbers.display(number.e164, country) if number is not None else typed
    if who.emails:
        return who.emails[0]
    if has_place(who):
        return values_of(Medium.POST, who)
    return "" if who == NOBODY else who.name
