"""Leaving a change that is not saved: parked, or given up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.order_views import OrderView
from ui import labels, labels_change
from ui.actions import Action
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class LeaveChangeSheet(SideSheet):
    """What would be lost, and the two ways out. Esc goes on with the change.

    Signals:
        park_wanted: keep it in the call, parked.
        give_up_wanted: drop what was keyed; the order stays as it is.
    """

    park_wanted = Signal()
    give_up_wanted = Signal()

    def __init__(self, *, kit: DeskKit, view: OrderView, parent: QWidget | None = None) -> None:
        """For the change *view*."""
        super().__init__(
            labels.tr("Leave this change?"),
            theme=kit.theme,
            name="leave_change_sheet",
            subtitle=labels.tr("It is not saved: order {number} is still as it was.").format(
                number=view.shown_number
            ),
            parent=parent,
        )
        theme = kit.theme
        self.body.addWidget(TextLabel(self.tr("Keyed so far"), theme=theme, role="title"))
        changes = view.change.changes if view.change is not None else ()
        for words in labels_change.changes(changes, view.currency):
            self.body.addWidget(TextLabel(words, theme=theme, wrap=True))
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        park = kit.actions.add(
            Action("park_change", self.tr("Park the call with it"), icon="pause",
                   context=self.sheet_id, keys=("F11",)),
            self._on_park_triggered,
            host=self,
        )  # fmt: skip
        give_up = kit.actions.add(
            Action("give_up_change", self.tr("Give the change up"), icon="x",
                   context=self.sheet_id, keys=("Ctrl+Del",)),
            self._on_give_up_triggered,
            host=self,
        )  # fmt: skip
        self.park_button = KeyButton(theme=theme, action=park, variant="primary", wide=True)
        self.foot.addWidget(self.park_button)
        self.foot.addSpacing(theme.px(8))
        self.foot.addWidget(
            KeyButton(theme=theme, action=give_up, variant="danger", wide=True, height=36)
        )
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """Parking loses nothing."""
        return self.park_button

    def _on_park_triggered(self) -> None:
        self.close_sheet()
        self.park_wanted.emit()

    def _on_give_up_triggered(self) -> None:
        self.close_sheet()
        self.give_up_wanted.emit()
