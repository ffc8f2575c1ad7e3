"""The order as it is keyed: from the panels into the draft, and from the saved draft back."""

from __future__ import annotations

import dataclasses
import uuid

from PySide6.QtCore import QObject, Qt, Signal

from desktop.services.order_views import LineView, OrderView
from desktop.services.orders import Discount
from desktop.services.promises import PromiseChoice
from ui import labels
from ui.pages.call_desk.order_notices import hold_notice, similar_notice
from ui.pages.call_desk.parts import DeskParts
from ui.pages.call_desk.price_sheet import PriceSheet
from ui.pages.call_desk.say_sheet import SaySheet
from ui.widgets.side_sheet import SideSheet


class OrderSteps(QObject):
    """Connects lines, choices and notices with the keeper of the draft.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        changed: what can be done now may be something else.
        order_gone_on(OrderView): another program has placed or cancelled it.
    """

    sheet_wanted = Signal(SideSheet)
    changed = Signal()
    order_gone_on = Signal(object)

    def __init__(self, *, parts: DeskParts, parent: QObject) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._keeper = parts.keeper
        self._stage = parts.view.order_stage
        self._said_similar: uuid.UUID | None = None
        self._connect()

    def say_words(self) -> None:
        """Show what to say to the caller (Alt+W)."""
        words = self.words_to_say
        if words:
            self.sheet_wanted.emit(SaySheet(kit=self._kit, words=words))

    @property
    def words_to_say(self) -> str:
        """What the notices want to be said, or ""."""
        view = self._keeper.view
        similar = similar_notice(view, zone=self._kit.desk.time_zone)
        return " ".join(part for part in (similar.say, hold_notice(view).say) if part)

    def _connect(self) -> None:
        keeper, lines, choices = self._keeper, self._stage.lines_panel, self._stage.choices_panel
        keeper.view_changed.connect(self._on_keeper_view_changed)
        keeper.saving_changed.connect(self._on_keeper_saving_changed)
        keeper.save_refused.connect(self._on_keeper_save_refused)
        keeper.made_stale.connect(self._on_keeper_made_stale)
        keeper.placed_elsewhere.connect(self._on_keeper_placed_elsewhere)
        lines.price_wanted.connect(self._on_lines_price_wanted)
        lines.lines_finished.connect(self._on_lines_finished)
        choices.shipping_chosen.connect(lambda m: keeper.change(shipping_method_id=m))
        choices.promise_chosen.connect(self._on_choices_promise_chosen)
        choices.gift_edited.connect(lambda text: keeper.change(gift_message=text))
        choices.source_chosen.connect(lambda code: keeper.change(source_code=code))
        choices.typing_changed.connect(self.changed)
        choices.catalog_changed.connect(lambda wants: keeper.change(wants_catalog=wants))

    def _on_keeper_view_changed(self, view: OrderView | None) -> None:
        self._stage.show_order(view, self._keeper.draft)
        if view is not None:
            self._parts.view.payment_stage.show_order(view)
            self._parts.payments.show_order(view)
            self._say_similar(view)
        self.changed.emit()

    def _say_similar(self, view: OrderView) -> None:
        """Say once that there is an order alike, wherever the agent is looking."""
        if view.similar and self._said_similar != view.id:
            self._said_similar = view.id
            notice = similar_notice(view, zone=self._kit.desk.time_zone)
            self._kit.announce(notice.title, "held")

    def _on_keeper_saving_changed(self, state: str) -> None:
        self._stage.money_panel.show_saving(state)
        self.changed.emit()

    def _on_keeper_save_refused(self, error: Exception) -> None:
        self._kit.announce(labels.not_saved(error), "bad")
        self._stage.show_order(self._keeper.view, self._keeper.draft)
        self.changed.emit()

    def _on_keeper_made_stale(self) -> None:
        words = self.tr("This order was changed elsewhere too. It is shown with both changes.")
        self._kit.announce(words, "held")

    def _on_keeper_placed_elsewhere(self, view: OrderView) -> None:
        word, _kind = labels.order_state(view.state, held=view.held)
        words = self.tr(
            "This order was changed elsewhere: {state}. What you keyed since is not in it."
        )
        self._kit.announce(words.format(state=word), "bad")
        self.order_gone_on.emit(view)

    def _on_lines_price_wanted(self, line: LineView) -> None:
        sheet = PriceSheet(kit=self._kit, line=line)
        sheet.price_given.connect(self._on_sheet_price_given)
        self.sheet_wanted.emit(sheet)

    def _on_sheet_price_given(
        self, line_id: str, price: int | None, reason: str, discount: Discount | None
    ) -> None:
        draft = self._keeper.draft
        if draft is None:
            return
        changed = {"unit_price_minor": price, "price_reason": reason, "discount": discount}
        self._keeper.change(
            lines=tuple(
                dataclasses.replace(line, **changed) if str(line.id) == line_id else line  # type: ignore[arg-type]
                for line in draft.lines
            )
        )

    def _on_choices_promise_chosen(self, choice: PromiseChoice, words: str) -> None:
        self._keeper.change(
            promise_date=choice.date,
            promise_words="" if choice.code == "none" else words,
            promise_basis=choice.basis,
        )

    def _on_lines_finished(self) -> None:
        self._stage.choices_panel.shipping_combo.setFocus(Qt.FocusReason.TabFocusReason)
