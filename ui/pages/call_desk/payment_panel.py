"""The right side while the money is dealt with: card window, result, read-back."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Action, DeskAction
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_words import PaymentWords
from ui.widgets.facts import Facts
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.say_box import SayBox
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.spoken import say_aloud
from ui.widgets.text_label import TextLabel

CARD_WINDOW_HEIGHT = 380
LEAST_CARD_WINDOW_HEIGHT = 300
_PRIMARY = frozenset({"finish", "card", "confirmation"})
WORDS_HEIGHT = 90
CARD_WINDOW_TOP = 46
"""Where the card window lies: from so far below the panel's top, and how high (LOOKS §4.2)."""


class PaymentPanel(Panel):
    """Title and total, then one state: one icon, one word, facts, what to say, what to press.

    `card_anchor` is the place that the card window covers; the rest of the panel stays in view. What
    is said scrolls where there is no room; the buttons never do.

    Signals:
        back_wanted: Esc, or its button: back to the order, which has not been placed.
    """

    back_wanted = Signal()

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions card, tender, finish, confirmation, park and wrap_up."""
        super().__init__(
            self.tr("Payment"), theme=kit.theme, name="payment_panel",
            action=kit.actions.get("card"), parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._state = "none"
        theme = kit.theme
        self.add_trailing(TextLabel(self.tr("Total"), theme=theme, tone="muted"))
        self._total = MoneyLabel(theme=theme, role="head")
        self._total.setObjectName("payment_total_label")
        self.add_trailing(self._total)
        self._build_anchor()
        self._line = Hairline()
        self._result_icon = IconLabel(theme=theme, size=36)
        self._result_word = TextLabel(theme=theme, role="head")
        self._result_word.setObjectName("payment_result_label")
        self._result_detail = TextLabel(theme=theme, tone="muted", wrap=True)
        self._result_detail.setObjectName("payment_detail_label")
        self._number = TextLabel(theme=theme, role="total")
        self._number.setObjectName("order_number_label")
        self._number_words = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._facts = Facts(theme=theme, name="payment_facts")
        self._say = SayBox(theme=theme, role="say_large")
        self._note = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._build()
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
        changed, self._state = words.state != self._state, words.state
        self.card_anchor.setVisible(window)
        self._line.setVisible(not window)
        self._result.setVisible(not window)
        self._result_icon.set_icon(words.icon, words.tone)
        self._result_word.setText(words.title)
        self._result_word.set_tone(words.kind)
        for label, text in (
            (self._result_detail, words.detail),
            (self._number, words.order_number),
            (self._number_words, words.spoken),
            (self._note, words.note),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._facts.show_facts(list(words.facts))
        self._facts.setVisible(bool(words.facts))
        self._say.say(words.say, kind=words.say_kind)
        self._place_buttons(words.buttons)
        self._order_tabs(words.buttons)
        self._reason.setVisible(words.state == "unknown")
        said = " ".join(part for part in (words.title, words.detail, words.say) if part)
        self.setAccessibleDescription(said)
        if changed and words.title:
            say_aloud(self, said)

    def focus_primary(self) -> None:
        """Put the focus on the one button that goes on."""
        for name in ("finish", "confirmation", "card", "park"):
            button = self._buttons[name]
            if not button.isHidden() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def area_hints(self) -> AreaHints:
        """The name of the area; its keys stand on its buttons."""
        return AreaHints(self.tr("Payment"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card window gives way where the page is low."""
        super().resizeEvent(event)
        self._fit_anchor()

    def _build_anchor(self) -> None:
        self.card_anchor = QWidget(self)
        self.card_anchor.setObjectName("card_anchor")
        column = QVBoxLayout(self.card_anchor)
        words = self.tr("The card window is open over this panel.")
        column.addWidget(TextLabel(words, theme=self._kit.theme, tone="muted", wrap=True))
        column.addStretch(1)

    def _build(self) -> None:
        self._result = QWidget()
        self._result_row = QHBoxLayout(self._result)
        self._result_row.setContentsMargins(0, 0, 0, 0)
        self._result_row.addWidget(self._result_icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._result_word)
        words.addWidget(self._result_detail)
        self._result_row.addLayout(words, 1)
        self._words = ScrollColumn(name="payment_words_area")
        self._words.setMinimumHeight(1)
        for widget in (
            self._result, self._number, self._number_words, self._facts, self._say, self._note,
        ):  # fmt: skip
            self._words.column.addWidget(widget)
        self._words.column.addStretch(1)
        self.body.addWidget(self._line)
        self.body.addWidget(self.card_anchor)
        self.body.addWidget(self._words, 1)
        self._build_buttons()

    def _build_buttons(self) -> None:
        theme, actions = self._kit.theme, self._kit.actions
        self._back_action = DeskAction(
            action=Action("back_to_order", self.tr("Back to the order"), icon="x", keys=("Esc",)),
            parent=self,
        )
        # The key is heard by the page; this only carries the words.
        self._back_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._back_action.triggered.connect(self.back_wanted)
        self._buttons = {
            name: KeyButton(theme=theme, action=actions.get(name), wide=True, height=36)
            for name in (
                "finish",
                "confirmation",
                "card",
                "card_unpaused",
                "tender",
                "wrap_up",
                "park",
            )
        }
        self._buttons["back"] = KeyButton(
            theme=theme, action=self._back_action, wide=True, height=36
        )
        for name, button in self._buttons.items():
            button.setParent(self)  # shown before it stands in the grid it would be a window
            button.setObjectName(f"payment_{name}_button")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._reason = ReasonLabel(theme=theme, action=actions.get("card"))
        self._reason.setObjectName("payment_reason_label")
        self._button_grid = QGridLayout()
        for column in range(2):
            self._button_grid.setColumnStretch(column, 1)
        self.body.addLayout(self._button_grid)
        self.body.addWidget(self._reason)

    def _place_buttons(self, shown: tuple[str, ...]) -> None:
        """The first is the primary one, over the whole width; the others two by two under it."""
        for button in self._buttons.values():
            self._button_grid.removeWidget(button)
        for at, name in enumerate(shown):
            button, primary = self._buttons[name], at == 0 and name in _PRIMARY
            button.set_variant("primary" if primary else "plain", height=40 if primary else 36)
            if primary:
                self._button_grid.addWidget(button, 0, 0, 1, 2)
            else:
                under = at - 1 if shown[0] in _PRIMARY else at
                self._button_grid.addWidget(button, 1 + under // 2, under % 2)
        for name, button in self._buttons.items():
            button.setVisible(name in shown)

    def _order_tabs(self, shown: tuple[str, ...]) -> None:
        for before, after in pairwise(shown):
            QWidget.setTabOrder(self._buttons[before], self._buttons[after])

    def _fit_anchor(self) -> None:
        px = self._kit.theme.px
        room = self.height() - px(CARD_WINDOW_TOP) - px(14)
        with_words = max(px(LEAST_CARD_WINDOW_HEIGHT), room - px(WORDS_HEIGHT))
        height = min(px(CARD_WINDOW_HEIGHT), with_words, room)
        self.card_anchor.setFixedHeight(max(1, height))

    def _on_card_theme_changed(self) -> None:
        px = self._kit.theme.px
        self.body.setSpacing(px(12))
        self._words.column.setSpacing(px(12))
        self._result_row.setSpacing(px(12))
        self._button_grid.setHorizontalSpacing(px(8))
        self._button_grid.setVerticalSpacing(px(8))
        self._fit_anchor()
