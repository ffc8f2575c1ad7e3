"""The right side while the money is dealt with: card window, result, read-back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_words import PaymentWords
from ui.widgets.facts import Facts
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.polish import set_look
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.say_box import SayBox
from ui.widgets.text_label import TextLabel

CARD_WINDOW_HEIGHT = 380
CARD_WINDOW_TOP = 46
"""Where the card window lies: from so far below the panel's top, and how high (LOOKS §4.2)."""


class PaymentPanel(Panel):
    """Title and total, then one state: one icon, one word, facts, what to say, what to press.

    `card_anchor` is the place that the card window covers; the rest of the panel stays in view.
    """

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions card, finish, confirmation, park and wrap_up."""
        super().__init__(
            self.tr("Payment"), theme=kit.theme, name="payment_panel",
            action=kit.actions.get("card"), parent=parent,
        )  # fmt: skip
        self._kit = kit
        theme = kit.theme
        total_word = TextLabel(self.tr("Total"), theme=theme, tone="muted")
        self._total = MoneyLabel(theme=theme, role="head")
        self.add_trailing(total_word)
        self.add_trailing(self._total)
        self.card_anchor = QWidget(self)
        self.card_anchor.setObjectName("card_anchor")
        self._window_open = TextLabel(
            self.tr("The card window is open over this panel."),
            theme=theme,
            tone="muted",
            wrap=True,
        )
        anchor_column = QVBoxLayout(self.card_anchor)
        anchor_column.addWidget(self._window_open)
        anchor_column.addStretch(1)
        self._line = Hairline()
        self._result = QWidget()
        self._result_icon = IconLabel(theme=theme, size=36)
        self._result_word = TextLabel(theme=theme, role="head")
        self._result_word.setObjectName("payment_result_label")
        self._result_detail = TextLabel(theme=theme, tone="muted", wrap=True)
        self._build_result()
        self._number = TextLabel(theme=theme, role="total")
        self._number.setObjectName("order_number_label")
        self._number_words = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._facts = Facts(theme=theme, name="payment_facts")
        self._say = SayBox(theme=theme, role="say_large")
        self._note = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.body.setSpacing(theme.px(12))
        for widget in (self._line, self._result, self._number, self._number_words):
            self.body.addWidget(widget)
        self.body.addWidget(self.card_anchor)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._say)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self._build_buttons()
        theme.theme_changed.connect(self._on_card_theme_changed)
        self._on_card_theme_changed()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_words(PaymentWords(state="none"))

    def show_total(self, amount: str) -> None:
        """The order's total, in the title row."""
        self._total.set_amount(amount)

    def show_words(self, words: PaymentWords) -> None:
        """Show one state of the payment."""
        window = words.state == "card_window"
        self.card_anchor.setVisible(window)
        self._line.setVisible(not window)
        self._result.setVisible(not window)
        self._result_icon.set_icon(words.icon, words.tone)
        self._result_word.setText(words.title)
        set_look(self._result_word, "tone", words.kind)
        self._result_detail.setText(words.detail)
        self._number.setText(words.order_number)
        self._number.setVisible(bool(words.order_number))
        self._number_words.setText(words.spoken)
        self._number_words.setVisible(bool(words.spoken))
        self._facts.show_facts(list(words.facts))
        self._facts.setVisible(bool(words.facts))
        self._say.say(words.say, kind=words.say_kind)
        self._note.setText(words.note)
        self._note.setVisible(bool(words.note))
        for name, button in self._buttons.items():
            button.setVisible(name in words.buttons)
        self._reason.setVisible("card" in words.buttons)
        self.setAccessibleDescription(f"{words.title}. {words.detail} {words.say}")
        # Qt misses that wrapped text of another length wants another height.
        self.body.invalidate()
        self._outer.invalidate()

    def focus_primary(self) -> None:
        """Put the focus on the one button that goes on."""
        for name in ("finish", "confirmation", "card"):
            button = self._buttons[name]
            if not button.isHidden() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _build_result(self) -> None:
        row = QHBoxLayout(self._result)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._kit.theme.px(12))
        row.addWidget(self._result_icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._result_word)
        words.addWidget(self._result_detail)
        row.addLayout(words, 1)

    def _build_buttons(self) -> None:
        theme, actions = self._kit.theme, self._kit.actions
        self._buttons = {
            "finish": KeyButton(
                theme=theme, action=actions.get("finish"), variant="primary", wide=True
            ),
            "confirmation": KeyButton(
                theme=theme, action=actions.get("confirmation"), wide=True, height=36
            ),
            "card": KeyButton(theme=theme, action=actions.get("card"), wide=True, height=36),
            "wrap_up": KeyButton(theme=theme, action=actions.get("wrap_up"), wide=True, height=36),
            "park": KeyButton(theme=theme, action=actions.get("park"), wide=True, height=36),
        }
        for name, button in self._buttons.items():
            button.setObjectName(f"payment_{name}_button")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self._buttons["finish"])
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for name in ("confirmation", "card", "wrap_up", "park"):
            row.addWidget(self._buttons[name])
        self.body.addLayout(row)
        self._reason = ReasonLabel(theme=theme, action=actions.get("card"))
        self.body.addWidget(self._reason)

    def _on_card_theme_changed(self) -> None:
        px = self._kit.theme.px
        self.card_anchor.setFixedHeight(px(CARD_WINDOW_HEIGHT))
