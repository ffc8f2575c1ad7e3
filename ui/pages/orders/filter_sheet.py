"""F4: which orders are shown, and keeping that under a name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.services import order_saved_filters
from desktop.services.desk import Refused
from desktop.services.order_filters import OrderFilter
from desktop.services.order_saved_filters import Kept
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.orders.filter_form import FilterForm
from ui.pages.orders.kit import OrdersKit
from ui.shortcuts import KEYS
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class FilterSheet(SideSheet):
    """F10 shows; Ctrl+S keeps the filter under the name in the last field, and shows it.

    Signals:
        filter_chosen(OrderFilter, str name): "" for one without a name.
        failed(object exc).
    """

    filter_chosen = Signal(object, str)
    failed = Signal(object)

    def __init__(
        self,
        *,
        kit: OrdersKit,
        wanted: OrderFilter,
        name: str,
        people: Mapping[uuid.UUID, str],
        parent: QWidget | None = None,
    ) -> None:
        """Begin with the filter that is shown, and its name if it was kept."""
        super().__init__(
            labels.tr("Filter the orders"), theme=kit.theme, name="filter_sheet", parent=parent
        )
        self._kit = kit
        self._replaces = ""
        self._is_saving = False
        self.form = FilterForm(kit=kit, people=people)
        self.form.show_filter(wanted)
        self.body.addWidget(self.form)
        self.name_row = FieldRow(
            self.tr("Name, to keep it for the next time"),
            theme=kit.theme,
            name="filter_name_edit",
            advance=False,
        )
        self.name_row.line_edit.setMaxLength(order_saved_filters.LONGEST_NAME)
        self.name_row.line_edit.setText(name)
        self.name_row.line_edit.returnPressed.connect(self._on_name_entered)
        watch_row(self.name_row)
        self.foot.addWidget(self.name_row)
        self._add_actions()
        self.sheet_closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a box shows, as F10 does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._on_show()
            event.accept()
            return
        super().keyPressEvent(event)

    def _add_actions(self) -> None:
        table, theme = self._kit.actions, self._kit.theme
        table.remove_context(self.sheet_id)

        def line(name: str, text: str, icon: str, *keys: str) -> Action:
            return Action(f"filter_sheet.{name}", text, icon, self.sheet_id, keys=keys)

        save = table.add(
            line("keep", self.tr("Keep under this name"), "floppy-disk", *KEYS["save_pdf"]),
            self._on_keep,
            host=self,
        )
        clear = table.add(
            line("clear", self.tr("Nothing ticked"), "arrow-counter-clockwise", "Alt+U"),
            lambda: self.form.show_filter(OrderFilter()),
            host=self,
        )
        show = table.add(
            line("show", self.tr("Show these orders"), "funnel", *KEYS["finish"]),
            self._on_show,
            host=self,
        )
        self.foot.addWidget(KeyButton(theme=theme, action=clear, wide=True))
        self.foot.addWidget(KeyButton(theme=theme, action=save, wide=True))
        self.foot.addWidget(KeyButton(theme=theme, action=show, variant="primary", wide=True))

    def _on_show(self) -> None:
        wanted = self.form.read()
        if wanted is not None:
            self.filter_chosen.emit(wanted, "")
            self.close_sheet()

    def _on_name_entered(self) -> None:
        """Enter keeps what has a name, and shows what has none."""
        if self.name_row.text().strip():
            self._on_keep()
        else:
            self._on_show()

    def _on_keep(self) -> None:
        wanted, name = self.form.read(), self.name_row.text().strip()
        if wanted is None or self._is_saving:
            return
        if not name:
            self.name_row.set_error(self.tr("Type a name for it first."))
            self.name_row.line_edit.setFocus()
            return
        self._is_saving = True
        desk, command_id, replace = self._kit.desk, uuid7(), self._replaces == name
        self._kit.tasks.command(
            self,
            lambda session: order_saved_filters.keep(
                session, desk, name, wanted, replace=replace, command_id=command_id
            ),
            done=self._on_kept,
            failed=lambda error: self._on_not_kept(name, error),
            changed={"filters"},
            name="keep_filter",
        )

    def _on_kept(self, kept: Kept) -> None:
        self.filter_chosen.emit(kept.wanted, kept.name)
        self._kit.announce(
            self.tr("Kept: {name}. Alt+F brings it back.").format(name=kept.name), "ok"
        )
        self.close_sheet()

    def _on_not_kept(self, name: str, error: BaseException) -> None:
        self._is_saving = False
        if isinstance(error, Refused) and error.code == "filter_there":
            self._replaces = name
            words = self.tr("There is one of this name. Once more replaces it.")
        elif isinstance(error, Refused):
            words = {
                "filter_name": self.tr("A name has 1 to {most} letters."),
                "too_many_filters": self.tr("{most} filters are kept already: Del removes one."),
            }.get(error.code, labels.refusal(error))
            words = words.format(**error.values)
        elif isinstance(error, CardNumberRefused):
            words = labels.card_refused()
        else:
            words = self.tr("It could not be kept.")
            self.failed.emit(error)
        self.name_row.set_error(words)
        self.name_row.line_edit.setFocus()
