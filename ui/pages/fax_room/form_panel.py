"""The order form beside the page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.customer_views import CustomerView
from ui import labels, labels_fax
from ui.pages.fax_room.form_fields import FormFields
from ui.pages.fax_room.form_lines import FormLines
from ui.pages.fax_room.form_state import FormState, values_of
from ui.pages.fax_room.kit import FaxRoomKit
from ui.pages.fax_room.page_actions import PageActions
from ui.widgets.banner import Banner
from ui.widgets.hairline import Hairline
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.text_label import TextLabel


class FormPanel(Panel):
    """Who ordered and what; there is no field for a card, and a strip that says what to do.

    Signals:
        edited: something in it is other than it was.
        left: a field was left: time to save.
        page_turned(int by): PgUp or PgDn, which no field here wants.
    """

    edited = Signal()
    left = Signal()
    page_turned = Signal(int)

    def __init__(
        self, *, kit: FaxRoomKit, keys: PageActions, parent: QWidget | None = None
    ) -> None:
        """Start closed."""
        super().__init__(
            self.tr("Order from this fax"), theme=kit.theme, name="fax_form_panel", flush=True,
            parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._is_in_lines = self._is_low = self._has_more = False
        self.fax_id: uuid.UUID | None = None
        self.customer: CustomerView | None = None
        self._matches: tuple[CustomerView, ...] = ()
        theme = kit.theme
        self.saved_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.saved_label.setObjectName("fax_saved_label")
        self.add_trailing(self.saved_label)
        self.closed_banner = Banner(theme=theme, name="fax_form_closed_banner", kind="neutral")
        self.known_banner = Banner(theme=theme, name="fax_known_banner", kind="info")
        use_known = KeyButton(theme=theme, action=keys.use_known)
        use_known.set_bare(True)
        self.known_banner.add_button(use_known)
        self.fields = FormFields(theme=theme, country=kit.desk.country, look_up_zip=kit.look_up_zip)
        self.form_lines = FormLines(kit=kit)
        self._build(keys)
        self.fields.edited.connect(self.edited)
        self.fields.field_left.connect(self.left)
        self.fields.field_entered.connect(lambda: self._go_into(lines=False))
        self.form_lines.entry.focus_taken.connect(lambda: self._go_into(lines=True))
        self.form_lines.lines_changed.connect(self.edited)
        self.form_lines.quantity_asked.connect(lambda: self._show_soon(self.form_lines))
        theme.theme_changed.connect(self._on_form_theme_changed)
        self._on_form_theme_changed()
        self.close_form("")

    # What is shown

    @property
    def is_open(self) -> bool:
        """Whether one may type into it."""
        return self._middle.isEnabled()

    def show_form(self, state: FormState, *, why_closed: str) -> None:
        """Show the form of a fax; *why_closed* is why one may only look at it, or ""."""
        self.fax_id = state.fax_id
        self._is_in_lines = False
        self._matches, self.customer = state.matches, state.customer
        self.fields.fill(state.values)
        self.form_lines.show_lines(state.lines, state.view)
        self._say_known()
        self.set_closed(why_closed)
        self.show_sums(state)
        self.say_saving("saved" if state.view is not None else "")
        self.scroll_area.verticalScrollBar().setValue(0)

    def close_form(self, why: str) -> None:
        """Show an empty form that cannot be used, and why."""
        self.fax_id, self.customer, self._matches = None, None, ()
        self.fields.fill({})
        self.form_lines.show_lines((), None)
        self._say_known()
        self.set_closed(why or self.tr("No fax is chosen."))
        self.goods_label.set_amount("")
        self.total_label.set_amount("")
        self._has_more = False
        self._show_parts()
        self.saved_label.setText("")
        self.scroll_area.verticalScrollBar().setValue(0)

    def set_closed(self, why: str) -> None:
        """Let nobody type, with the reason, or let them."""
        self._middle.setEnabled(not why)
        self.closed_banner.show_message(kind="neutral", icon="lock-key" if why else "", text=why)

    def set_narrow(self, narrow: bool, *, low: bool = False) -> None:
        """Alone on the page it is wide: sums and buttons stand beside each other.

        Where it is *low* as well, the strip stands beside the total alone: a field has to fit.
        """
        way = QBoxLayout.Direction.LeftToRight if narrow else QBoxLayout.Direction.TopToBottom
        for layout in (self._sums, self._buttons):
            layout.setDirection(way)
        self._sums.setSpacing(self._theme.px(32 if narrow else 6))
        self._is_low = narrow and low
        beside, under = QBoxLayout.Direction.RightToLeft, QBoxLayout.Direction.TopToBottom
        self._words.setDirection(beside if self._is_low else under)
        self._words.setStretch(1, 1 if self._is_low else 0)
        self._show_parts()

    def show_sums(self, state: FormState) -> None:
        """Goods by the prices known; the total as the saved draft has it."""
        currency = self._kit.desk.currency
        goods = self.form_lines.goods_minor
        more = 0
        if state.view is not None and state.view.lines:
            more = state.view.shipping_minor + state.view.tax_minor
        self.goods_label.set_amount(labels.money(goods, currency, symbol=True))
        self.more_label.set_amount(labels.money(more, currency))
        self._has_more = bool(more)
        self._show_parts()
        self.total_label.set_amount(labels.money(goods + more, currency, symbol=True))

    def say_saving(self, how: str) -> None:
        """Where what was keyed is kept."""
        self.saved_label.setText(labels_fax.saving(how))

    def values(self) -> Mapping[str, str]:
        """What is keyed."""
        return self.fields.values()

    # What can be done

    @property
    def can_use_known(self) -> bool:
        """Whether somebody with this number is on file."""
        return bool(self._matches)

    def use_known(self) -> None:
        """Key it for the next of the customers with this number, after the last for a new one."""
        if not self._matches:
            return
        order = (*self._matches, None)
        at = order.index(self.customer)
        self.customer = order[(at + 1) % len(order)] if self.customer else self._matches[0]
        if self.customer is not None:
            self.fields.fill({**self.fields.values(), **values_of(self.customer)})
        self._say_known()
        self.edited.emit()

    def drop(self, text: str) -> bool:
        """Put words of the page into the field that had the focus last."""
        if self._is_in_lines:
            self.form_lines.drop(text)
            self.form_lines.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        taken = self.fields.drop(text)
        edit = self.fields.edit(self.fields.last_field)
        edit.setFocus(Qt.FocusReason.MouseFocusReason)
        edit.end(False)
        return taken

    def go_to_first(self) -> None:
        """Where typing begins."""
        names = ("name", "line1", "postal_code", "phone")
        empty = next((n for n in names if not self.fields.edit(n).text().strip()), "")
        widget = self.fields.edit(empty) if empty else self.form_lines.entry
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def go_back_in(self) -> None:
        """Where typing was broken off."""
        field = self.fields.edit(self.fields.last_field)
        widget = self.form_lines.entry if self._is_in_lines else field
        widget.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        # Nothing stays marked: the next letter would take the place of what stands there.
        widget.end(False)

    def show_problem(self, field: str, words: str) -> bool:
        """Put a message beside a field and go there; False where there is no such field."""
        if field == "lines":
            self.form_lines.row.set_error(words)
            self.form_lines.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_soon(self.form_lines.row)
            return True
        if not self.fields.show_problem(field, words):
            return False
        known = "name" if field in ("given_name", "family_name") else field
        self.fields.edit(known).setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_soon(self.fields.rows[known])
        return True

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("Tab", self.tr("next field")),
            KeyHint("Ctrl+M", self.tr("marks on the words")),
            KeyHint("PgDn", self.tr("next page")),
            KeyHint("Ctrl+Tab", self.tr("to the list")),
        )
        return AreaHints(self.tr("Order form"), hints)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """PgUp and PgDn turn the page: no field wants them. Where room goes, the focus stays seen."""
        if event.type() == QEvent.Type.Resize and watched is self.scroll_area:
            self._keep_focus_in_view()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
            if by is not None and not event.modifiers():
                self.page_turned.emit(by)
                return True
        return False

    # How it is made

    def _build(self, keys: PageActions) -> None:
        theme = self._theme
        self.scroll_area = ScrollColumn(name="fax_form_area")
        self.scroll_area.setMinimumHeight(1)
        self.scroll_area.installEventFilter(self)
        self.scroll_area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._middle = QWidget()
        inside = self._inside = QVBoxLayout(self._middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.known_banner)
        inside.addWidget(self.fields)
        inside.addWidget(Hairline())
        inside.addWidget(self.form_lines)
        inside.addStretch(1)
        self.scroll_area.column.addWidget(self._middle)
        self.goods_label, self._goods_row = self._sum(self.tr("Goods"), "fax_goods_label")
        self.more_label, self._more_row = self._sum(
            self.tr("Shipping and tax so far"), "fax_more_label"
        )
        self.total_label, total = self._sum(self.tr("Total so far"), "fax_total_label", True)
        self.call_banner = Banner(
            theme=theme, name="fax_call_banner", kind="info",
            text=self.tr("Card by phone only: F2 calls the customer, then F8."),
        )  # fmt: skip
        self.finish_button = KeyButton(
            theme=theme, action=keys.have_called, variant="primary", wide=True, height=36
        )
        self._pair = QHBoxLayout()
        for action in (keys.call_now, keys.keep_draft):
            self._pair.addWidget(KeyButton(theme=theme, action=action, wide=True, height=36))
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        self._sums, self._words, self._buttons = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._above.addWidget(self.closed_banner)
        for row in (self._goods_row, self._more_row, total):
            self._sums.addWidget(row)
        self._buttons.addWidget(self.finish_button)
        self._buttons.addLayout(self._pair)
        self._below.addWidget(Hairline())
        self._words.addLayout(self._sums)
        self._words.addWidget(self.call_banner)
        self._below.addLayout(self._words)
        self._below.addLayout(self._buttons)
        self.body.addLayout(self._above)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addLayout(self._below)

    def _sum(self, words: str, name: str, is_total: bool = False) -> tuple[MoneyLabel, QWidget]:
        role = "head" if is_total else "body"
        label = MoneyLabel(theme=self._theme, role=role)  # type: ignore[arg-type]
        label.setObjectName(name)
        label.setAccessibleName(words)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        tone = "" if is_total else "muted"
        said = TextLabel(words, theme=self._theme, role="title" if is_total else "body", tone=tone)
        across.addWidget(said)
        across.addStretch(1)
        across.addWidget(label)
        return label, row

    def _show_parts(self) -> None:
        """What the total is made of, where there is room to say it."""
        self._goods_row.setVisible(not self._is_low)
        self._more_row.setVisible(self._has_more and not self._is_low)

    def _say_known(self) -> None:
        banner = self.known_banner
        if not self._matches:
            banner.show_message(kind="info")
            return
        if self.customer is None:
            at, customer = 0, self._matches[0]
            words = self.tr("Known customer: {name}")
        else:
            at, customer = self._matches.index(self.customer), self.customer
            words = self.tr("Keyed for {name}, on file")
        place = ""
        if customer.bill_to is not None:
            place = customer.bill_to.address.city
        said = words.format(name=customer.display_name)
        if len(self._matches) > 1:
            said = self.tr("{said} ({n} of {count})").format(
                said=said, n=at + 1, count=len(self._matches)
            )
        banner.show_message(kind="info", icon="user", title=said, text=place)

    def _keep_focus_in_view(self) -> None:
        focus = self.scroll_area.window().focusWidget()
        if focus is not None and self._middle.isAncestorOf(focus):
            self._show_soon(self.form_lines.row if self._is_in_lines else focus)

    def _show_soon(self, widget: QWidget) -> None:
        """Once what is new in it has its place."""
        QTimer.singleShot(0, self, lambda: self._bring_into_view(widget))

    def _bring_into_view(self, widget: QWidget) -> None:
        self.scroll_area.ensureWidgetVisible(widget, 0, self._theme.px(6))

    def _go_into(self, *, lines: bool) -> None:
        """Words of the page go where the focus was last."""
        self._is_in_lines = lines
        field = self.fields.rows[self.fields.last_field]
        self._bring_into_view(self.form_lines.row if lines else field)

    def _on_form_theme_changed(self) -> None:
        px = self._theme.px
        # What scrolls is wider than its fields by the ring, which must not be cut off.
        ring, side = px(6), px(16)
        self.body.setContentsMargins(0, px(4), 0, px(8))
        self._above.setContentsMargins(side, 0, side, 0)
        self._below.setContentsMargins(side, 0, side, 0)
        self.scroll_area.column.setContentsMargins(side, px(2), side, ring)
        for layout in (
            self.body,
            self._inside,
            self._below,
            self._words,
            self._buttons,
            self._pair,
        ):
            layout.setSpacing(px(8))
