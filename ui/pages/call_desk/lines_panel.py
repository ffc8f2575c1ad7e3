"""The lines of the order, between the grid and the draft."""

from __future__ import annotations

import dataclasses
import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services import catalogue
from desktop.services.catalogue import Item
from desktop.services.order_views import LineView, OrderView
from desktop.services.orders import DraftLine
from models import card_guard
from models.ids import uuid7
from models.order import DiscountKind
from ui import labels, labels_items, labels_shipping
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.kit import DeskKit
from ui.tables.line_grid import LineGrid
from ui.tables.line_row import Candidate, LineRow
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill


class LinesPanel(Panel):
    """Turns what the grid asks for into changes of the draft, and the saved order into rows.

    Signals:
        price_wanted(LineView): the price or discount of a line is to be changed.
        lines_finished: Enter in the empty entry row.
    """

    price_wanted = Signal(object)
    lines_finished = Signal()

    def __init__(
        self, *, kit: DeskKit, keeper: DraftKeeper, context: str, parent: QWidget | None = None
    ) -> None:
        """The grid's own keys go into the table of actions under *context*."""
        super().__init__(
            self.tr("Lines"), theme=kit.theme, name="lines_panel", flush=True, parent=parent
        )
        self._kit = kit
        self._keeper = keeper
        self._chosen = ""
        self._low_pill = Pill(theme=kit.theme, kind="held")
        self._low_pill.hide()
        self.add_trailing(self._low_pill)
        self.line_grid = LineGrid(theme=kit.theme, name="line_grid")
        self.body.addWidget(self.line_grid, 1)
        self.line_grid.add_actions(kit.actions, context=context)
        self._connect()

    def show_order(self, view: OrderView | None) -> None:
        """Show the saved lines."""
        lines = view.lines if view else ()
        currency = self._kit.desk.currency
        rows = [_row(line, currency) for line in lines]
        chosen, self._chosen = self._chosen, ""
        self.line_grid.set_rows(rows, chosen=chosen)
        low = sum(line.low for line in lines)
        words = self.tr("1 line low in stock") if low == 1 else self.tr("{n} lines low in stock")
        self._low_pill.show_state(words.format(n=low), kind="held", icon="warning-fill")
        self._low_pill.setVisible(low > 0)

    def _connect(self) -> None:
        grid = self.line_grid
        grid.search_requested.connect(self._on_grid_search_requested)
        grid.line_chosen.connect(self._on_grid_line_chosen)
        grid.quantity_edited.connect(self._on_grid_quantity_edited)
        grid.line_removed.connect(self._on_grid_line_removed)
        grid.ditto_requested.connect(self._on_grid_ditto_requested)
        grid.price_edit_requested.connect(self._on_grid_price_edit_requested)
        grid.undo_requested.connect(self._on_grid_undo_requested)
        grid.lines_finished.connect(self.lines_finished)

    def _on_grid_search_requested(self, text: str) -> None:
        if card_guard.looks_like_card(text) and not catalogue.is_barcode(text):
            self.line_grid.clear_entry()
            self.line_grid.show_message(labels.card_wiped())
            self._kit.announce(labels.card_wiped(), "bad")
            return
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: catalogue.find_items(session, desk, text),
            done=lambda items: self._on_items_found(text, items),
        )

    def _on_items_found(self, text: str, items: tuple[Item, ...]) -> None:
        currency = self._kit.desk.currency
        found = [
            Candidate(
                id=str(item.id),
                sku=item.sku,
                name=item.name,
                stock=item.available,
                price_text=labels.money(item.price_minor, currency),
                exact=item.exact,
                was_text=labels_items.was(item, currency),
                note=labels_items.sale_note(item),
            )
            for item in items
        ]
        self.line_grid.set_candidates(text, found)

    def _on_grid_line_chosen(self, candidate_id: str) -> None:
        draft = self._keeper.draft
        if draft is None:
            return
        variant = uuid.UUID(candidate_id)
        for line in draft.lines:
            if line.variant_id == variant and line.discount is None:
                self._chosen = str(line.id)
                self._set_quantity(str(line.id), line.quantity + 1)
                return
        added = DraftLine(id=uuid7(), variant_id=variant, quantity=1)
        self._keeper.change(lines=(*draft.lines, added))

    def _on_grid_quantity_edited(self, line_id: str, quantity: int) -> None:
        self._set_quantity(line_id, quantity)

    def _set_quantity(self, line_id: str, quantity: int) -> None:
        draft = self._keeper.draft
        if draft is not None:
            self._keeper.change(
                lines=tuple(
                    dataclasses.replace(line, quantity=quantity)
                    if str(line.id) == line_id
                    else line
                    for line in draft.lines
                )
            )

    def _on_grid_line_removed(self, line_id: str) -> None:
        draft = self._keeper.draft
        if draft is not None:
            self._keeper.change(lines=tuple(x for x in draft.lines if str(x.id) != line_id))
            self._kit.announce(self.tr("Line removed. Ctrl+Z brings it back."), "info")

    def _on_grid_ditto_requested(self, line_id: str) -> None:
        draft = self._keeper.draft
        line = next((x for x in draft.lines if str(x.id) == line_id), None) if draft else None
        if draft is not None and line is not None:
            again = dataclasses.replace(line, id=uuid7())
            self._keeper.change(lines=(*draft.lines, again))

    def _on_grid_price_edit_requested(self, line_id: str) -> None:
        view = self._keeper.view
        line = next((x for x in view.lines if str(x.id) == line_id), None) if view else None
        if line is not None:
            self.price_wanted.emit(line)

    def _on_grid_undo_requested(self) -> None:
        if not self._keeper.undo():
            self._kit.announce(self.tr("Nothing to undo."), "info")


def discount_text(line: LineView, currency: str) -> str:
    """The discount as the grid shows it: −10% or −2.50."""
    if line.discount_kind is DiscountKind.PERCENT:
        percent = f"{line.discount_value / 10_000:.2f}".rstrip("0").rstrip(".")
        return f"{labels.MINUS}{percent}%"
    if line.discount_kind is DiscountKind.AMOUNT:
        return f"{labels.MINUS}{labels.money(line.discount_minor, currency)}"
    return ""


def _row(line: LineView, currency: str) -> LineRow:
    reason = line.discount_reason or line.price_reason
    at_list_price = line.unit_price_minor == line.list_price_minor
    on_sale = labels_items.tr("on sale") if line.is_sale_price and at_list_price else ""
    return LineRow(
        id=str(line.id),
        sku=line.sku,
        name=line.name,
        caption=", ".join(part for part in (line.caption, on_sale, reason) if part),
        shortage=labels_shipping.shortage(line),
        stock=line.available,
        low=line.low,
        quantity=line.quantity,
        price_text=labels.money(line.unit_price_minor, currency),
        discount_text=discount_text(line, currency),
        amount_text=labels.money(line.amount_minor, currency),
    )
