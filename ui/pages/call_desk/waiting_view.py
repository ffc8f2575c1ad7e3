"""Between calls: one box, what to press, parked calls and today's calls."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.calls import CallView, DaySummary
from models.call import CallOutcome
from models.order_numbers import display
from ui import labels, labels_counts
from ui.actions import DeskAction
from ui.pages.call_desk.caller_finder import CallerFinder
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel


class WaitingView(QWidget):
    """The empty state of the call desk."""

    def __init__(self, *, kit: DeskKit, host: QWidget, parent: QWidget | None = None) -> None:
        """Needs the actions begin, resume and keys."""
        super().__init__(parent)
        self._kit = kit
        theme, actions = kit.theme, kit.actions
        self.setObjectName("waiting_view")
        self.setAccessibleName(self.tr("Waiting for a call"))
        self.caller_edit = CallerFinder(kit=kit, name="waiting_caller_edit", host=host, parent=self)
        self._keys_button = KeyButton(theme=theme, action=actions.get("keys"), height=36)
        ready = self._ready_words()
        self._empty = EmptyState(
            theme=theme,
            name="waiting_state",
            icon="phone-incoming",
            head=ready[0],
            text=ready[1],
            field=self.caller_edit,
            buttons=(
                KeyButton(theme=theme, action=actions.get("begin"), variant="primary", height=36),
                KeyButton(theme=theme, action=actions.get("resume"), height=36),
                self._keys_button,
            ),
        )
        self._bring_button: KeyButton | None = None
        self._parked_panel = Panel(
            self.tr("Parked"), theme=theme, name="parked_panel", action=actions.get("resume")
        )
        self._today_panel = Panel(self.tr("Your calls today"), theme=theme, name="today_panel")
        self._parked_rows = QVBoxLayout()
        self._parked_panel.body.addLayout(self._parked_rows)
        self._today_rows = QVBoxLayout()
        self._today_rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._today_panel.body.addLayout(self._today_rows, 1)
        self._today_panel.body.addWidget(Hairline())
        self._foot_words = TextLabel(theme=theme, tone="muted")
        self._foot_total = MoneyLabel(theme=theme)
        foot = QHBoxLayout()
        foot.addWidget(self._foot_words)
        foot.addStretch(1)
        foot.addWidget(self._foot_total)
        self._today_panel.body.addLayout(foot)
        side = QVBoxLayout()
        side.addWidget(self._parked_panel)
        side.addWidget(self._today_panel, 1)
        self._side = QWidget()
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._empty, 1)
        self._row.addWidget(self._side)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_day(DaySummary((), (), 0, 0, 0))

    def show_day(self, day: DaySummary) -> None:
        """Fill the two lists."""
        _empty(self._parked_rows)
        _empty(self._today_rows)
        self._parked_panel.setVisible(bool(day.parked))
        for call in day.parked:
            self._parked_rows.addWidget(self._parked_row(call))
        for call in day.calls:
            self._today_rows.addWidget(self._today_row(call))
        if not day.calls:
            self._today_rows.addWidget(
                TextLabel(self.tr("None yet."), theme=self._kit.theme, tone="muted")
            )
        self._foot_words.setText(
            self.tr("{calls}, {orders}").format(
                calls=labels_counts.calls(day.call_count),
                orders=labels_counts.orders(day.order_count),
            )
        )
        self._foot_total.set_amount(
            labels.money(day.total_minor, self._kit.desk.currency, symbol=True)
        )

    def show_goods(self, has_products: bool, bring_in: DeskAction) -> None:
        """Say it where the shop has nothing to sell yet, and how that comes in."""
        if has_products:
            self._empty.show_words(*self._ready_words())
        else:
            head = self.tr("The shop has no products yet")
            text = self.tr("A supervisor brings them in, in a file of the web store or your own.")
            if self._kit.desk.may_supervise:
                text = self.tr("Bring them in, in a file of your web store or your own.")
            self._empty.show_words(head, text)
        offers = not has_products and self._kit.desk.may_supervise
        if offers and self._bring_button is None:
            self._bring_button = KeyButton(theme=self._kit.theme, action=bring_in, height=36)
            self._empty.add_button(self._bring_button)
        if self._bring_button is not None:
            self._bring_button.setVisible(offers)
        self._keys_button.setVisible(not offers)  # there is room for three

    def _ready_words(self) -> tuple[str, str]:
        return (
            self.tr("Ready for the next call"),
            self.tr("Type what the caller gives you. The customer comes up as you type."),
        )

    def set_narrow(self, narrow: bool) -> None:
        """With little room, the box alone."""
        self._side.setVisible(not narrow)

    def set_wide(self, wide: bool) -> None:
        """From 1600 wide the lists are broader."""
        self._side.setFixedWidth(self._kit.theme.px(372 if wide else 316))

    def _parked_row(self, call: CallView) -> QWidget:
        theme = self._kit.theme
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(IconLabel("pause", theme=theme, tone="held_text", size=20))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(who(call), theme=theme, role="strong"))
        detail = parked_detail(call, now=self._kit.desk.now())
        words.addWidget(ElidedLabel(detail, theme=theme, role="caption", tone="muted"))
        layout.addLayout(words, 1)
        return row

    def _today_row(self, call: CallView) -> QWidget:
        theme = self._kit.theme
        row = QWidget()
        row.setFixedHeight(theme.px(28))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        time = labels.clock_time(call.started_at, self._kit.desk.time_zone)
        layout.addWidget(TextLabel(time, theme=theme, tone="muted"))
        layout.addWidget(ElidedLabel(who(call), theme=theme), 1)
        word, kind = labels.outcome(call.outcome or CallOutcome.NO_ORDER)
        pill = Pill(theme=theme)
        pill.show_state(word, kind=kind)
        pill.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout.addWidget(pill)
        return row

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._row.setSpacing(px(12))
        self._parked_rows.setSpacing(px(8))
        self._today_rows.setSpacing(0)
        layout = self._side.layout()
        if layout is not None:
            layout.setSpacing(px(12))


def parked_detail(call: CallView, *, now: datetime) -> str:
    """A parked call in one line: its order, how many lines, how long it waits."""
    parked = call.parked_at or call.started_at
    waited = labels_counts.minutes(max(0, int((now - parked).total_seconds() // 60)))
    if not call.order_number:
        return waited
    return f"{display(call.order_number)}, {labels_counts.lines(call.line_count)}, {waited}"


def who(call: CallView) -> str:
    """Whom a call is about, as far as it is known."""
    return call.customer_name or call.number_typed or labels.tr("Not known")


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
