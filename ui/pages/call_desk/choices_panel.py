"""Shipping, promise, gift message; where they saw us, the catalog, and what is short."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from desktop.services.order_views import OrderView
from desktop.services.promises import PromiseChoice
from models import card_guard
from models.order import BackorderChoice
from ui import labels, labels_shipping
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.field_row import FieldRow
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel

GIFT_LENGTH = 200
GIFT_PAUSE_MS = 250
"""How long after the last key the gift message is saved."""


class ChoicesPanel(Panel):
    """What is chosen once for the whole order. Each choice is saved as it is made.

    Signals:
        shipping_chosen(UUID); promise_chosen(PromiseChoice, str words); gift_edited(str);
        source_chosen(str code); catalog_changed(bool); backorder_chosen(BackorderChoice).
        typing_changed: `is_pending` is another.
    """

    shipping_chosen = Signal(object)
    promise_chosen = Signal(object, str)
    gift_edited = Signal(str)
    source_chosen = Signal(str)
    catalog_changed = Signal(bool)
    typing_changed = Signal()
    backorder_chosen = Signal(object)

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the actions shipping, promise, gift, source and backorder."""
        super().__init__("", theme=kit.theme, name="choices_panel", parent=parent)
        self._kit = kit
        self._promises: tuple[PromiseChoice, ...] = ()
        theme, actions = kit.theme, kit.actions
        self.shipping_combo, self.promise_combo = QComboBox(), QComboBox()
        self.source_combo, self.backorder_combo = QComboBox(), QComboBox()
        self._shipping_row = FieldRow(
            self.tr("Shipping method"), theme=theme, name="shipping_combo",
            editor=self.shipping_combo, action=actions.get("shipping"),
        )  # fmt: skip
        self._promise_row = FieldRow(
            self.tr("Promise to the caller"), theme=theme, name="promise_combo",
            editor=self.promise_combo, action=actions.get("promise"),
        )  # fmt: skip
        self.gift_row = FieldRow(
            self.tr("Gift message"), theme=theme, name="gift_edit", action=actions.get("gift")
        )
        self.gift_row.line_edit.setMaxLength(GIFT_LENGTH)
        self._source_row = FieldRow(
            self.tr("Where they saw us"), theme=theme, name="source_combo",
            editor=self.source_combo, action=actions.get("source"),
        )  # fmt: skip
        self.backorder_row = FieldRow(
            self.tr("What is not in stock"), theme=theme, name="backorder_combo",
            editor=self.backorder_combo, action=actions.get("backorder"),
        )  # fmt: skip
        # The longest choice would make the column wider than the page has room for.
        self.backorder_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.backorder_combo.setMinimumContentsLength(8)
        self.shortage_label = TextLabel(theme=theme, role="caption", tone="held", wrap=True)
        self.shortage_label.setObjectName("shortage_label")
        self.backorder_row.hide()
        self.shortage_label.hide()
        self.catalog_check = QCheckBox(self.tr("Wants our catalog"))
        self.catalog_check.setObjectName("catalog_check")
        self.catalog_check.setAccessibleName(self.tr("Wants our catalog"))
        self._gift_timer = QTimer(self)
        self._gift_timer.setSingleShot(True)
        self._gift_timer.setInterval(GIFT_PAUSE_MS)
        self._gift_timer.timeout.connect(self._on_gift_timer_timeout)
        self.setAccessibleName(self.tr("Order"))
        self._grid = grid = QGridLayout()
        grid.addWidget(self._shipping_row, 0, 0)
        grid.addWidget(self._promise_row, 0, 1)
        grid.addWidget(self.gift_row, 0, 2)
        grid.addWidget(self._source_row, 1, 0)
        grid.addWidget(self.catalog_check, 1, 1, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.backorder_row, 1, 2)
        grid.addWidget(self.shortage_label, 2, 0, 1, 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self._fill_sources()
        self._connect()

    def show_order(self, view: OrderView | None) -> None:
        """Show what is chosen and what may be chosen."""
        self._show_shipping(view)
        self._show_promises(view)
        self._show_backorder(view)
        gift = view.gift_message if view else ""
        if not self.gift_row.line_edit.hasFocus():
            self.gift_row.line_edit.setText(gift)
        index = self.source_combo.findData(view.source_code if view else "")
        self.source_combo.setCurrentIndex(max(0, index))
        self.catalog_check.setChecked(view.wants_catalog if view else False)

    @property
    def is_pending(self) -> bool:
        """Whether a gift message is typed that has not been handed on."""
        return self._gift_timer.isActive()

    def hand_on(self) -> None:
        """Hand on at once what is typed: F10 may be quicker than the pause after the last key."""
        if self._gift_timer.isActive():
            self._on_gift_field_left()

    def take_focus(self, name: str) -> None:
        """Put the focus on `shipping`, `promise`, `gift`, `source` or `backorder`, as a key does."""
        editors: dict[str, QWidget] = {
            "shipping": self.shipping_combo,
            "promise": self.promise_combo,
            "gift": self.gift_row.line_edit,
            "source": self.source_combo,
            "backorder": self.backorder_combo,
        }
        editors[name].setFocus(Qt.FocusReason.TabFocusReason)

    def area_hints(self) -> AreaHints:
        """The keys while the focus is here."""
        hints = (KeyHint("↑ ↓", self.tr("choose")), KeyHint("Enter", self.tr("next field")))
        return AreaHints(self.tr("Order"), hints)

    def _show_shipping(self, view: OrderView | None) -> None:
        combo = self.shipping_combo
        if combo.view().isVisible():
            return  # the agent is choosing; what comes back then is shown by the next save
        combo.clear()
        problem = ""
        for choice in view.shipping_choices if view else ():
            words = self.tr("{name}, {price}").format(
                name=choice.name,
                price=labels.money(choice.amount_minor, self._kit.desk.currency),
            )
            if choice.not_reached:
                words = f"{choice.name}: {labels.not_reached(choice.not_reached)}"
            combo.addItem(words, choice.id)
            if view is not None and choice.id == view.shipping_method_id:
                combo.setCurrentIndex(combo.count() - 1)
                problem = labels.not_reached(choice.not_reached)
        if view is None or view.shipping_method_id is None:
            combo.setCurrentIndex(-1)
            why = self.tr("Needs an address")
            if view is None:
                why = self.tr("Needs a line")
            elif self._goes_nowhere(view):
                why = self.tr("None reaches this address")
            combo.setPlaceholderText(self._nothing_chosen(view, why))
        sentence = self.tr("This method {why}: choose another.").format(why=problem)
        self._shipping_row.set_error(sentence if problem else "")

    def _show_promises(self, view: OrderView | None) -> None:
        combo = self.promise_combo
        if combo.view().isVisible():
            return
        combo.clear()
        self._promises = view.promise_choices if view else ()
        for choice in self._promises:
            combo.addItem(labels.promise(choice))
        words = view.promise_words if view else ""
        index = combo.findText(words) if words else -1
        if words and index < 0:
            combo.insertItem(0, words)
            self._promises = (self._kept(view), *self._promises) if view else ()
            index = 0
        combo.setCurrentIndex(index)
        combo.setPlaceholderText(self._nothing_chosen(view, self.tr("Not said yet")))

    def _show_backorder(self, view: OrderView | None) -> None:
        """Only where something is short is there anything to choose."""
        choice = view.backorder_choice if view else None
        self.backorder_row.setVisible(choice is not None)
        words = labels_shipping.shortage_to_say(view)
        self.shortage_label.setText(self.tr("Say: {words}").format(words=words) if words else "")
        self.shortage_label.setVisible(bool(words))
        self.backorder_combo.setAccessibleDescription(words)
        index = self.backorder_combo.findData(choice)
        if index >= 0 and not self.backorder_combo.view().isVisible():
            self.backorder_combo.setCurrentIndex(index)

    @staticmethod
    def _goes_nowhere(view: OrderView) -> bool:
        offered = view.shipping_choices
        has_address = view.ship_to is not None or view.bill_to is not None
        return has_address and bool(offered) and all(choice.not_reached for choice in offered)

    def _nothing_chosen(self, view: OrderView | None, why: str) -> str:
        return why if view is None or view.is_sent else self.tr("Nothing to ship")

    @staticmethod
    def _kept(view: OrderView) -> PromiseChoice:
        day = view.promise_date or view.updated_at.date()
        return PromiseChoice("kept", day, view.promise_basis)

    def _fill_sources(self) -> None:
        self.source_combo.addItem(self.tr("Not asked"), "")
        for source in self._kit.sources:
            self.source_combo.addItem(source.name, source.code)
        for choice in BackorderChoice:
            self.backorder_combo.addItem(labels_shipping.backorder_choice(choice), choice)

    def _connect(self) -> None:
        self.shipping_combo.activated.connect(self._on_shipping_activated)
        self.promise_combo.activated.connect(self._on_promise_activated)
        self.source_combo.activated.connect(self._on_source_activated)
        self.backorder_combo.activated.connect(self._on_backorder_activated)
        self.catalog_check.clicked.connect(self.catalog_changed)
        watch_row(self.gift_row).text_edited.connect(self._on_gift_text_edited)
        self.gift_row.field_left.connect(self._on_gift_field_left)
        self._kit.theme.theme_changed.connect(self._on_grid_theme_changed)
        self._on_grid_theme_changed()

    def _on_shipping_activated(self, index: int) -> None:
        chosen: uuid.UUID | None = self.shipping_combo.itemData(index)
        if chosen is not None:
            self.shipping_chosen.emit(chosen)

    def _on_promise_activated(self, index: int) -> None:
        if 0 <= index < len(self._promises):
            self.promise_chosen.emit(self._promises[index], self.promise_combo.itemText(index))

    def _on_source_activated(self, index: int) -> None:
        self.source_chosen.emit(str(self.source_combo.itemData(index)))

    def _on_backorder_activated(self, index: int) -> None:
        self.backorder_chosen.emit(self.backorder_combo.itemData(index))

    def _on_gift_text_edited(self, text: str) -> None:
        """Eight digits may be the half of a card number: such a text waits until it is left."""
        if card_guard.digits_withheld(text):
            self._gift_timer.stop()
        else:
            self._gift_timer.start()
        self.typing_changed.emit()

    def _on_gift_timer_timeout(self) -> None:
        self.gift_edited.emit(self.gift_row.text())

    def _on_gift_field_left(self) -> None:
        self._gift_timer.stop()
        if not self.gift_row.error:
            self.gift_edited.emit(self.gift_row.text())

    def _on_grid_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self.body.setSpacing(px(8))
