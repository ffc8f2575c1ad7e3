"""Cancelling an order: why, and what becomes of its money."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.cancelling import CancelView
from desktop.services.order_notes import LONGEST_NOTE
from desktop.services.order_views import OrderView
from ui import labels, labels_change
from ui.actions import Action
from ui.page_kit import PageKit
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class CancelSheet(SideSheet):
    """The reason is asked for, since it stands in the order's history; Esc cancels nothing.

    Signals:
        cancel_wanted(str note).
    """

    cancel_wanted = Signal(str)

    def __init__(
        self,
        *,
        kit: PageKit,
        order: OrderView,
        view: CancelView,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """For one order; *note* stands in the field for the reason already."""
        total = labels.money(order.total_minor, order.currency, symbol=True)
        super().__init__(
            labels.tr("Cancel order {number}?").format(number=order.shown_number),
            theme=kit.theme,
            name="cancel_sheet",
            subtitle=labels.tr("{total}, placed {day}").format(
                total=total, day=_day(order, kit.desk.time_zone)
            ),
            parent=parent,
        )
        theme = kit.theme
        self.view = view
        self.shown_number = order.shown_number
        self._currency = order.currency
        self.changed_banner = Banner(theme=theme, name="cancel_changed_banner", kind="held")
        self._what = TextLabel(theme=theme, tone="muted", wrap=True)
        self.money_banner = Banner(theme=theme, name="cancel_money_banner")
        self.note_row = FieldRow(
            self.tr("Why"), theme=theme, name="cancel_note_edit", advance=False,
            placeholder=self.tr("The caller changed their mind"),
        )  # fmt: skip
        self.note_row.line_edit.setMaxLength(LONGEST_NOTE)
        self.note_row.line_edit.setText(note)
        watch_row(self.note_row)
        self.body.setSpacing(theme.px(12))
        self.body.addWidget(self.changed_banner)
        self.body.addWidget(self.money_banner)
        self.body.addWidget(self.note_row)
        self.body.addWidget(self._what)
        self.body.addStretch(1)
        self.show_view(view)
        self._add_actions(kit)
        self.note_row.line_edit.returnPressed.connect(self._on_cancel_triggered)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The reason."""
        return self.note_row.line_edit

    def show_view(self, view: CancelView) -> None:
        """Say what would be done to the order as it is now."""
        self.view = view
        self._what.setText(labels_change.cancelling_what(view))
        words = labels_change.cancelling_money(view, self._currency)
        self.money_banner.show_message(
            kind="info",
            icon="currency-dollar",
            title=self.tr("What happens to the money"),
            text="\n".join(words),
        )

    def say_changed(self) -> None:
        """The order was changed while the sheet was open; nothing was done."""
        self.changed_banner.show_message(
            kind="held",
            title=self.tr("The order has changed meanwhile"),
            text=self.tr("Nothing was cancelled. Read it again, then decide."),
        )

    def refuse_note(self) -> None:
        """The reason holds what looks like a card number."""
        self.note_row.line_edit.clear()
        self.note_row.set_error(labels.card_wiped())
        self.note_row.line_edit.setFocus()

    def _add_actions(self, kit: PageKit) -> None:
        kit.actions.remove_context(self.sheet_id)
        cancel = kit.actions.add(
            Action("cancel_now", self.tr("Cancel the order"), icon="prohibit",
                   context=self.sheet_id, keys=("F10",)),
            self._on_cancel_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=kit.theme, action=cancel, variant="danger", wide=True, height=36)
        )

    def _on_cancel_triggered(self) -> None:
        note = self.note_row.text().strip()
        if not note:
            self.note_row.set_error(self.tr("Say why: it stands in the order's history."))
            self.note_row.line_edit.setFocus()
            return
        self.note_row.clear_error()
        self.cancel_wanted.emit(note)


def _day(order: OrderView, zone: str) -> str:
    from zoneinfo import ZoneInfo

    placed = order.placed_at or order.updated_at
    return labels.short_date(placed.astimezone(ZoneInfo(zone)).date())
