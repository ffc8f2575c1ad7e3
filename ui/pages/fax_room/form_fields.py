"""The fields of the order form: who ordered, where it goes, how they are reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.zip_codes import ZipPlace
from models import address_checks, address_forms, phone_numbers
from models.addresses_rules import state_code, zip_parts
from ui.address_words import words_of
from ui.pages.call_desk.card_watch import watch_row, wipe
from ui.pages.fax_room.page_words import may_be_dropped
from ui.place_filling import PlaceFiller
from ui.theme import Theme
from ui.widgets.country_combo import CountryCombo
from ui.widgets.field_row import FieldRow
from ui.widgets.region_edit import RegionEdit

FIELDS = (
    "name", "company", "line1", "line2", "postal_code", "city", "state", "district", "sorting_code",
    "phone", "fax", "email", "hours", "remarks",
)  # fmt: skip
_COUNTRY = "country"
_LENGTH = 100
_NOT_EVERYWHERE = ("postal_code", "city", "state", "district", "sorting_code")
LONGEST = {"hours": 60, "remarks": 200}
"""What the services take of a field, where that is not a line's length."""
_ACROSS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("name", 6), ("company", 5)),
    (("line1", 5), ("line2", 3)),
    (("postal_code", 4), ("city", 6), ("state", 3)),
    (("district", 1), ("sorting_code", 1)),
    ((_COUNTRY, 1), ("phone", 1)),
    (("fax", 1), ("email", 1)),
    (("hours", 2), ("remarks", 3)),
)


