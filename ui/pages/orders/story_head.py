"""The head of a story: which order, how it stands, whose it is, and what it comes to."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.opt_out_shapes import Standing
from desktop.services.order_story_shapes import OrderStory
from ui import labels, labels_opt_outs, labels_orders
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel


class StoryHead(QWidget):
    """Number and pills, the customer under them, the total at the right (once per page)."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without an order."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("story_head")
        self.setAccessibleName(self.tr("Order"))
        self.number_label = TextLabel(theme=theme, role="head")
        self.number_label.setObjectName("story_number_label")
        self.state_pill = Pill(theme=theme)
        self.state_pill.setObjectName("story_state_pill")
        self.promise_pill = Pill(theme=theme, kind="held", icon="warning-fill")
        self.promise_pill.setObjectName("story_promise_pill")
        self.customer_label = ElidedLabel(theme=theme, tone="muted")
        self.customer_label.setObjectName("story_customer_label")
        self.total_label = TextLabel(theme=theme, role="total")
        self.total_label.setObjectName("story_total_label")
        self._top = QHBoxLayout()
        self._top.addWidget(self.number_label)
        self._top.addWidget(self.state_pill)
        self._top.addWidget(self.promise_pill)
        self._top.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(self._top)
        words.addWidget(self.customer_label)
        self._opted_out = QWidget(self)
        self._opted_row = QHBoxLayout(self._opted_out)
        self._opted_row.setContentsMargins(0, 0, 0, 0)
        self._opted_row.addWidget(IconLabel("prohibit", theme=theme, tone="muted", size=14))
        self.opt_out_label = ElidedLabel(theme=theme, role="caption", tone="muted")
        self.opt_out_label.setObjectName("story_opt_out_label")
        self._opted_row.addWidget(self.opt_out_label, 1)
        self._opted_out.hide()
        words.addWidget(self._opted_out)
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.total_label)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_story(self, story: OrderStory) -> None:
        """Show another order."""
        self.number_label.setText(self.tr("Order {number}").format(number=story.shown_number))
        word, kind, icon = labels_orders.state(story.state, held=story.held, unknown=story.unknown)
        self.state_pill.show_state(word, kind=kind, icon=icon)
        risk = story.days_left if story.promise_at_risk else None
        self.promise_pill.setVisible(risk is not None)
        if risk is not None:
            left = self.tr("Promise: {left}").format(left=labels_orders.days_left(risk))
            kind = "bad" if risk < 0 else "held"
            self.promise_pill.show_state(left, kind=kind, icon="warning-fill")
        parts = [story.customer_name or self.tr("Nobody yet")]
        company = story.bill_to.company if story.bill_to else ""
        if company and company != story.customer_name:
            parts.append(company)
        goes_to = story.ship_to or story.bill_to
        if goes_to is not None:
            place = ", ".join(part for part in (goes_to.city, goes_to.state) if part)
            parts.append(self.tr("to {place}").format(place=place))
        self.customer_label.setText(", ".join(parts))
        total = labels.money(story.total_minor, story.currency, symbol=True)
        self.total_label.setText(total)
        self.total_label.setAccessibleName(self.tr("Total {amount}").format(amount=total))
        self.setAccessibleDescription(f"{story.shown_number}, {word}, {', '.join(parts)}, {total}")

    def show_standing(self, standing: Standing) -> None:
        """One line on what they hear no more; their confirmations are not stopped by it."""
        said = " ".join(part for part in _sentences(*labels_opt_outs.opted_out(standing)) if part)
        self.opt_out_label.setText(said)
        self._opted_out.setVisible(bool(said))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._opted_row.setSpacing(px(6))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(12))
        self._top.setSpacing(px(8))


def _sentences(head: str, text: str) -> tuple[str, str]:
    return (f"{head}." if head else ""), text
