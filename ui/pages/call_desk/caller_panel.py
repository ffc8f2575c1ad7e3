"""Who is on the line: name, number, place, the time there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop.services.callers import NumberFacts
from desktop.services.customers import CustomerView
from desktop.services.opt_out_shapes import Standing
from desktop.services.tax_exemption import exemption
from ui import labels_exemption, labels_opt_outs
from ui.opt_outs.standing_reader import StandingReader
from ui.pages.call_desk import caller_words
from ui.pages.call_desk.bad_address import BadAddressReader
from ui.pages.call_desk.caller_finder import CallerFinder
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.banner import Banner
from ui.widgets.breakable import breakable
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_chip import KeyChip
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel

_LOOK_MS = 20_000
"""How often the caller's clock is looked at; it shows minutes."""
_NOTE_FROM = 720
"""A narrower strip has no room for the note beside what is opted out."""
_NUMBER_FROM = 640
"""A narrower strip has no room for the number beside two pills; the customer's form has it."""


class CallerPanel(Panel):
    """The caller, or the box that finds one: a block at the left, or one strip where it is narrow."""

    def __init__(self, *, kit: DeskKit, host: QWidget, parent: QWidget | None = None) -> None:
        """Needs the actions find_caller and edit_customer."""
        super().__init__(
            "",
            theme=kit.theme,
            name="caller_panel",
            parent=parent,
        )
        self._kit = kit
        self._customer: CustomerView | None = None
        self._facts: NumberFacts | None = None
        self._is_searching = False
        self._is_strip = False
        self._opted_out = ("", "")
        theme, actions = kit.theme, kit.actions
        self.setAccessibleName(self.tr("Caller"))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(TextLabel(self.tr("Caller"), theme=theme, role="caption", tone="muted"))
        head.addWidget(KeyChip(actions.get("find_caller"), theme=theme))
        head.addStretch(1)
        self._since = TextLabel(theme=theme, role="caption", tone="muted")
        head.addWidget(self._since)
        self._strip_chip = KeyChip(actions.get("find_caller"), theme=theme)
        self.caller_edit = CallerFinder(kit=kit, name="caller_edit", host=host, parent=self)
        self._name = TextLabel(theme=theme, role="head", wrap=True)
        self._name.setObjectName("caller_name_label")
        self._strip_name = ElidedLabel(theme=theme, role="head")
        self._strip_name.setObjectName("caller_strip_label")
        self._company = TextLabel(theme=theme, tone="muted", wrap=True)
        self._number = TextLabel(theme=theme, role="number")
        self._number.setObjectName("caller_number_label")
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.body.addWidget(self._head)
        self.body.addLayout(self._parts)
        for widget in (
            self.caller_edit, self._name, self._strip_name, self._company, self._number,
        ):  # fmt: skip
            self._parts.addWidget(widget)
        self._place, self._place_row = self._fact_row("map-pin")
        self._time, self._time_row = self._fact_row("clock")
        self._email, self._email_row = self._fact_row("at")
        self._warning, self._warning_row = self._fact_row("warning-fill", "held_text")
        self._bad_address, self._bad_address_row = self._fact_row("envelope-simple", "held_text")
        self._bad_address.setObjectName("caller_bad_address_label")
        self._bad_address.set_tone("held")
        self._exemption, self._exemption_row = self._fact_row("receipt")
        self._exemption.setObjectName("caller_exemption_label")
        self.opt_out_banner = Banner(theme=theme, name="caller_opt_out_banner", kind="neutral")
        self.exemption_pill = Pill(theme=theme, elide=True)
        self.exemption_pill.setObjectName("caller_exemption_pill")
        self.opt_out_pill = Pill(theme=theme, elide=True)
        self.opt_out_pill.setObjectName("caller_opt_out_pill")
        self._parts.addWidget(self.opt_out_banner)
        self._note = ElidedLabel(theme=theme, tone="muted")
        self._note.setObjectName("caller_note_label")
        self._parts.addWidget(self._note, 1)
        self._parts.addWidget(self.exemption_pill)
        self._parts.addWidget(self.opt_out_pill)
        self._parts.addWidget(self._strip_chip)
        self._standing = StandingReader(
            tasks=kit.tasks, changes=kit.changes, desk=kit.desk, parent=self
        )
        self._standing.standing_read.connect(self._on_standing_read)
        self._bad_reader = BadAddressReader(
            tasks=kit.tasks, changes=kit.changes, desk=kit.desk, parent=self
        )
        self._bad_reader.words_read.connect(self._on_bad_address_read)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._show_time)
        self.show_caller(None, None)

    @property
    def is_searching(self) -> bool:
        """Whether the box stands there although a customer is open (F3 within a call)."""
        return self._is_searching

    def show_caller(self, customer: CustomerView | None, facts: NumberFacts | None) -> None:
        """Show a customer, a number that nobody has yet, or the empty box."""
        self._customer, self._facts = customer, facts
        self._is_searching = False
        name = customer.display_name if customer else ""
        self._name.setText(breakable(name))
        self._name.setAccessibleName(name)
        self._strip_name.setText(name)
        company = customer.company_name if customer else ""
        same = customer is not None and company == customer.display_name
        self._company.setText("" if same else breakable(company))
        self._number.setText(caller_words.number(customer, facts))
        self._place.setText(caller_words.place(facts))
        email = customer.email if customer else None
        words = email.shown if email else self.tr("No e-mail on file")
        self._email.setText(breakable(words) if customer else "")
        self._warning.setText(facts.warning if facts else "")
        self._since.setText(caller_words.since(customer, self._kit.desk.time_zone))
        self._show_exemption(customer)
        self._standing.ask(customer.id if customer is not None else None)
        place = customer.bill_to if customer is not None else None
        self._bad_reader.ask(place.address if place is not None else None)
        self._show_note()
        self._show_time()
        self._show_parts()

    def set_strip(self, is_strip: bool) -> None:
        """Take the form of one strip across the page, or leave it."""
        self._is_strip = is_strip
        across = QBoxLayout.Direction.LeftToRight
        self._parts.setDirection(across if is_strip else QBoxLayout.Direction.TopToBottom)
        self._time.setWordWrap(not is_strip)
        self._number.set_role("strong" if is_strip else "number")
        self._on_theme_changed()
        self._show_time()
        self._show_parts()

    def edit_caller(self) -> None:
        """Put the box in place of the name and the focus into it (F3)."""
        self._is_searching = self._customer is not None
        self._show_parts()
        self.caller_edit.setFocus()
        self.caller_edit.selectAll()

    def leave_box(self) -> None:
        """Take the box away again when there is a customer."""
        if self._is_searching:
            self._is_searching = False
            self.caller_edit.reset()
            self._show_parts()

    def _show_parts(self) -> None:
        """Each part shows where it has words and this form has room for it."""
        strip, boxed = self._is_strip, self._customer is None or self._is_searching
        self._head.setVisible(not strip)
        self.caller_edit.setVisible(boxed)
        self._name.setVisible(self._customer is not None and not strip)
        self._strip_name.setVisible(self._customer is not None and strip)
        self._company.setVisible(bool(self._company.text()) and not strip)
        for label, row in (
            (self._place, self._place_row),
            (self._email, self._email_row),
            (self._warning, self._warning_row),
            (self._bad_address, self._bad_address_row),
            (self._exemption, self._exemption_row),
        ):
            row.setVisible(bool(label.text()) and not strip)
        self._time_row.setVisible(bool(self._time.text()) and not (strip and boxed))
        self.exemption_pill.setVisible(bool(self._exemption.text()) and strip and not boxed)
        self._show_opted_out()
        self._fit_note()
        self._strip_chip.setVisible(strip)

    def _on_standing_read(self, standing: Standing) -> None:
        self._opted_out = labels_opt_outs.opted_out(standing)
        self._fit_note()
        self._show_opted_out()

    def _on_bad_address_read(self, words: str) -> None:
        self._bad_address.setText(words)
        self._bad_address_row.setVisible(bool(words) and not self._is_strip)
        self._show_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip may have room for the note, or not."""
        super().resizeEvent(event)
        self._fit_note()

    def _fit_note(self) -> None:
        """Three letters of a note say nothing: what is opted out has the room then."""
        strip, boxed = self._is_strip, self._customer is None or self._is_searching
        pills = bool(self._opted_out[0]) + bool(self._exemption.text())
        crowded = bool(pills) and self.width() < self._theme.px(_NOTE_FROM)
        self._note.setVisible(strip and not boxed and not crowded)
        crowded = pills > 1 and self.width() < self._theme.px(_NUMBER_FROM)
        fits = not strip or not (boxed or crowded)
        self._number.setVisible(bool(self._number.text()) and fits)

    def _show_exemption(self, customer: CustomerView | None) -> None:
        found = None
        if customer is not None:
            found = exemption(
                customer.tax_exempt_certificate, customer.tax_exempt_until, self._kit.desk.today()
            )
        words = labels_exemption.words(found)
        self._exemption.setText(breakable(words))
        self._exemption.setAccessibleName(words)
        is_good = labels_exemption.tone(found) == "muted"
        self._exemption.set_tone("text" if is_good else "held")
        self.exemption_pill.show_state(
            labels_exemption.brief(found), kind="neutral" if is_good else "held", icon="receipt"
        )
        self.exemption_pill.setToolTip(words)

    def _show_note(self) -> None:
        """The strip has one line for both: that mail came back, the note."""
        note = self._customer.notes if self._customer is not None else ""
        words = [text for text in (self._bad_address.text(), note) if text]
        self._note.setText(". ".join(words))

    def _show_opted_out(self) -> None:
        """What is stopped, and that service messages are not."""
        title, text = self._opted_out
        strip, there = self._is_strip, bool(title) and self._customer is not None
        shown = there and not strip
        self.opt_out_banner.show_message(
            kind="neutral", icon="prohibit", title=title if shown else "",
            text=text if shown else "",
        )  # fmt: skip
        self.opt_out_pill.setVisible(there and strip and not self._is_searching)
        if there:
            self.opt_out_pill.show_state(title, kind="neutral", icon="prohibit")

    def _show_time(self) -> None:
        zone = self._facts.time_zone if self._facts else ""
        if not zone:
            self._tick.stop()
            self._time.setText("")
            return
        desk = self._kit.desk
        said = caller_words.time_there(desk.now(), zone, desk.time_zone, brief=self._is_strip)
        self._time.setText(said)
        if not self._tick.isActive():
            self._tick.start()

    def _fact_row(self, icon: str, tone: str = "muted") -> tuple[TextLabel, QWidget]:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._kit.theme.px(8))
        mark = IconLabel(icon, theme=self._kit.theme, tone=tone)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        label = TextLabel(theme=self._kit.theme, wrap=True)
        layout.addWidget(label, 1)
        self._parts.addWidget(row)
        return label, row

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        px = self._theme.px
        parts = getattr(self, "_parts", None)
        if parts is None:
            return
        strip = self._is_strip
        self._outer.setContentsMargins(0, px(6 if strip else 10), 0, px(6 if strip else 14))
        self.body.setContentsMargins(px(16), 0, px(16), 0)
        parts.setSpacing(px(10 if strip else 5))
        head = self._head.layout()
        if head is not None:
            head.setSpacing(px(8))
        self._head.setFixedHeight(px(24))
        self.caller_edit.setFixedHeight(px(30))
        self.caller_edit.setFont(self._theme.font("body"))
