"""The five media as rows to tick, and a field for what is not known."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.opt_out_shapes import MEDIA, OptOutWho, Standing
from models import phone_numbers
from models.address_checks import problems
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.opt_out import OptOutKind
from ui.actions import Action, DeskAction
from ui.labels_opt_outs import tr
from ui.opt_outs.kit import NOBODY, OptOutKit
from ui.opt_outs.medium_box import MediumBox
from ui.opt_outs.row_state import RowState, Wanted, row_state, values_of
from ui.pages.call_desk.address_fields import AddressFields
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.text_label import TextLabel

_LENGTH = 100
_SHARED = {Medium.TEXT: Medium.CALL}
"""A number that is called is the number that is texted."""
_PLACES = ("postal_code", "city", "state")


class MediaRows(QWidget):
    """1 to 5 tick, 0 ticks all. A field opens under a row that was ticked and has no value.

    Signals:
        changed: something else is ticked.
        value_left: a value was typed: time to look what is known of it.
    """

    changed = Signal()
    value_left = Signal()

    def __init__(self, *, kit: OptOutKit, parent: QWidget | None = None) -> None:
        """Start with nothing ticked."""
        super().__init__(parent)
        self._kit = kit
        self.wanted = Wanted()
        self._who: OptOutWho = NOBODY
        self._standing: Standing | None = None
        self._more: set[Medium] = set()
        self._letter = False
        self.setObjectName("media_rows")
        self.setAccessibleName(self.tr("Media"))
        self._address: AddressFields | None = None
        self.boxes: dict[Medium, MediumBox] = {}
        self.fields: dict[Medium, FieldRow] = {}
        self._holders: dict[Medium, QVBoxLayout] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for at, medium in enumerate(MEDIA):
            self._add_row(medium, at + 1)
        self._add_all()
        kit.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show()

    # What is said and shown

    def begin(self, kind: OptOutKind) -> None:
        """Nothing is ticked, and nobody is known."""
        self.wanted = Wanted(kind=kind)
        self._letter = False
        self.forget_typed()
        self.show_who(NOBODY, None)

    def forget_typed(self) -> None:
        """It is about somebody else: what was typed of the first one is not theirs."""
        self._more.clear()
        for row in self.fields.values():
            row.line_edit.clear()
            row.clear_error()
        if self._address is not None:
            self._address.fill(None)

    @property
    def has_input(self) -> bool:
        """Whether something was ticked or typed."""
        typed = any(row.text().strip() for row in self.fields.values())
        return bool(self.wanted.media) or self.wanted.everything or typed

    def show_who(self, who: OptOutWho, standing: Standing | None) -> None:
        """Show whose values they are, and what is stopped of them."""
        self._who, self._standing = who, standing
        if who.address is not None and not _is_whole(who.address) and who.customer_id is None:
            self._address_fields().fill(who.address)
        self._show()

    def want_letter(self, wanted: bool) -> None:
        """A confirmation by post needs an address, whatever is ticked."""
        self._letter = wanted
        self._show()

    def show_again(self) -> None:
        """The kind or the topics are others."""
        self._show()

    def state(self, medium: Medium) -> RowState:
        """How a row is shown."""
        return self.boxes[medium].state

    def who(self) -> OptOutWho:
        """Whose values they are, with those that were typed here."""
        who, typed = self._who, {m: row.text().strip() for m, row in self.fields.items()}
        phones = tuple(typed[m] for m in (Medium.CALL, Medium.TEXT) if typed[m])
        return dataclasses.replace(
            who,
            phones=(*who.phones, *phones),
            faxes=(*who.faxes, *filter(None, (typed[Medium.FAX],))),
            emails=(*who.emails, *filter(None, (typed[Medium.EMAIL],))),
            address=self._typed_address() or who.address,
        )

    def ticked(self) -> tuple[Medium, ...]:
        """What is ticked and not locked."""
        return tuple(m for m in MEDIA if self.state(m).ticked and not self.state(m).locked)

    def said(self) -> tuple[Medium, ...]:
        """What can be said to have been done: of everything, what there is a value for."""
        if self.wanted.everything and self._who.customer_id is None:
            known = self.who()
            return tuple(m for m in self.ticked() if values_of(m, known))
        return self.ticked()

    # What is done

    def focus_first(self) -> None:
        """Put the focus on the first row that can be ticked."""
        free = (box for box in self.boxes.values() if not box.state.locked)
        box = next(free, self.boxes[MEDIA[0]])
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_key(self, event: QKeyEvent) -> bool:
        """1 to 5 and 0, wherever no field of text wants them."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            return False
        number = event.key() - Qt.Key.Key_0
        if number == 0:
            self.toggle_all()
        elif 1 <= number <= len(MEDIA):
            self.toggle(MEDIA[number - 1])
        else:
            return False
        return True

    def toggle(self, medium: Medium) -> None:
        """Tick or untick; a value that is missing is asked for at once."""
        if self.state(medium).locked:
            self.boxes[medium].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.toggle(medium)
        self._more.discard(medium)
        self._show()
        if self.state(medium).needs_value:
            self._propose(medium)
            self.focus_value(medium)
        else:
            self.boxes[medium].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def toggle_all(self) -> None:
        """Tick all five, or none."""
        self.wanted.toggle_all()
        self._show()
        self.changed.emit()

    def ask_another(self) -> None:
        """One more value for the row that has the focus: theirs is another than the one on file."""
        medium = next((m for m, box in self.boxes.items() if box.hasFocus()), None)
        if medium is None or self.state(medium).locked:
            medium = next(iter(self.ticked()), MEDIA[0])
        if not self.wanted.is_ticked(medium) and not self.state(medium).locked:
            self.wanted.toggle(medium)
            self.changed.emit()
        self._more.add(medium)
        if medium is Medium.POST and self._address_fields().is_empty():
            self._address_fields().fill(self._who.address)
        self._show()
        self.focus_value(medium)

    def focus_value(self, medium: Medium) -> None:
        """Put the focus where the value of a medium is typed."""
        if medium is Medium.POST:
            self._address_fields().first_empty().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        row = self.fields[medium]
        if row.isHidden() and medium in _SHARED:
            row = self.fields[_SHARED[medium]]
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def show_error(self, medium: Medium, words: str) -> bool:
        """Say beside a value what is wrong with it; False where it is not typed here."""
        if medium is Medium.POST:
            fields = self._address
            if fields is None or fields.isHidden():
                return False
            name = "line1"
            if fields.edit(name).text().strip():
                # The country may have no postal codes.
                places = [one for one in _PLACES if one in fields.shown_fields]
                name = next(iter(places), name)
            fields.rows[name].set_error(words)
            fields.edit(name).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        row = self.fields[medium]
        if row.isHidden() and medium in (Medium.CALL, Medium.TEXT):
            row = next((self.fields[m] for m in (Medium.CALL, Medium.TEXT)
                        if not self.fields[m].isHidden()), row)  # fmt: skip
        if row.isHidden():
            return False
        row.set_error(words)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        for row in self.fields.values():
            row.clear_error()
        if self._address is not None:
            self._address.show_problems({})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the rows."""
        if not self.take_key(event):
            event.ignore()

    def area_hints(self) -> AreaHints:
        """The keys while one of the rows has the focus."""
        hints = (KeyHint("Space", self.tr("tick")), KeyHint("↑ ↓", self.tr("next row")))
        return AreaHints(self.tr("Media"), hints)

    # How it is made

    def _add_row(self, medium: Medium, number: int) -> None:
        box = MediumBox(medium, number=number, theme=self._kit.theme)
        box.clicked.connect(lambda _checked: self.toggle(medium))
        box.moved.connect(lambda step: self._move(number - 1 + step))
        holder = QVBoxLayout()
        holder.addWidget(box)
        self.boxes[medium], self._holders[medium] = box, holder
        if medium is not Medium.POST:
            row = FieldRow(
                _field_words(medium), theme=self._kit.theme,
                name=f"medium_{medium.value}_edit", advance=False,
            )  # fmt: skip
            row.line_edit.setMaxLength(_LENGTH)
            watch_row(row, allowed=self._is_number)
            row.field_left.connect(self._on_value_left)
            holder.addWidget(row)
            self.fields[medium] = row
        self._column.addLayout(holder)

    def _add_all(self) -> None:
        action = DeskAction(
            action=Action("all_media", self.tr("All five"), icon="checks"), parent=self
        )
        action.triggered.connect(self.toggle_all)
        self.all_button = KeyButton(theme=self._kit.theme, action=action, key_text="0")
        note = TextLabel(
            self.tr("Every spelling of the number counts"),
            theme=self._kit.theme, role="caption", tone="muted", wrap=True,
        )  # fmt: skip
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across = QHBoxLayout()
        across.addWidget(self.all_button)
        across.addWidget(note, 1)
        self._column.addLayout(across)

    def _address_fields(self) -> AddressFields:
        """Made when the first address is typed: its list of countries is long."""
        if self._address is None:
            fields = AddressFields(kit=self._kit, prefix="medium_post", slim=True)
            fields.setAccessibleName(self.tr("Address"))
            fields.fill(None)
            fields.address_left.connect(self._on_value_left)
            self._holders[Medium.POST].addWidget(fields)
            fields.hide()
            self._address = fields
        return self._address

    def _typed_address(self) -> PostalAddress | None:
        fields = self._address
        if fields is None or fields.is_empty():
            return None
        return fields.address(name=self._who.name, company=self._who.company)

    def _is_number(self, text: str) -> bool:
        return phone_numbers.parse(text, self._kit.desk.country) is not None

    def _propose(self, medium: Medium) -> None:
        """The one number that is known of a stranger may be that of the fax too."""
        if medium is Medium.FAX and len(self._who.phones) == 1 and not self._who.customer_id:
            edit = self.fields[medium].line_edit
            if not edit.text():
                edit.setText(self._who.phones[0])

    def _move(self, at: int) -> None:
        boxes = list(self.boxes.values())
        if 0 <= at < len(boxes):
            boxes[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_value_left(self) -> None:
        self._show()
        self.value_left.emit()

    def _show(self) -> None:
        for medium, box in self.boxes.items():
            state = row_state(medium, self.wanted, self._who, self._standing)
            shown = self._shows_field(medium, state)
            if medium in _SHARED and state.needs_value and self._needs(_SHARED[medium]):
                words = self.tr("The same number as for calls")
                state, shown = dataclasses.replace(state, caption=words), False
            box.show_state(state)
            if medium is Medium.POST:
                if shown or self._address is not None:
                    self._address_fields().setVisible(shown)
            else:
                self.fields[medium].setVisible(shown)

    def _shows_field(self, medium: Medium, state: RowState) -> bool:
        if state.needs_value or medium in self._more:
            return True
        if medium is not Medium.POST:
            return False
        half = self._who.address is not None and not _is_whole(self._who.address)
        return half or (self._letter and not values_of(Medium.POST, self._who))

    def _needs(self, medium: Medium) -> bool:
        return row_state(medium, self.wanted, self._who, self._standing).needs_value

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(8))
        for holder in self._holders.values():
            holder.setSpacing(px(4))


def _is_whole(place: PostalAddress) -> bool:
    if place.country != "US":
        return not problems(dataclasses.replace(place, name="-"))
    return bool(place.line1.strip() and place.city.strip() and place.postal_code.strip())


def _field_words(medium: Medium) -> str:
    return {
        Medium.CALL: tr("Number that is not to be called"),
        Medium.TEXT: tr("Number that is not to be texted"),
        Medium.FAX: tr("Fax number"),
        Medium.EMAIL: tr("E-mail address"),
    }[medium]
