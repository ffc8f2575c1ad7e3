"""Everything that is to be sent, what was promised first on top, and what is done with all of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services import to_ship
from desktop.services.shipment_shapes import ToShip
from models.order import BackorderChoice
from ui import labels, labels_shipping
from ui.actions import Action, DeskAction
from ui.pages.shipping.kit import ShippingKit
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class ToShipSheet(SideSheet):
    """The list; Enter ships the order in it, the keys below are for the whole list.

    Signals:
        order_chosen(UUID): Enter.
        pick_wanted(tuple of UUID): of these orders; empty: of all.
        manifest_wanted; tracking_wanted.
    """

    order_chosen = Signal(object)
    pick_wanted = Signal(object)
    manifest_wanted = Signal()
    tracking_wanted = Signal()

    def __init__(self, *, kit: ShippingKit, parent: QWidget | None = None) -> None:
        """Reads the list when it opens."""
        super().__init__(
            labels_shipping.tr("To ship"), theme=kit.theme, name="to_ship_sheet", width=860,
            parent=parent,
        )  # fmt: skip
        self._kit = kit
        self.order_table = ListTable(
            theme=kit.theme,
            name="to_ship_table",
            title=self.tr("Orders to ship"),
            columns=(
                ListColumn(self.tr("Leaves by")),
                ListColumn(self.tr("Order"), strong=True),
                ListColumn(self.tr("To"), stretch=True),
                ListColumn(self.tr("Carrier"), tone="muted"),
                ListColumn(self.tr("Here"), right=True),
                ListColumn(self.tr("What to know")),
            ),
        )
        self.empty_state = EmptyState(
            theme=kit.theme, name="to_ship_empty", icon="package",
            head=self.tr("Nothing is to be sent"),
            text=self.tr("Released orders come here by themselves; a held one waits."),
        )  # fmt: skip
        self.empty_state.hide()
        self.body.addWidget(self.order_table, 1)
        self.body.addWidget(self.empty_state, 1)
        self._add_actions()
        self.order_table.row_opened.connect(lambda row: self._choose(row))
        self.sheet_opened.connect(self.read)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self.order_table if self.order_table.isVisibleTo(self) else super().first_field()

    def read(self) -> None:
        """Read the list again."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self, lambda session: to_ship.to_ship(session, desk), done=self._show,
            failed=lambda error: self._kit.problem(error, "to_ship"),
        )  # fmt: skip

    def _add_actions(self) -> None:
        table, theme = self._kit.actions, self._kit.theme
        table.remove_context(self.sheet_id)

        def line(name: str, text: str, icon: str, *keys: str) -> Action:
            return Action(f"to_ship_sheet.{name}", text, icon, self.sheet_id, keys=keys)

        def current() -> None:
            self._choose(self.order_table.current_id)

        def pick_one() -> None:
            self._pick((uuid.UUID(self.order_table.current_id),))

        self._ship = table.add(
            line("ship", self.tr("Ship this order"), "truck", "F10"), current, host=self
        )
        self._pick_all = table.add(
            line("pick_all", self.tr("Pick list of all"), "list-dashes", "Ctrl+P"),
            lambda: self._pick(()), host=self,
        )  # fmt: skip
        self._pick_one = table.add(
            line("pick_one", self.tr("Pick list of this one"), "list-dashes", "Alt+P"), pick_one,
            host=self,
        )  # fmt: skip
        manifest = table.add(
            line("manifest", self.tr("Carrier's file"), "file-text", "Alt+M"),
            lambda: self._leave(self.manifest_wanted), host=self,
        )  # fmt: skip
        tracking = table.add(
            line("tracking", self.tr("Read tracking numbers"), "arrows-clockwise", "Alt+T"),
            lambda: self._leave(self.tracking_wanted), host=self,
        )  # fmt: skip
        grid = QGridLayout()
        plain = (self._pick_all, self._pick_one, manifest, tracking)
        for place, action in enumerate(plain):
            grid.addWidget(KeyButton(theme=theme, action=action, wide=True), place // 2, place % 2)
        self.foot.addLayout(grid)
        self.foot.addWidget(KeyButton(theme=theme, action=self._ship, variant="primary", wide=True))
        self._say_reasons(())

    def _show(self, rows: Sequence[ToShip]) -> None:
        self.order_table.set_rows([self._row(row) for row in rows])
        self.order_table.setVisible(bool(rows))
        self.empty_state.setVisible(not rows)
        self.subtitle_label.setText(
            self.tr(
                "Orders: {orders}. Pieces here: {pieces}. Parcels that wait: {parcels}."
            ).format(
                orders=len(rows),
                pieces=sum(row.ready for row in rows),
                parcels=sum(len(row.packed) for row in rows),
            )
        )
        self.subtitle_label.setVisible(bool(rows))
        self._say_reasons(rows)
        field = self.first_field()
        if field is not None:
            field.setFocus()

    def _say_reasons(self, rows: Sequence[ToShip]) -> None:
        none = "" if rows else self.tr("Nothing is to be sent.")
        nothing = none or ("" if any(r.ready for r in rows) else self.tr("Nothing of it is here."))
        actions: tuple[tuple[DeskAction, str], ...] = (
            (self._ship, none), (self._pick_one, nothing), (self._pick_all, nothing),
        )  # fmt: skip
        for action, reason in actions:
            action.set_reason(reason)

    def _row(self, row: ToShip) -> ListRow:
        by = labels.short_date(row.promise_date) if row.promise_date else self.tr("30 days")
        told = [
            self.tr("Late") if row.late else "",
            self.tr("Packed") if row.packed else "",
            self.tr("Short") if row.short else "",
            self.tr("Together") if row.choice is BackorderChoice.HOLD else "",
        ]
        left = sum(line.left for line in row.lines)
        here = self.tr("{here} of {left}").format(here=row.ready, left=left)
        cells = (
            by,
            row.shown_number,
            row.goes_to,
            row.carrier,
            here,
            ", ".join(filter(None, told)),
        )
        return ListRow(str(row.order_id), cells)

    def _choose(self, row_id: str) -> None:
        if row_id:
            self.close_sheet()
            self.order_chosen.emit(uuid.UUID(row_id))

    def _pick(self, order_ids: tuple[uuid.UUID, ...]) -> None:
        self.close_sheet()
        self.pick_wanted.emit(order_ids)

    def _leave(self, signal: object) -> None:
        self.close_sheet()
        signal.emit()  # type: ignore[attr-defined]
