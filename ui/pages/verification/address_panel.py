"""The two addresses side by side, part by part, with what differs marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.services.verification_shapes import AddressPart, Verification
from models.usps_words import STATES
from ui import labels
from ui.pages.verification.mark_rows import Mark, MarkRow
from ui.theme import Theme
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class ComparePanel(Panel):
    """Bill-to and ship-to in equal columns, one row to a part, each with same or differs."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("", theme=theme, name="compare_panel", parent=parent)
        self.setAccessibleName(self.tr("Bill-to and ship-to"))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 10)
        self._grid.setColumnStretch(2, 11)
        bill = TextLabel(self.tr("Bill-to"), theme=theme, role="title")
        ship = QWidget()
        row = self._ship_row = QHBoxLayout(ship)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(TextLabel(self.tr("Ship-to"), theme=theme, role="title"))
        self.count_label = TextLabel(theme=theme, role="caption", tone="held")
        self.count_label.setObjectName("differing_label")
        row.addWidget(self.count_label)
        row.addStretch(1)
        self._grid.addWidget(bill, 0, 0, 1, 2)
        self._grid.addWidget(ship, 0, 2)
        self._labels: list[TextLabel] = []
        self._bills: list[TextLabel] = []
        self._ships: list[MarkRow] = []
        self._countries = ("US", "US")
        self.body.addLayout(self._grid)
        theme.theme_changed.connect(self._on_compare_theme_changed)
        self._on_compare_theme_changed()

    def show_order(self, seen: Verification) -> None:
        """Show its addresses."""
        countries = {(p.bill_to, p.ship_to) for p in seen.parts if p.name == "country"}
        self._countries = next(iter(countries), ("US", "US"))
        for at, part in enumerate(seen.parts):
            if at == len(self._labels):
                self._add_row()
            self._show_part(at, part)
        for at in range(len(self._labels)):
            for widget in (self._labels[at], self._bills[at], self._ships[at]):
                widget.setVisible(at < len(seen.parts))
        words = {0: self.tr("the same address"), 1: self.tr("one part differs")}.get(
            seen.differing, self.tr("{n} parts differ").format(n=seen.differing)
        )
        self.count_label.setText(words)
        self.count_label.set_tone("held" if seen.differing else "muted")

    def _add_row(self) -> None:
        at, theme = len(self._labels) + 1, self._theme
        label = TextLabel(theme=theme, role="caption", tone="muted")
        bill = TextLabel(theme=theme, wrap=True)
        bill.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        ship = MarkRow(theme=theme)
        for column, widget in enumerate((label, bill, ship)):
            middle = Qt.AlignmentFlag.AlignVCenter
            if column == 2:
                self._grid.addWidget(widget, at, column)
            else:
                self._grid.addWidget(widget, at, column, middle)
        self._labels.append(label)
        self._bills.append(bill)
        self._ships.append(ship)

    def _show_part(self, at: int, part: AddressPart) -> None:
        none = self.tr("none on file") if part.name == "phone" else "—"
        texts = zip((part.bill_to, part.ship_to), self._countries, strict=True)
        bill, ship = (self._said(part.name, text, country) or none for text, country in texts)
        self._labels[at].setText(self._name(part.name))
        self._bills[at].setText(bill)
        self._bills[at].setAccessibleName(self.tr("Bill-to {part}").format(part=part.name))
        self._ships[at].show_mark(
            Mark(
                ship,
                "same" if part.same else "differs",
                "muted" if part.same else "held_text",
                trailing=self.tr("same") if part.same else self.tr("differs"),
                attention=not part.same,
            )
        )

    def _name(self, part: str) -> str:
        at_home = set(self._countries) == {"US"}
        return {
            "name": self.tr("Name"),
            "company": self.tr("Company"),
            "street": self.tr("Street"),
            "district": self.tr("Part of town"),
            "city": self.tr("Town"),
            "state": self.tr("State") if at_home else self.tr("Region"),
            "postal_code": self.tr("ZIP") if at_home else self.tr("Postal code"),
            "country": self.tr("Country"),
            "phone": self.tr("Phone"),
        }[part]

    def _said(self, part: str, text: str, country: str) -> str:
        if part == "state" and country == "US":
            return STATES.get(text.strip().upper(), text).title() if text else ""
        return labels.country_name(text) if part == "country" else text

    def _on_compare_theme_changed(self) -> None:
        px = self._theme.px
        self._grid.setVerticalSpacing(px(3))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setColumnMinimumWidth(0, px(54))
        self._ship_row.setSpacing(px(10))