class FormFields(QWidget):
    """A postal code fills town and region where nothing was typed; checks run when a field is left.

    The order is that of a paper form; what the chosen country's addresses lack is not shown.

    Signals:
        edited: something is other than it was, by keys or by a word of the page.
        field_left: a field was left: time to save.
        field_entered: one of them has the focus.
    """

    edited = Signal()
    field_left = Signal()
    field_entered = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        country: str,
        look_up_zip: Callable[[str], ZipPlace | None],
        parent: QWidget | None = None,
    ) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme, self._home = theme, country
        self._last = "name"
        words = {
            "name": self.tr("Name"),
            "company": self.tr("Company"),
            "line1": self.tr("Street"),
            "line2": self.tr("Apartment"),
            "phone": self.tr("Phone"),
            "fax": self.tr("Fax"),
            "email": self.tr("E-mail"),
            "hours": self.tr("Best time to call"),
            "remarks": self.tr("Remarks"),
        }
        self.rows = {
            field: FieldRow(
                words.get(field, ""),
                theme=theme,
                name=f"fax_{field}_edit",
                editor=RegionEdit() if field == "state" else None,
            )
            for field in FIELDS
        }
        self._filler = PlaceFiller(self.rows, look_up_zip=look_up_zip)
        self.country_combo = CountryCombo(home=country)
        # The longest name of a country would make the form wider than its column.
        self.country_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.country_combo.setMinimumContentsLength(6)
        self.country_row = FieldRow(
            self.tr("Country"), theme=theme, name="fax_country_combo", editor=self.country_combo
        )
        self._build()
        self._say_country()
        self.country_combo.activated.connect(self._on_country_combo_activated)
        self.country_row.field_left.connect(self.field_left)
        for field, row in self.rows.items():
            row.line_edit.setMaxLength(LONGEST.get(field, _LENGTH))
            watch_row(row).text_edited.connect(
                lambda text, name=field: self._on_row_text_edited(name, text)
            )
            row.field_left.connect(lambda name=field: self._on_row_field_left(name))
            row.line_edit.installEventFilter(self)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def last_field(self) -> str:
        """Which field had the focus last: where words of the page go."""
        return self._last

    def edit(self, field: str) -> QLineEdit:
        """The line edit of a field."""
        return self.rows[field].line_edit

    def values(self) -> dict[str, str]:
        """What stands in the fields, and the code of the country."""
        typed = {field: row.text().strip() for field, row in self.rows.items()}
        return {**typed, _COUNTRY: self.country_combo.country}

    def fill(self, values: Mapping[str, str]) -> None:
        """Show other values, in the shop's own country where they name none; errors go."""
        self._filler.forget()
        self._last = "name"
        for field, row in self.rows.items():
            row.line_edit.setText(values.get(field, ""))
            row.line_edit.setCursorPosition(0)
        self.country_combo.set_country(values.get(_COUNTRY, ""))
        self._say_country()

    def drop(self, text: str, *, field: str = "") -> bool:
        """Put words of the page into a field, behind what stands there unless that is marked.

        False where the field would then hold what looks like a card number: it is left as it was.
        """
        name = field or self._last
        edit = self.edit(name)
        standing = edit.text().strip()
        replaces = edit.hasSelectedText() or not standing
        whole = text if replaces else f"{standing} {text}"
        if not may_be_dropped(whole):
            if not may_be_dropped(text):
                return False
            wipe(edit)
            whole = text
        edit.setText(whole[: edit.maxLength()])
        self.rows[name].clear_error()
        self._on_row_text_edited(name, edit.text())
        return True

    def show_problem(self, field: str, words: str) -> bool:
        """Put a message beside a field; False where there is no such field."""
        if field in ("given_name", "family_name"):
            field = "name"
        if field not in self.rows:
            return False
        self.rows[field].set_error(words)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which field had the focus last."""
        if event.type() == QEvent.Type.FocusIn:
            for field, row in getattr(self, "rows", {}).items():
                if row.editor is watched:
                    self._last = field
                    self.field_entered.emit()
        return False

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines: list[QHBoxLayout] = []
        order: list[QWidget] = []
        for fields in _ACROSS:
            across = QHBoxLayout()
            for field, stretch in fields:
                row = self.country_row if field == _COUNTRY else self.rows[field]
                across.addWidget(row, stretch)
                order.append(row.editor)
            self._column.addLayout(across)
            self._lines.append(across)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _say_country(self) -> None:
        """Each country's own fields and words; what was wrong with them in another is not now."""
        country = self.country_combo.country
        rules = address_forms.form(country)
        for field, label in words_of(country).items():
            self.rows[field].set_label(label)
        state = self.edit("state")
        if isinstance(state, RegionEdit):
            state.set_form(rules if country != "US" else None)
        for field, row in self.rows.items():
            row.clear_error()
            row.set_hint("")
            if field in _NOT_EVERYWHERE:
                row.setVisible(field in rules.fields or bool(row.text().strip()))

    def _on_country_combo_activated(self, _index: int) -> None:
        self._filler.take_back()
        self._say_country()
        self.edited.emit()

    def _on_row_text_edited(self, field: str, text: str) -> None:
        self._filler.was_typed(field)
        if field == "postal_code":
            self._filler.fill(self.country_combo.country, text)
        elif field == "state":
            state = self.edit("state")
            if isinstance(state, RegionEdit):
                self.rows[field].set_hint(state.choices_said())
        self.edited.emit()

    def _on_row_field_left(self, field: str) -> None:
        text = self.rows[field].text().strip()
        if field == "state":
            self.rows[field].set_hint("")
        if text and not self.rows[field].error:
            self.rows[field].set_error(self._problem(field, text))
        self.field_left.emit()

    def _problem(self, field: str, text: str) -> str:
        country = self.country_combo.country
        in_states = country == "US"
        if field == "postal_code" and in_states and zip_parts(text) is None:
            return self.tr("Five digits, or nine with a hyphen.")
        if field == "state" and in_states and state_code(text) is None:
            return self.tr("Two letters, such as CA.")
        rules = address_forms.form(country)
        if not in_states and not address_checks.is_one(rules, field, text):
            return address_checks.problem_of(rules, field)
        if field in ("phone", "fax") and phone_numbers.parse(text, self._home) is None:
            return self.tr("This is not a number we can read.")
        if field == "email" and "@" not in text:
            return self.tr("An e-mail address needs an @.")
        return ""

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(6))
        for across in self._lines:
            across.setSpacing(px(12))
