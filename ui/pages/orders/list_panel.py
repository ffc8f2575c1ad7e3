"""The left side of the orders page: the box, the list, and which filter it shows."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.desk import Desk
from desktop.services.order_search import MOST_COUNTED, OrderCount
from ui import labels_orders
from ui.actions import DeskAction
from ui.pages.orders.order_table import OrderTable
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.hairline import Hairline
from ui.widgets.key_button import KeyButton
from ui.widgets.key_chip import KeyChip
from ui.widgets.panel import Panel
from ui.widgets.search_box import SearchBox
from ui.widgets.text_label import TextLabel


class ListPanel(Panel):
    """The title is the filter's name; how many there are stands beside it."""

    def __init__(
        self,
        *,
        theme: Theme,
        desk: Desk,
        find: DeskAction,
        filter_: DeskAction,
        show: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """Take the actions whose keys and buttons stand in the panel."""
        super().__init__("", theme=theme, name="orders_panel", flush=True, parent=parent)
        self.count_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.count_label.setObjectName("orders_count_label")
        self.add_trailing(self.count_label)
        self.search_box = SearchBox(
            theme=theme,
            country=desk.country,
            name="order_search_edit",
            title=self.tr("Find an order"),
            placeholder=self.tr("Number, name, town, ZIP, phone, tracking, last four, SKU"),
        )
        self.note_label = TextLabel(theme=theme, role="caption", tone="bad", wrap=True)
        self.note_label.setObjectName("search_note_label")
        self.none_label = TextLabel(theme=theme, tone="muted", wrap=True)
        self.none_label.setObjectName("no_orders_label")
        self.table = OrderTable(theme=theme, desk=desk)
        self._box_row = QHBoxLayout()
        self._box_row.addWidget(self.search_box, 1)
        self._box_row.addWidget(KeyChip(find, theme=theme))
        self.filter_button = KeyButton(theme=theme, action=filter_, variant="quiet")
        self.show_button = KeyButton(theme=theme, action=show, variant="quiet")
        self.filter_label = ElidedLabel(theme=theme, role="caption", tone="muted")
        self.filter_label.setObjectName("filter_label")
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.show_button)
        self._foot.addWidget(self.filter_button)
        self._foot.addWidget(self.filter_label, 1)
        self.body.addLayout(self._box_row)
        self.body.addWidget(self.note_label)
        self.body.addWidget(self.none_label)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot)
        self.say_refused("")
        self.say_none("")
        self.setAccessibleName(self.tr("Orders"))
        theme.theme_changed.connect(self._on_lists_theme_changed)
        self._on_lists_theme_changed()

    def say_filter(self, name: str, words: str) -> None:
        """Say which filter is shown, and what it asks for."""
        self.set_title(name)
        self.setAccessibleName(self.tr("Orders"))
        self.filter_label.setText("" if words == name else words)

    def say_count(self, number: OrderCount | None) -> None:
        """Say how many there are; None: it is being counted."""
        if number is None:
            self.count_label.setText(self.tr("searching"))
            return
        whole = number.count >= MOST_COUNTED
        self.count_label.setText(labels_orders.found(number.count, more=number.more, whole=whole))

    def say_refused(self, words: str) -> None:
        """Why what was typed was wiped; "" for nothing."""
        self.note_label.setText(words)
        self.note_label.setVisible(bool(words))

    def say_none(self, words: str) -> None:
        """Why the list is empty; "" while it is not."""
        self.none_label.setText(words)
        self.none_label.setVisible(bool(words))

    def _on_lists_theme_changed(self) -> None:
        px = self._theme.px
        self._box_row.setContentsMargins(px(16), px(2), px(16), px(6))
        self._box_row.setSpacing(px(8))
        self._foot.setContentsMargins(px(6), px(4), px(16), px(2))
        self._foot.setSpacing(px(4))
        self.note_label.setContentsMargins(px(16), 0, px(16), px(4))
        self.none_label.setContentsMargins(px(16), px(8), px(16), px(8))
