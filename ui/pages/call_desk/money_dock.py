"""The money and the actions where the page is narrow: one bar at the bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.order_views import OrderView
from ui import labels, labels_counts
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.text_label import TextLabel

_FIXED, _MAXIMUM = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum


class MoneyDock(Panel):
    """Total, then F9, F10 and F8, F8 outermost; under them its parts, and why F10 cannot be used."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions confirmation, finish and card."""
        super().__init__("", theme=kit.theme, name="money_dock", parent=parent)
        self._kit = kit
        theme, actions = kit.theme, kit.actions
        self.setAccessibleName(self.tr("Money and actions"))
        self._caption = TextLabel(theme=theme, role="caption", tone="muted")
        self._total = MoneyLabel(theme=theme, role="head")
        self._total.setObjectName("dock_total_label")
        self._parts = ElidedLabel(theme=theme, role="caption", tone="muted")
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
            # Where there is no room for all words, those of F9 are cut: its key stands whole.
            across = _MAXIMUM if action_id == "confirmation" else _FIXED
            button.setSizePolicy(across, _FIXED)
            button.set_compact(True)
            button.setObjectName(f"dock_{action_id}_button")
            self._buttons.addWidget(button)
        figures = QVBoxLayout()
        figures.setSpacing(0)
        figures.addWidget(self._caption)
        figures.addWidget(self._total)
        self._total.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._dock_row = QHBoxLayout()
        self._dock_row.addLayout(figures)
        self._dock_row.addStretch(1)
        self._dock_row.addLayout(self._buttons)
        self._reason = ReasonLabel(theme=theme, action=actions.get("finish"))
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._parts, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self._reason, 1)
        self.body.addLayout(self._dock_row)
        self.body.addLayout(self._foot)
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
            self._foot.setSpacing(px(16))
