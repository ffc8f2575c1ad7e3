"""Choosing a new password before going on with an old one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.clock import Clock
from desktop.services import sign_in
from desktop.services.desk import Refused
from desktop.services.people import Person
from desktop.services.sign_in import SignInAnswer
from ui import labels_settings
from ui.actions import Action, DeskAction
from ui.pages.sign_in_place import SignInPlace
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

_LONGEST = 200


class ChangePasswordSheet(SideSheet):
    """The present password, and a new one twice. Each try empties the fields it was wrong in.

    Deleted when it closes.

    Signals:
        password_changed(Person): it is changed, and the person is in.
    """

    password_changed = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        place: SignInPlace,
        clock: Clock,
        person: Person,
        parent: QWidget | None = None,
    ) -> None:
        """Make it for one person."""
        super().__init__("", theme=theme, name="change_password_sheet", parent=parent)
        self._tasks = tasks
        self._place = place
        self._clock = clock
        self._person = person
        self._trying = False
        title = self.tr("Choose a new password")
        self.title_label.setText(title)
        self.setAccessibleName(title)
        self.subtitle_label.setText(
            self.tr("{name}: {why}").format(
                name=person.display_name, why=labels_settings.sign_in_failure("password_old")
            )
        )
        self.subtitle_label.setVisible(True)
        self._build()
        self._finish.triggered.connect(self._on_finish_triggered)
        self._again.line_edit.returnPressed.connect(self._on_finish_triggered)
        for row in (self._present, self._new, self._again):
            row.line_edit.textEdited.connect(row.clear_error)
        self.sheet_closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F10 finishes. No shortcut: there may be a locked window below with an F10 of its own."""
        if event.key() == Qt.Key.Key_F10 and not event.isAutoRepeat():
            self._finish.trigger()
        super().keyPressEvent(event)

    def _build(self) -> None:
        theme = self._theme
        self.banner = Banner(theme=theme, name="change_password_banner", kind="bad")
        self._present = _password_row(self.tr("Present password"), "present_password_edit", theme)
        self._new = _password_row(self.tr("New password"), "new_password_edit", theme)
        self._new.set_hint(labels_settings.password_rule())
        self._again = _password_row(
            self.tr("New password again"), "new_password_again_edit", theme, advance=False
        )
        for widget in (self.banner, self._present, self._new, self._again):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._finish = DeskAction(
            action=Action(
                "change_password", self.tr("Change and sign in"), icon="check", keys=("F10",)
            ),
            parent=self,
        )
        button = KeyButton(theme=theme, action=self._finish, variant="primary")
        self.foot.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)

    def _on_finish_triggered(self) -> None:
        if self._trying:
            return
        for row in (self._present, self._new, self._again):
            row.clear_error()
        if self._new.text() != self._again.text():
            self._again.line_edit.clear()
            self._refuse(self._again, Refused("passwords_differ"))
            return
        self._trying = True
        self._change(self._present.text(), self._new.text())

    def _change(self, password: str, new_password: str) -> None:
        place, person_id, now = self._place, self._person.id, self._clock.now()
        self._tasks.command(
            self,
            lambda session: sign_in.change_password(
                session,
                store_id=place.store_id,
                workstation_id=place.workstation_id,
                agent_id=person_id,
                password=password,
                new_password=new_password,
                now=now,
            ),
            done=self._on_answered,
            failed=self._on_change_failed,
            name="change_password",
        )

    def _on_answered(self, answer: SignInAnswer) -> None:
        self._trying = False
        self._present.line_edit.clear()
        if answer.code:
            words = self._place.failure_words(answer, now=self._clock.now())
            if answer.code == "wrong_password":
                self._present.set_error(self.tr("This is not the present password."))
            else:
                self.banner.show_message(kind="bad", icon="warning-fill", text=words)
            self._present.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._new.line_edit.clear()
        self._again.line_edit.clear()
        self.password_changed.emit(answer.person)
        self.close_sheet()

    def _on_change_failed(self, error: BaseException) -> None:
        self._trying = False
        self._new.line_edit.clear()
        self._again.line_edit.clear()
        if isinstance(error, Refused):
            self._refuse(self._new, error)
            return
        self._present.line_edit.clear()
        words = labels_settings.sign_in_failure("gone")
        self.banner.show_message(kind="bad", icon="warning-fill", text=words)
        self._tasks.unhandled.emit(error, "change_password")

    def _refuse(self, row: FieldRow, error: Refused) -> None:
        row.set_error(labels_settings.refusal(error))
        row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _password_row(label: str, name: str, theme: Theme, *, advance: bool = True) -> FieldRow:
    row = FieldRow(label, theme=theme, name=name, advance=advance)
    row.line_edit.setEchoMode(QLineEdit.EchoMode.Password)
    row.line_edit.setMaxLength(_LONGEST)
    return row
