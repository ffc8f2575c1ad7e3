"""The order, read only: item, quantity, amount, and the sums."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.order_views import OrderView
from ui import labels
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.hairline import Hairline
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.text_label import TextLabel

MOST_SHOWN = 40
"""Lines drawn one by one; of a longer order the rest is counted in a last row."""


class SummaryPanel(Panel):
    """Lines and sums while they cannot be changed. The lines scroll, the sums do not."""

    def __init__(
        self, *, kit: DeskKit, name: str, caption: str, parent: QWidget | None = None
    ) -> None:
        """*caption* says why it is read only."""
        super().__init__(
            labels.tr("Order"), theme=kit.theme, name=name, title_role="strong", parent=parent
        )
        self._kit = kit
        self.add_trailing(TextLabel(caption, theme=kit.theme, role="caption", tone="muted"))
        self._lines_area = ScrollColumn(name=f"{name}_area")
        self._sums = QGridLayout()
        self._sums.setColumnStretch(0, 1)
        self.body.addWidget(self._lines_area, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._sums)

    def show_order(self, view: OrderView) -> None:
        """Show *view*."""
        self.set_title(self.tr("Order {number}").format(number=view.shown_number))
        while (old := self._lines_area.column.takeAt(0)) is not None:
            holder = old.widget()
            if holder is not None:
                holder.hide()
                holder.deleteLater()
        self._lines_area.column.addWidget(self._lines(view))
        while (item := self._sums.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = [
            (self.tr("{n} pieces").format(n=view.piece_count), view.subtotal_minor),
            (self.tr("Discounts"), -view.discount_minor),
            (self.tr("Shipping, {method}").format(method=view.shipping_name), view.shipping_minor),
            (self.tr("Tax"), view.tax_minor),
        ]
        for row, (words, minor) in enumerate(rows):
            amount = labels.money(minor, view.currency, symbol=True)
            self._sums.addWidget(TextLabel(words, theme=self._kit.theme, tone="muted"), row, 0)
            self._sums.addWidget(MoneyLabel(amount, theme=self._kit.theme), row, 1)

    def _lines(self, view: OrderView) -> QWidget:
        theme, px = self._kit.theme, self._kit.theme.px
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setVerticalSpacing(px(6))
        grid.setHorizontalSpacing(px(12))
        grid.setColumnStretch(1, 1)
        heads = ("", self.tr("Item"), self.tr("Qty"), self.tr("Amount"))
        for column, head in enumerate(heads):
            label = TextLabel(head, theme=theme, role="caption", tone="muted")
            if column > 1:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, column)
        for row, line in enumerate(view.lines[:MOST_SHOWN], start=1):
            grid.addWidget(TextLabel(str(row), theme=theme, tone="muted"), row, 0)
            grid.addWidget(ElidedLabel(line.name, theme=theme), row, 1)
            grid.addWidget(MoneyLabel(str(line.quantity), theme=theme), row, 2)
            amount = labels.money(line.amount_minor, view.currency)
            grid.addWidget(MoneyLabel(amount, theme=theme, role="strong"), row, 3)
        more = len(view.lines) - MOST_SHOWN
        if more > 0:
            words = self.tr("and {n} more lines").format(n=more)
            grid.addWidget(TextLabel(words, theme=theme, tone="muted"), MOST_SHOWN + 1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return holder
