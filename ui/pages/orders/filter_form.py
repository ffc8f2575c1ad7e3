"""The fields of a filter, and the filter that they say."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.order_filters import MoneyState, OrderFilter
from models.channels import Channel
from models.hold import HoldKind
from models.money import Money, parse_amount
from models.order import OrderState
from models.payment import Tender
from ui import labels_orders
from ui.pages.orders.check_group import CheckGroup
from ui.pages.orders.day_words import parse_day
from ui.pages.orders.kit import OrdersKit
from ui.widgets.field_row import FieldRow


class FilterForm(QWidget):
    """Boxes for what is one of several, fields for days and amounts."""

    def __init__(
        self,
        *,
        kit: OrdersKit,
        people: Mapping[uuid.UUID, str],
        parent: QWidget | None = None,
    ) -> None:
        """*people*: who may have taken an order, by id."""
        super().__init__(parent)
        self._kit = kit
        self._people = list(people)
        theme = kit.theme
        self.setObjectName("filter_form")
        self.setAccessibleName(self.tr("What the orders have to be"))
        states = [(value, labels_orders.state(value, held=False)[0]) for value in OrderState]
        self.states = CheckGroup(
            self.tr("State"), states, theme=theme, name="filter_state", columns=3
        )
        waits = [
            ("held", self.tr("Held, for any reason")),
            ("risk", self.tr("Promise at risk")),
            ("back", self.tr("Backordered")),
        ]
        self.waits = CheckGroup(self.tr("Waits"), waits, theme=theme, name="filter_waits")
        money = [(value, labels_orders.money_state(value)) for value in MoneyState]
        self.money = CheckGroup(self.tr("Money"), money, theme=theme, name="filter_money")
        kinds = [(value, labels_orders.hold_short(value)) for value in HoldKind]
        self.kinds = CheckGroup(self.tr("Held because of"), kinds, theme=theme, name="filter_hold")
        ways = [(value, labels_orders.channel_name(value)) for value in Channel]
        self.channels = CheckGroup(
            self.tr("Came by"), ways, theme=theme, name="filter_channel", columns=4
        )
        tenders = [(value, labels_orders.tender(value)) for value in Tender]
        self.tenders = CheckGroup(
            self.tr("Paid by"), tenders, theme=theme, name="filter_tender", columns=3
        )
        self._build_fields(people)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.states)
        column.addWidget(self.waits)
        column.addLayout(self._side_by_side(self.from_row, self.to_row))
        column.addLayout(self._side_by_side(self.least_row, self.most_row))
        column.addWidget(self.agent_row)
        for group in (self.money, self.kinds, self.channels, self.tenders):
            column.addWidget(group)

    def show_filter(self, wanted: OrderFilter) -> None:
        """Fill the fields."""
        self.states.tick(wanted.states)
        flags = {"held": wanted.held, "risk": wanted.at_risk, "back": wanted.backordered}
        self.waits.tick([name for name, ticked in flags.items() if ticked])
        self.money.tick(wanted.money)
        self.kinds.tick(wanted.hold_kinds)
        self.channels.tick(wanted.channels)
        self.tenders.tick(wanted.tenders)
        self.from_row.line_edit.setText(_said(wanted.placed_from))
        self.to_row.line_edit.setText(_said(wanted.placed_to))
        self.least_row.line_edit.setText(self._amount_said(wanted.total_from_minor))
        self.most_row.line_edit.setText(self._amount_said(wanted.total_to_minor))
        at = self._people.index(wanted.agent_id) + 1 if wanted.agent_id in self._people else 0
        self.agent_combo.setCurrentIndex(at)

    def read(self) -> OrderFilter | None:
        """The filter that is said; None where a field cannot be read, which then says so."""
        rows = (self.from_row, self.to_row, self.least_row, self.most_row)
        for row in rows:
            row.clear_error()
        since, until = self._day(self.from_row), self._day(self.to_row)
        least, most = self._amount(self.least_row), self._amount(self.most_row)
        if since and until and until < since:
            self.to_row.set_error(self.tr("This is before the first day."))
        if least is not None and most is not None and most < least:
            self.most_row.set_error(self.tr("This is less than the least."))
        wrong = next((row for row in rows if row.error), None)
        if wrong is not None:
            wrong.line_edit.setFocus()
            return None
        ticked = self.waits.ticked()
        at = self.agent_combo.currentIndex() - 1
        return OrderFilter(
            states=self.states.ticked(),
            held="held" in ticked,
            hold_kinds=self.kinds.ticked(),
            channels=self.channels.ticked(),
            placed_from=since,
            placed_to=until,
            at_risk="risk" in ticked,
            backordered="back" in ticked,
            agent_id=self._people[at] if at >= 0 else None,
            total_from_minor=least,
            total_to_minor=most,
            tenders=self.tenders.ticked(),
            money=self.money.ticked(),
        )

    def _build_fields(self, people: Mapping[uuid.UUID, str]) -> None:
        theme = self._kit.theme

        def row(label: str, name: str, example: str) -> FieldRow:
            return FieldRow(label, theme=theme, name=name, placeholder=example)

        self.from_row = row(self.tr("Placed from"), "filter_from_edit", "2026-11-30, 11/30, -7")
        self.to_row = row(self.tr("Placed to"), "filter_to_edit", self.tr("today, yesterday"))
        self.least_row = row(self.tr("Total from"), "filter_least_edit", "100")
        self.most_row = row(self.tr("Total up to"), "filter_most_edit", "250.00")
        self.agent_combo = QComboBox()
        self.agent_combo.addItems([self.tr("Anybody"), *people.values()])
        self.agent_row = FieldRow(
            self.tr("Taken by"), theme=theme, name="filter_agent_combo", editor=self.agent_combo
        )

    def _side_by_side(self, *rows: FieldRow) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(self._kit.theme.px(12))
        for row in rows:
            across.addWidget(row, 1)
        return across

    def _day(self, row: FieldRow) -> date | None:
        typed = row.text().strip()
        if not typed:
            return None
        day = parse_day(typed, self._kit.desk.today(), day_first=self._kit.desk.country != "US")
        if day is None:
            row.set_error(self.tr("This is no day: type 2026-11-30, 11/30, yesterday or -7."))
        return day

    def _amount(self, row: FieldRow) -> int | None:
        typed = row.text().strip()
        if not typed:
            return None
        amount = parse_amount(typed, self._kit.desk.currency)
        if amount is None or amount.minor < 0:
            row.set_error(self.tr("This is no amount: type one such as 250 or 99.50."))
            return None
        return amount.minor

    def _amount_said(self, minor: int | None) -> str:
        return "" if minor is None else Money(minor, self._kit.desk.currency).format(symbol=False)


def _said(day: date | None) -> str:
    return "" if day is None else day.isoformat()
