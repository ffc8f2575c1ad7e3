"""Card, place, confirmation: always in the same place."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.pages.call_desk.kit import DeskKit
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.text_label import TextLabel


class PayPanel(Panel):
    """F8, F10, F9 at the bottom right, and why F10 cannot be used yet."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions card, finish and confirmation."""
        super().__init__("", theme=kit.theme, name="pay_panel", parent=parent)
        theme, actions = kit.theme, kit.actions
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("credit-card", theme=theme))
        self._state = TextLabel(theme=theme)
        row.addWidget(self._state, 1)
        self.card_button = KeyButton(
            theme=theme, action=actions.get("card"), variant="primary", wide=True
        )
        self.place_button = KeyButton(
            theme=theme, action=actions.get("finish"), wide=True, height=36
        )
        self._reason = ReasonLabel(theme=theme, action=actions.get("finish"))
        self.confirmation_button = KeyButton(
            theme=theme, action=actions.get("confirmation"), wide=True, height=36
        )
        self.body.setSpacing(theme.px(8))
        self.body.addLayout(row)
        self.body.addWidget(self.card_button)
        self.body.addWidget(self.place_button)
        self.body.addWidget(self._reason)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.confirmation_button)
        self.show_card("")

    def lead_with(self, action_id: str) -> None:
        """Which of card and finish is the one that goes on."""
        for button, name in ((self.card_button, "card"), (self.place_button, "finish")):
            leads = name == action_id
            button.set_variant("primary" if leads else "plain", height=40 if leads else 36)

    def show_card(self, words: str) -> None:
        """ "Visa ending 4242", or "" while no card has been taken."""
        self._state.setText(words or self.tr("No card taken yet"))
