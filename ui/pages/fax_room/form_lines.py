"""The items that are keyed from a fax: one field to find them, a short list of what is there."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services import catalogue
from desktop.services.catalogue import Item
from desktop.services.order_views import OrderView
from desktop.services.orders import DraftLine
from models import card_guard
from models.ids import uuid7
from ui import labels, labels_fax, labels_items
from ui.actions import Action, ActionTable
from ui.pages.fax_room.context import CONTEXT
from ui.pages.fax_room.kit import FaxRoomKit
from ui.pages.fax_room.near_items import Found, find
from ui.tables.entry_field import EntryField
from ui.tables.line_row import Candidate
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.tables.quantity_field import QuantityField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow

_ROW = 30
_QUANTITY = 2
_FEWEST_ROWS = 2


@dataclass(frozen=True)
class _Known:
    sku: str
    name: str
    price_minor: int


class FormLines(QWidget):
    """Enter takes an item and asks how many; Enter again goes back for the next one.

    What is listed has the price of the catalogue at once, and that of the draft when it is saved.

    Signals:
        lines_changed: ``lines`` is other than it was.
        quantity_asked: a field for it has opened over the list.
    """

    lines_changed = Signal()
    quantity_asked = Signal()

    def __init__(self, *, kit: FaxRoomKit, parent: QWidget | None = None) -> None:
        """Start without lines."""
        super().__init__(parent)
        self._kit = kit
        self._known: dict[uuid.UUID, _Known] = {}
        self._amounts: dict[uuid.UUID, tuple[int, int]] = {}
        self._near: tuple[str, uuid.UUID] | None = None
        self.lines: tuple[DraftLine, ...] = ()
        self.setAccessibleName(self.tr("Items"))
        theme = kit.theme
        self.entry = EntryField(theme=theme, pass_key=self._pass_key, parent=self)
        self.row = FieldRow(
            self.tr("SKU, barcode or words"), theme=theme, name="fax_entry_edit",
            editor=self.entry, advance=False,
        )  # fmt: skip
        self.entry.setPlaceholderText("")
        self.table = _LinesTable(theme=theme)
        self.quantity = QuantityField(pass_key=lambda _event: False, parent=self.table.viewport())
        self.quantity.setObjectName("fax_quantity_edit")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.row)
        self._column.addWidget(self.table)
        self._add_actions(kit.actions)
        self._connect()
        self._fit()

    @property
    def goods_minor(self) -> int:
        """What the lines come to by the prices known here."""
        return sum(self._amount(line) for line in self.lines)

    def show_lines(self, lines: Sequence[DraftLine], view: OrderView | None) -> None:
        """Show other lines, with the prices of the saved draft where there is one."""
        self.quantity.close_quietly()
        self.entry.wipe()
        self.row.clear_error()
        self.lines = tuple(lines)
        self.show_order(view)

    def show_order(self, view: OrderView | None) -> None:
        """The draft is saved: its prices are the ones that count."""
        for line in view.lines if view is not None else ():
            self._known[line.variant_id] = _Known(line.sku, line.name, line.unit_price_minor)
            self._amounts[line.id] = (line.quantity, line.amount_minor)
        self._list()

    def drop(self, text: str) -> None:
        """Look for words of the page as if they had been typed."""
        self.entry.take_code(text)

    def take_escape(self) -> bool:
        """Esc is the page's key; here it leaves the pieces as they were, or closes what is offered."""
        if self.quantity.isVisible():
            self.quantity.close_quietly()
            self._go_to_entry()
            return True
        if self.entry.popup.isVisible():
            self.entry.popup.hide()
            return True
        return False

    def _connect(self) -> None:
        self.entry.search_requested.connect(self._on_entry_search_requested)
        self.entry.candidate_chosen.connect(self._on_entry_candidate_chosen)
        self.entry.note_changed.connect(self._on_entry_note_changed)
        self.entry.emptied_by_enter.connect(self._on_entry_emptied_by_enter)
        self.table.row_opened.connect(self._ask_quantity)
        self.quantity.quantity_entered.connect(self._on_quantity_entered)
        self.quantity.code_typed.connect(self._on_quantity_code_typed)
        self.quantity.finished.connect(self._go_to_entry)
        self.quantity.given_up.connect(self._go_to_entry)
        self._kit.theme.theme_changed.connect(self._fit)

    def _add_actions(self, table: ActionTable) -> None:
        line = Action(
            f"{CONTEXT}.remove_line", self.tr("Remove the line"), "trash", CONTEXT, keys=("Del",)
        )
        table.add(line, self._remove, host=self.table, in_focus=True)

    # Finding

    def _on_entry_search_requested(self, text: str) -> None:
        if card_guard.looks_like_card(text) and not catalogue.is_barcode(text):
            self.entry.wipe()
            self.row.set_error(labels.card_wiped())
            return
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: find(session, desk, text),
            done=lambda found: self._on_items_found(text, found),
        )

    def _on_items_found(self, text: str, found: Found) -> None:
        for item in found.items:
            self._known[item.id] = _Known(item.sku, item.name, item.price_minor)
        was_waiting = text in self.entry.waiting
        offered = [self._candidate(item) for item in found.items]
        if not found.is_near:
            self.entry.answer(text, offered)
            return
        self.entry.answer(text, [])
        if was_waiting:
            self._say_near(text, found.items[0] if found.items else None)

    def _say_near(self, text: str, near: Item | None) -> None:
        """The first Enter says what was meant, the second takes it."""
        if near is not None and self._near == (text, near.id):
            self.entry.wipe()
            self.row.clear_error()
            self._on_entry_candidate_chosen(str(near.id))
            return
        self._near = (text, near.id) if near is not None else None
        self.row.set_error(labels_fax.no_such_sku(text, near.sku if near is not None else ""))

    def _candidate(self, item: Item) -> Candidate:
        return Candidate(
            id=str(item.id),
            sku=item.sku,
            name=item.name,
            stock=item.available,
            price_text=labels.money(item.price_minor, self._kit.desk.currency),
            exact=item.exact,
            was_text=labels_items.was(item, self._kit.desk.currency),
            note=labels_items.sale_note(item),
        )

    def _on_entry_note_changed(self, note: str) -> None:
        self.row.set_error(note)

    # Lines

    def _on_entry_candidate_chosen(self, candidate_id: str) -> None:
        self._near = None
        variant = uuid.UUID(candidate_id)
        line = next((one for one in self.lines if one.variant_id == variant), None)
        if line is None:
            line = DraftLine(id=uuid7(), variant_id=variant, quantity=1)
            self._change((*self.lines, line))
        self._ask_quantity(str(line.id))

    def _ask_quantity(self, line_id: str) -> None:
        line = self._line(line_id)
        if line is None:
            return
        self.table.set_current(line_id)
        self.table.scrollTo(self.table.currentIndex())
        self._place_quantity()
        self.quantity.open_for(line_id, line.quantity, self._known_of(line).sku)
        self.quantity_asked.emit()

    def _on_quantity_entered(self, line_id: str, quantity: int) -> None:
        if quantity == 0:
            self._change(tuple(one for one in self.lines if str(one.id) != line_id))
            return
        self._change(
            tuple(
                dataclasses.replace(one, quantity=quantity) if str(one.id) == line_id else one
                for one in self.lines
            )
        )

    def _on_quantity_code_typed(self, text: str) -> None:
        self._go_to_entry()
        self.entry.take_code(text)

    def _on_entry_emptied_by_enter(self) -> None:
        self.focusNextChild()

    def _go_to_entry(self) -> None:
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        line = self._line(self.table.current_id)
        if line is not None:
            self._change(tuple(one for one in self.lines if one is not line))
            words = self.tr("{sku} is taken off the list").format(sku=self._known_of(line).sku)
            self._kit.announce(words, "info")

    def _change(self, lines: tuple[DraftLine, ...]) -> None:
        self.lines = lines
        self._list()
        self.lines_changed.emit()

    def _line(self, line_id: str) -> DraftLine | None:
        return next((one for one in self.lines if str(one.id) == line_id), None)

    def _known_of(self, line: DraftLine) -> _Known:
        return self._known.get(line.variant_id, _Known("", "", 0))

    def _amount(self, line: DraftLine) -> int:
        quantity, amount = self._amounts.get(line.id, (0, 0))
        if quantity == line.quantity:
            return amount
        return self._known_of(line).price_minor * line.quantity

    def _list(self) -> None:
        currency = self._kit.desk.currency
        rows = []
        for line in self.lines:
            known = self._known_of(line)
            amount = labels.money(self._amount(line), currency)
            rows.append(ListRow(str(line.id), (known.sku, known.name, str(line.quantity), amount)))
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._fit()

    def _place_quantity(self) -> None:
        index = self.table.model().index(self.table.currentIndex().row(), _QUANTITY)
        cell: QRect = self.table.visualRect(index)
        width = max(cell.width(), self._kit.theme.px(56))
        self.quantity.setFont(self._kit.theme.font("body"))
        self.quantity.setGeometry(cell.right() - width + 1, cell.top(), width, cell.height())

    def _pass_key(self, event: QKeyEvent) -> bool:
        """Down leaves the field for the lines."""
        if event.key() == Qt.Key.Key_Down and self.lines and not self.entry.text():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _fit(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(6))
        rows = max(_FEWEST_ROWS, len(self.lines))
        self.table.setFixedHeight(rows * px(_ROW) + 2)
        if self.quantity.isVisible():
            self._place_quantity()


class _LinesTable(ListTable):
    """SKU, name, pieces, amount, without headings: four figures that speak for themselves."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(
            theme=theme,
            name="fax_lines_table",
            title="",
            columns=(
                ListColumn(""), ListColumn("", tone="muted", stretch=True),
                ListColumn("", right=True), ListColumn("", right=True, strong=True),
            ),
            row_height=_ROW,
            headed=False,
        )  # fmt: skip
        self.setAccessibleName(self.tr("Items of the order"))
