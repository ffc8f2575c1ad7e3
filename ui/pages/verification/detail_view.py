"""One held order in full: what scrolls, and under it what never does."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.verification_shapes import Verification
from ui import labels, labels_verification
from ui.pages.verification import known_words
from ui.pages.verification.action_dock import ActionDock
from ui.pages.verification.actions import VerificationActions
from ui.pages.verification.address_panel import ComparePanel
from ui.pages.verification.lines_panel import HeldLinesPanel
from ui.pages.verification.mark_rows import MarkRows
from ui.pages.verification.reasons_panel import ReasonsPanel
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.text_label import TextLabel


class DetailView(QWidget):
    """Head, addresses, what the bank said beside what we know, why held beside what to ask."""

    def __init__(
        self, *, theme: Theme, keys: VerificationActions, parent: QWidget | None = None
    ) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("detail_view")
        self.setAccessibleName(self.tr("Held order"))
        self._build_head()
        self.strip = Banner(theme=theme, name="verification_banner", kind="held")
        self.compare_panel = ComparePanel(theme=theme)
        self.bank_rows = MarkRows(theme=theme, name="bank_rows")
        self.known_rows = MarkRows(theme=theme, name="known_rows")
        self.ask_rows = MarkRows(theme=theme, name="ask_rows")
        self.reasons_panel = ReasonsPanel(theme=theme, actions=keys.reasons)
        self.lines_panel = HeldLinesPanel(theme=theme)
        self.dock = ActionDock(theme=theme, keys=keys)
        self._call_number = TextLabel(theme=theme, role="number")
        self._call_number.setObjectName("call_back_label")
        self._build_middle()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.scroll_area, 1)
        self._column.addWidget(self.dock)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_order(self, seen: Verification, *, zone: str, now: datetime) -> None:
        """Show an order; the note and the strip are the page's."""
        self.number_label.setText(self.tr("Order {number}").format(number=seen.shown_number))
        word, kind = labels.order_state(seen.state, held=bool(seen.holds))
        self.pill.show_state(word, kind=kind)
        taken = labels_verification.taken_by(seen.channel, seen.agent, seen.placed_at, zone, now)
        promise = labels_verification.promise(seen)
        self.caption_label.setText(
            self.tr("{taken}. {promise}").format(taken=taken, promise=promise)
        )
        self.caption_label.set_tone("held" if seen.at_risk else "muted")
        self.total_label.set_amount(labels.money(seen.total_minor, seen.currency, symbol=True))
        self.compare_panel.show_order(seen)
        self.bank_rows.show_marks(known_words.bank_marks(seen))
        self.known_rows.show_marks(known_words.known_marks(seen, zone, now))
        self.reasons_panel.show_holds(seen.holds, seen.currency)
        self.reasons_panel.setVisible(bool(seen.holds))
        number = seen.call_back or self.tr("No number on file")
        self._call_number.setText(number)
        self.ask_rows.show_marks(known_words.ask_marks(seen))
        self.lines_panel.show_order(seen)

    def set_form(self, *, lines: bool, narrow: bool) -> None:
        """Show the lines too where there is room; in the narrow form everything in one column."""
        self.lines_panel.setVisible(lines)
        self.dock.set_compact(middle=not lines, all_of_them=narrow)
        direction = (
            QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        )
        for pair in self._pairs:
            pair.setDirection(direction)
        self.total_label.set_role("head" if narrow else "total")

    def _build_head(self) -> None:
        theme = self._theme
        self.number_label = TextLabel(theme=theme, role="head")
        self.number_label.setObjectName("held_number_label")
        self.pill = Pill(theme=theme, kind="held")
        self.caption_label = ElidedLabel(theme=theme, role="caption", tone="muted")
        self.caption_label.setObjectName("held_caption_label")
        self.total_label = MoneyLabel(theme=theme, role="total")
        self.total_label.setObjectName("held_total_label")
        self.total_label.setAccessibleName(self.tr("Total"))
        self._top = QHBoxLayout()
        self._top.addWidget(self.number_label)
        self._top.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._top.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(self._top)
        words.addWidget(self.caption_label)
        self._head = QHBoxLayout()
        self._head.addLayout(words, 1)
        self._head.addWidget(self.total_label)

    def _build_middle(self) -> None:
        theme = self._theme
        bank = Panel(self.tr("What the bank said"), theme=theme, name="bank_panel")
        bank.body.addWidget(self.bank_rows)
        bank.body.addStretch(1)
        known = Panel(self.tr("What we know"), theme=theme, name="known_panel")
        known.body.addWidget(self.known_rows)
        known.body.addStretch(1)
        ask = Panel(self.tr("Call the billing phone and ask"), theme=theme, name="ask_panel")
        ask.body.addWidget(self._call_number)
        ask.body.addWidget(self.ask_rows)
        ask.body.addStretch(1)
        self.reasons_panel.body.addStretch(1)
        self.scroll_area = ScrollColumn(name="verification_area")
        self.scroll_area.setMinimumHeight(1)
        # Else the page, whose words break into lines, would ask for room for all of it.
        self.scroll_area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._pairs = []
        self.scroll_area.column.addWidget(self.compare_panel)
        for left, right in ((bank, known), (self.reasons_panel, ask)):
            pair = QHBoxLayout()
            pair.addWidget(left, 1)
            pair.addWidget(right, 1)
            self._pairs.append(pair)
            self.scroll_area.column.addLayout(pair)
        self.scroll_area.column.addWidget(self.lines_panel)
        self.scroll_area.column.addStretch(1)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(12))
        self._top.setSpacing(px(10))
        self.scroll_area.column.setSpacing(px(12))
        for pair in self._pairs:
            pair.setSpacing(px(12))
