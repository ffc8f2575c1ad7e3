"""Alt+F: the filters that everybody has, and those that somebody kept."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.services import order_saved_filters
from desktop.services.order_filters import OrderFilter, Preset, preset
from desktop.services.order_saved_filters import Kept
from ui import labels, labels_orders
from ui.actions import Action
from ui.pages.orders.filter_words import filter_words
from ui.pages.orders.kit import OrdersKit
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_ROW = 32


class ShowSheet(SideSheet):
    """Letters jump, Enter shows, Del takes a kept one away.

    Signals:
        filter_chosen(OrderFilter, str name).
        failed(object exc).
    """

    filter_chosen = Signal(object, str)
    failed = Signal(object)

    def __init__(
        self,
        *,
        kit: OrdersKit,
        kept: tuple[Kept, ...],
        current: str,
        parent: QWidget | None = None,
    ) -> None:
        """*current*: the name of the filter that is shown."""
        super().__init__(labels.tr("Show"), theme=kit.theme, name="show_sheet", parent=parent)
        self._kit = kit
        self._rows: list[tuple[str, OrderFilter, Kept | None]] = [
            (labels_orders.preset(which), preset(which), None) for which in Preset
        ]
        self._rows += [(one.name, one.wanted, one) for one in kept]
        self._doomed: Kept | None = None
        self.filter_list: QListWidget = _FilterList()
        self.filter_list.setObjectName("filter_list")
        self.filter_list.setAccessibleName(self.tr("Filters"))
        self.filter_list.setFrameShape(QListWidget.Shape.NoFrame)
        self.filter_list.setFont(kit.theme.font("body"))
        self.says = TextLabel(theme=kit.theme, role="caption", tone="muted", wrap=True)
        self.says.setObjectName("filter_words_label")
        self.body.addWidget(self.filter_list, 1)
        self.foot.addWidget(self.says)
        self._add_actions()
        self._fill(current)
        self.filter_list.currentRowChanged.connect(self._on_list_current_row_changed)
        self.filter_list.itemClicked.connect(lambda _item: self._on_show())
        self._on_list_current_row_changed(self.filter_list.currentRow())
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self.filter_list

    def _add_actions(self) -> None:
        table, theme = self._kit.actions, self._kit.theme
        table.remove_context(self.sheet_id)

        def line(name: str, text: str, icon: str, *keys: str) -> Action:
            return Action(f"show_sheet.{name}", text, icon, self.sheet_id, keys=keys)

        show = line("show", self.tr("Show these"), "list-dashes", "Return", "Enter", "F10")
        self._show = table.add(show, self._on_show, host=self)
        remove = line("remove", self.tr("Remove from the list"), "trash", "Del")
        self._remove = table.add(remove, self._on_remove, host=self)
        self.foot.addWidget(KeyButton(theme=theme, action=self._remove, wide=True))
        self.foot.addWidget(KeyButton(theme=theme, action=self._show, variant="primary", wide=True))

    def _fill(self, current: str) -> None:
        self.filter_list.clear()
        for name, _wanted, one in self._rows:
            words = name if one is None else self.tr("{name}  (kept)").format(name=name)
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(0, self._kit.theme.px(_ROW)))
            self.filter_list.addItem(item)
        names = [name for name, _wanted, _one in self._rows]
        self.filter_list.setCurrentRow(names.index(current) if current in names else 0)

    def _on_list_current_row_changed(self, at: int) -> None:
        self._doomed = None
        if not 0 <= at < len(self._rows):
            return
        _name, wanted, one = self._rows[at]
        words = filter_words(wanted, currency=self._kit.desk.currency)
        self.says.setText(words or self.tr("Every order."))
        everybody = self.tr("Everybody has this one.")
        self._remove.set_reason("" if one is not None else everybody)
        self._remove.set_words(self.tr("Remove from the list"))

    def _on_show(self) -> None:
        at = self.filter_list.currentRow()
        if 0 <= at < len(self._rows):
            name, wanted, _one = self._rows[at]
            self.filter_chosen.emit(wanted, name)
            self.close_sheet()

    def _on_remove(self) -> None:
        """The first Del asks, the second removes."""
        at = self.filter_list.currentRow()
        one = self._rows[at][2] if 0 <= at < len(self._rows) else None
        if one is None:
            return
        if self._doomed != one:
            self._doomed = one
            self._remove.set_words(self.tr("Once more removes {name}").format(name=one.name))
            return
        desk = self._kit.desk
        self._kit.tasks.command(
            self,
            lambda session: order_saved_filters.forget(session, desk, one.id),
            done=lambda _none: self._on_removed(one),
            failed=self.failed.emit,
            changed={"filters"},
            name="forget_filter",
        )

    def _on_removed(self, gone: Kept) -> None:
        at = self.filter_list.currentRow()
        self._rows = [row for row in self._rows if row[2] != gone]
        self._fill(self._rows[min(at, len(self._rows) - 1)][0])


class _FilterList(QListWidget):
    """Enter and Del are the sheet's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            event.ignore()
            return
        super().keyPressEvent(event)
