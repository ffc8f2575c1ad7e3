"""The money and the actions where the page is narrow: one bar at the bottom."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.order_views import OrderView
from ui import labels, labels_counts
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.reason_label import ReasonLabel


class MoneyDock(Panel):
    """Total with its parts, then F9, F10 and F8, F8 outermost; why F10 cannot be used under them."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions confirmation, finish and card."""
        super().__init__("", theme=kit.theme, name="money_dock", parent=parent)
        self._kit = kit
        theme, actions = kit.theme, kit.actions
        self.setAccessibleName(self.tr("Money and actions"))
        self._caption = ElidedLabel(theme=theme, role="caption", tone="muted")
        self._total = MoneyLabel(theme=theme, role="head")
        self._total.setObjectName("dock_total_label")
        self._parts = ElidedLabel(theme=theme, role="caption", tone="muted")
        sums = QVBoxLayout()
        sums.setSpacing(0)
        for label in (self._caption, self._parts):
            sums.addWidget(label)
        self._buttons = QHBoxLayout()
        for action_id in ("confirmation", "finish", "card"):
            variant = "primary" if action_id == "card" else "plain"
            button = KeyButton(
                theme=theme,
                action=actions.get(action_id),
                variant=variant,  # type: ignore[arg-type]
                wide=True,
                height=36,
            )
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.set_compact(True)
            button.setObjectName(f"dock_{action_id}_button")
            self._buttons.addWidget(button)
        self._dock_row = QHBoxLayout()
        self._dock_row.addWidget(self._total)
        self._dock_row.addLayout(sums, 1)
        self._dock_row.addLayout(self._buttons)
        self._reason = ReasonLabel(theme=theme, action=actions.get("finish"))
        self.body.addLayout(self._dock_row)
        self.body.addWidget(self._reason)
        self.show_order(None)
        self._on_theme_changed()

    def show_order(self, view: OrderView | None) -> None:
        """Show the sums of an order, or zeros."""
        currency = self._kit.desk.currency
        total = labels.money(view.total_minor if view else 0, currency, symbol=True)
        self._total.set_amount(total)
        self._total.setAccessibleName(self.tr("Total {amount}").format(amount=total))
        lines = labels_counts.lines(len(view.lines) if view else 0)
        self._caption.setText(self.tr("Total, {lines}").format(lines=lines))
        if view is None:
            self._parts.setText("")
            return
        words = self.tr("Shipping {shipping}, {tax_words} {tax}")
        self._parts.setText(
            words.format(
                shipping=labels.money(view.shipping_minor, currency, symbol=True),
                tax_words=labels.tax_words(
                    rate_ppm=view.tax_rate_ppm,
                    is_estimate=view.tax_is_estimate,
                    exempt=bool(view.tax_exempt_certificate),
                ),
                tax=labels.money(view.tax_minor, currency, symbol=True),
            )
        )

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        row = getattr(self, "_dock_row", None)
        if row is not None:
            px = self._theme.px
            self._outer.setContentsMargins(0, px(8), 0, px(8))
            row.setSpacing(px(12))
            self._buttons.setSpacing(px(8))
