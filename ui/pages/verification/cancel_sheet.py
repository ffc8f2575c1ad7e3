"""Before an order is cancelled: what happens to its money, and why it is cancelled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.verification_shapes import Verification
from models import card_guard
from ui import labels, labels_verification
from ui.actions import Action, ActionTable
from ui.pages.verification.note_field import LONGEST
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class CancelSheet(SideSheet):
    """Esc keeps the order; F10 cancels it.

    Signals:
        cancel_confirmed(str): the note.
    """

    cancel_confirmed = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        seen: Verification,
        note: str,
        parent: QWidget | None = None,
    ) -> None:
        """*note* is what stands in the page's own field."""
        number, amount = (
            seen.shown_number,
            labels.money(seen.total_minor, seen.currency, symbol=True),
        )
        super().__init__(
            self.tr("Cancel order {number}").format(number=number),
            theme=theme,
            name="held_cancel_sheet",
            subtitle=self.tr("{customer}, {amount}").format(customer=seen.customer, amount=amount),
            parent=parent,
        )
        card = labels.card_words("", "")
        if seen.payment is not None and seen.payment.last4:
            card = labels.card_words(seen.payment.brand, seen.payment.last4)
        money = labels_verification.money_if_cancelled(seen.money, seen.currency, card)
        self.money_banner = Banner(
            theme=theme,
            name="cancel_money_banner",
            kind="info",
            icon="currency-dollar",
            title=self.tr("What happens to the money"),
            text=" ".join(money),
        )
        self.note_row = FieldRow(
            self.tr("Why (kept with the order)"),
            theme=theme,
            name="cancel_note_edit",
            placeholder=self.tr("Could not be reached in three days"),
        )
        self.note_row.line_edit.setMaxLength(LONGEST)
        self.note_row.line_edit.setText(note)
        self.note_row.line_edit.textEdited.connect(self._on_note_text_edited)
        after = self.tr("Nothing of it is sent. The letter to the customer follows by F9.")
        for widget in (
            self.money_banner,
            self.note_row,
            TextLabel(after, theme=theme, tone="muted", wrap=True),
        ):
            self.body.addWidget(widget)
        self.money_banner.show()
        self.body.addStretch(1)
        actions.remove_context(self.sheet_id)
        self.confirm = actions.add(
            Action("cancel_held_order", self.tr("Cancel the order"), icon="x", context=self.sheet_id,
                   keys=("F10",)),
            self._on_confirm,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=theme, action=self.confirm, variant="danger", wide=True, height=40)
        )
        self.foot.addWidget(ReasonLabel(theme=theme, action=self.confirm))
        self._refresh()
        self.sheet_closed.connect(self.deleteLater)

    def _on_note_text_edited(self, text: str) -> None:
        self.note_row.clear_error()
        if card_guard.looks_like_card(text):
            self.note_row.line_edit.clear()
            self.note_row.set_error(labels.card_wiped())
        self._refresh()

    def _refresh(self) -> None:
        said = self.note_row.text().strip()
        self.confirm.set_reason("" if said else self.tr("Say why: it is kept with the order."))

    def _on_confirm(self) -> None:
        note = self.note_row.text()
        self.close_sheet()
        self.cancel_confirmed.emit(note)
