"""Who is on the line: name, number, place, the time there, the note."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.callers import NumberFacts, hours_apart
from desktop.services.customers import CustomerView
from ui.pages.call_desk.caller_finder import CallerFinder
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.icon_label import IconLabel
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel

_MINUTE_MS = 20_000
"""How often the caller's clock is looked at; it shows minutes."""


class CallerPanel(Panel):
    """The caller, or the box that finds one."""

    def __init__(self, *, kit: DeskKit, host: QWidget, parent: QWidget | None = None) -> None:
        """Needs the action find_caller."""
        super().__init__(
            self.tr("Caller"),
            theme=kit.theme,
            name="caller_panel",
            action=kit.actions.get("find_caller"),
            title_role="caption",
            parent=parent,
        )
        self._kit = kit
        self._facts: NumberFacts | None = None
        theme = kit.theme
        self._since = TextLabel(theme=theme, role="caption", tone="muted")
        self.add_trailing(self._since)
        self.caller_edit = CallerFinder(kit=kit, name="caller_edit", host=host, parent=self)
        self._name = TextLabel(theme=theme, role="head", wrap=True)
        self._name.setObjectName("caller_name_label")
        self._company = TextLabel(theme=theme, tone="muted", wrap=True)
        self._number = TextLabel(theme=theme, role="number")
        self._number.setObjectName("caller_number_label")
        self.body.addWidget(self.caller_edit)
        for label in (self._name, self._company, self._number):
            self.body.addWidget(label)
        self._place, self._place_row = self._fact_row("map-pin")
        self._time, self._time_row = self._fact_row("clock")
        self._email, self._email_row = self._fact_row("at")
        self._warning, self._warning_row = self._fact_row("warning-fill", "held_text")
        self._tick = QTimer(self)
        self._tick.setInterval(_MINUTE_MS)
        self._tick.timeout.connect(self._show_time)
        self.show_caller(None, None)

    def show_caller(self, customer: CustomerView | None, facts: NumberFacts | None) -> None:
        """Show a customer, a number that nobody has yet, or the empty box."""
        self._facts = facts
        nobody = customer is None
        self.caller_edit.setVisible(nobody)
        self._name.setText(customer.display_name if customer else "")
        self._name.setVisible(not nobody)
        company = customer.company_name if customer else ""
        show_company = bool(company) and customer is not None and company != customer.display_name
        self._company.setText(company)
        self._company.setVisible(show_company)
        self._show_number(customer, facts)
        place = facts.region if facts else ""
        kind = facts.kind if facts else ""
        self._show_fact(self._place, self._place_row, ", ".join(p for p in (place, kind) if p))
        self._show_time()
        email = customer.email if customer else None
        words = email.shown if email else self.tr("No e-mail on file")
        self._show_fact(self._email, self._email_row, words if customer else "")
        self._show_fact(self._warning, self._warning_row, facts.warning if facts else "")
        since = self._since_words(customer)
        self._since.setText(since)

    def edit_caller(self) -> None:
        """Put the box in place of the name and the focus into it (F3)."""
        self.caller_edit.setVisible(True)
        self.caller_edit.setFocus()
        self.caller_edit.selectAll()

    def leave_box(self) -> None:
        """Take the box away again when there is a customer."""
        if self._name.text():
            self.caller_edit.hide()

    def _show_number(self, customer: CustomerView | None, facts: NumberFacts | None) -> None:
        phone = customer.phone if customer else None
        shown = facts.shown if facts else phone.shown if phone else ""
        if facts is not None and facts.extension:
            shown = self.tr("{number} x{extension}").format(
                number=facts.shown, extension=facts.extension
            )
        self._number.setText(shown)
        self._number.setVisible(bool(shown))

    def _since_words(self, customer: CustomerView | None) -> str:
        if customer is None:
            return ""
        year = customer.since.astimezone(ZoneInfo(self._kit.desk.time_zone)).year
        return self.tr("Customer since {year}").format(year=year)

    def _show_time(self) -> None:
        zone = self._facts.time_zone if self._facts else ""
        if not zone:
            self._tick.stop()
            self._show_fact(self._time, self._time_row, "")
            return
        now = self._kit.desk.now()
        self._show_fact(self._time, self._time_row, self._time_words(now, zone))
        if not self._tick.isActive():
            self._tick.start()

    def _time_words(self, now: datetime, zone: str) -> str:
        there = now.astimezone(ZoneInfo(zone)).strftime("%I:%M %p").lstrip("0")
        apart = hours_apart(now, zone, self._kit.desk.time_zone)
        if not apart:
            return self.tr("{time} there, as here").format(time=there)
        hours = f"{abs(apart):g}"
        if apart < 0:
            return self.tr("{time} there, {hours} h behind us").format(time=there, hours=hours)
        return self.tr("{time} there, {hours} h ahead of us").format(time=there, hours=hours)

    def _fact_row(self, icon: str, tone: str = "muted") -> tuple[TextLabel, QWidget]:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._kit.theme.px(8))
        layout.addWidget(IconLabel(icon, theme=self._kit.theme, tone=tone))
        label = TextLabel(theme=self._kit.theme, wrap=True)
        layout.addWidget(label, 1)
        self.body.addWidget(row)
        return label, row

    @staticmethod
    def _show_fact(label: TextLabel, row: QWidget, words: str) -> None:
        label.setText(words)
        row.setVisible(bool(words))
