"""Who somebody is: a field to type in, and the people it may mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.people import Person
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.record_delegate import ROW
from ui.pages.settings.record_list import RecordList
from ui.theme import Theme
from ui.widgets.field_row import FieldRow

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}


class PersonChooser(QWidget):
    """Letters find a person, Up and Down move; the list never takes the focus.

    People who are switched off are found by their name only.

    Signals:
        person_changed: somebody else is chosen.
        person_clicked: a row was clicked: the password is next.
    """

    person_changed = Signal()
    person_clicked = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        describe: Callable[[Person], tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Start without people; ``describe`` gives the caption of one, and its tone."""
        super().__init__(parent)
        self._theme = theme
        self._describe = describe
        self._people: tuple[Person, ...] = ()
        self._wanted = ""
        self._told = ""
        self.name_row = FieldRow(
            self.tr("Who are you?"),
            theme=theme,
            name="sign_in_name_edit",
            placeholder=self.tr("Type your name, or use the arrows"),
        )
        self.person_list = RecordList(theme=theme, name="person_list", words=self.tr("People"))
        self.person_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.person_list.setProperty("driven_by", "sign_in_name_edit")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.name_row)
        self._column.addWidget(self.person_list, 1)
        self.setFocusProxy(self.name_row.editor)
        self.name_row.editor.installEventFilter(self)
        self.name_row.line_edit.textEdited.connect(self._on_name_text_edited)
        self.person_list.clicked.connect(lambda _index: self._on_person_clicked())
        self.person_list.current_changed.connect(lambda _key: self._tell())
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_people(self, people: Sequence[Person]) -> None:
        """Show who there is; who was chosen stays chosen."""
        self._people = tuple(people)
        self._fill()

    def want(self, person: Person | None) -> None:
        """Choose somebody, as soon as they are shown, and empty the field."""
        self._wanted = str(person.id) if person is not None else ""
        self.name_row.line_edit.clear()
        self._fill()

    def chosen(self) -> Person | None:
        """Who is chosen."""
        key = self.person_list.current_key()
        return next((person for person in self._people if str(person.id) == key), None)

    def ask(self) -> None:
        """Say that somebody has to be chosen, and go there."""
        self.name_row.set_error(self.tr("Choose who you are."))
        self.name_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows of the field move in the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is not self.name_row.editor or event.key() not in _MOVES:
            return False
        self._step(_MOVES[Qt.Key(event.key())])
        return True

    def _fill(self) -> None:
        typed = self.name_row.text().strip()
        offered = [
            p for p in self._people if typed or not p.switched_off or str(p.id) == self._wanted
        ]
        shown = [brief for brief in map(self._brief, offered) if brief.matches(typed)]
        keys = [brief.key for brief in shown]
        self.person_list.show_briefs(shown)
        if self._wanted in keys:
            self.person_list.choose(self._wanted)
        elif self.person_list.current_key() not in keys:
            self.person_list.choose_first()
        nobody = bool(typed) and bool(self._people) and not shown
        self.name_row.set_error(self.tr("Nobody here has this name.") if nobody else "")
        self._tell()

    def _tell(self) -> None:
        current = self.person_list.current_key()
        if current != self._told:
            self._told = current
            self.person_changed.emit()

    def _brief(self, person: Person) -> RecordBrief:
        caption, tone = self._describe(person)
        return RecordBrief(
            str(person.id), person.display_name, caption, tone, words=person.sign_in_name
        )

    def _step(self, step: int) -> None:
        keys = self.person_list.shown_keys()
        current = self.person_list.current_key()
        if keys:
            at = keys.index(current) + step if current in keys else 0
            self._wanted = keys[max(0, min(len(keys) - 1, at))]
            self.person_list.choose(self._wanted)

    def _on_name_text_edited(self, _text: str) -> None:
        self._wanted = ""
        self._fill()

    def _on_person_clicked(self) -> None:
        self._wanted = self.person_list.current_key()
        self.person_clicked.emit()

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(8))
        self.person_list.setMinimumHeight(self._theme.px(ROW) * 2)
