"""The panel of the queue: its count, the table, and the filter under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.verification_shapes import HeldOrder
from models.hold import HoldKind
from ui import labels_verification
from ui.actions import DeskAction
from ui.pages.verification.queue_table import QueueTable
from ui.theme import Theme
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel


class QueuePanel(Panel):
    """Held orders, the most urgent first. The filter is said where it is in force."""

    def __init__(
        self, *, theme: Theme, filter_action: DeskAction, parent: QWidget | None = None
    ) -> None:
        """Start empty; *filter_action* opens the list of reasons."""
        super().__init__(
            self.tr("Held orders"), theme=theme, name="queue_panel", flush=True, parent=parent
        )
        self.pill = Pill("0", theme=theme, kind="held", parent=self)
        self._row.insertWidget(1, self.pill)
        order = TextLabel(self.tr("Most urgent first"), theme=theme, role="caption", tone="muted")
        self.add_trailing(order)
        self.table = QueueTable(theme=theme)
        self.filter_button = KeyButton(theme=theme, action=filter_action, variant="quiet")
        self._risk_icon = IconLabel("warning-fill", theme=theme, tone="held_text", size=14)
        self.risk_label = TextLabel(theme=theme, role="caption", tone="held")
        self.risk_label.setObjectName("risk_label")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.filter_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.risk_label)
        self._foot.addWidget(self._risk_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot)
        theme.theme_changed.connect(self._on_queue_theme_changed)
        self._on_queue_theme_changed()

    def show_queue(
        self, rows: Sequence[HeldOrder], *, now: datetime, currency: str, kind: HoldKind | None
    ) -> None:
        """Show *rows*, of which *kind* is the only reason shown, if any."""
        self.table.show_rows(rows, now=now, currency=currency)
        self.pill.show_state(str(len(rows)), kind="held")
        self.pill.setAccessibleName(self.tr("{n} held orders").format(n=len(rows)))
        at_risk = sum(row.at_risk for row in rows)
        self.risk_label.setText(self.tr("Promise at risk: {n}").format(n=at_risk))
        for widget in (self.risk_label, self._risk_icon):
            widget.setVisible(bool(at_risk))
        words = self.tr("All reasons")
        if kind is not None:
            words = self.tr("Only: {reason}").format(
                reason=labels_verification.reason_word(kind)[0]
            )
        self.filter_button.desk_action.set_words(words)

    def _on_queue_theme_changed(self) -> None:
        px = self._theme.px
        self._foot.setContentsMargins(px(6), px(4), px(16), 0)
        self._foot.setSpacing(px(6))
