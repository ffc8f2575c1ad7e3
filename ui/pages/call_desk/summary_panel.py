"""The order, read only: item, quantity, amount, and the sums."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.order_views import OrderView
from ui import labels, labels_counts, labels_coupons, labels_shipping
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

    def __init__(self, *, kit: DeskKit, name: str, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(
            labels.tr("Order"), theme=kit.theme, name=name, title_role="strong", parent=parent
        )
        self._kit = kit
        self._caption = TextLabel(theme=kit.theme, role="caption", tone="muted")
        self.add_trailing(self._caption)
        self._lines_area = ScrollColumn(name=f"{name}_area")
        self._lines_area.setMinimumHeight(1)
        self._sums = QGridLayout()
        self._sums.setColumnStretch(0, 1)
        self.body.addWidget(self._lines_area, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._sums)

    def show_order(self, view: OrderView, *, caption: str) -> None:
        """Show *view*; *caption* says why it is read only."""
        self.set_title(self.tr("Order {number}").format(number=view.shown_number))
        self._caption.setText(caption)
        while (old := self._lines_area.column.takeAt(0)) is not None:
            _drop(old.widget())
        self._lines_area.column.addWidget(self._lines(view))
        self._lines_area.column.addStretch(1)
        while (item := self._sums.takeAt(0)) is not None:
            _drop(item.widget())
        self._sums.setVerticalSpacing(self._kit.theme.px(4))
        for row, (words, minor) in enumerate(self._rows(view)):
            amount = labels.money(minor, view.currency, symbol=True)
            self._sums.addWidget(TextLabel(words, theme=self._kit.theme, tone="muted"), row, 0)
            self._sums.addWidget(MoneyLabel(amount, theme=self._kit.theme), row, 1)
        self._lines_area.updateGeometry()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines and sums need; the page gives less where it has less."""
        inner = self._lines_area.holder.sizeHint().height()
        sums = self._sums.sizeHint().height()
        px = self._theme.px
        return QSize(px(320), inner + sums + px(24 + 10 + 4 + 14 + 24))

    def _rows(self, view: OrderView) -> list[tuple[str, int]]:
        counts = self.tr("{lines}, {pieces}").format(
            lines=labels_counts.lines(len(view.lines)),
            pieces=labels_counts.pieces(view.piece_count),
        )
        shipping = labels_shipping.shipping_words(view)
        tax = labels.tax_words(
            rate_ppm=view.tax_rate_ppm,
            is_estimate=view.tax_is_estimate,
            exempt=bool(view.tax_exempt_certificate),
        )
        rows = [(counts, view.subtotal_minor)]
        if view.line_discounts_minor:
            rows.append((self.tr("Discounts"), -view.line_discounts_minor))
        rows += labels_coupons.rows_of(view.coupon)
        return [*rows, (shipping, view.full_shipping_minor), (tax, view.tax_minor)]

    def _lines(self, view: OrderView) -> QWidget:
        theme, px = self._kit.theme, self._kit.theme.px
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, px(4))
        grid.setVerticalSpacing(px(5))
        grid.setHorizontalSpacing(px(12))
        grid.setColumnStretch(1, 1)
        heads = ("", self.tr("Item"), self.tr("Qty"), self.tr("Amount"))
        for column, head in enumerate(heads):
            label = TextLabel(head, theme=theme, role="caption", tone="muted")
            if column > 1:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, column)
        grid.addWidget(Hairline(), 1, 0, 1, 4)
        at = 2
        for number, line in enumerate(view.lines[:MOST_SHOWN], start=1):
            if number > 1:
                grid.addWidget(Hairline(), at, 0, 1, 4)
                at += 1
            grid.addWidget(TextLabel(str(number), theme=theme, tone="muted"), at, 0)
            grid.addWidget(ElidedLabel(line.name, theme=theme), at, 1)
            grid.addWidget(MoneyLabel(str(line.quantity), theme=theme), at, 2)
            amount = labels.money(line.amount_minor, view.currency)
            grid.addWidget(MoneyLabel(amount, theme=theme, role="strong"), at, 3)
            at += 1
        more = len(view.lines) - MOST_SHOWN
        if more > 0:
            words = self.tr("and {lines} more").format(lines=labels_counts.lines(more))
            grid.addWidget(TextLabel(words, theme=theme, tone="muted"), at, 1)
        return holder


def _drop(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.deleteLater()
