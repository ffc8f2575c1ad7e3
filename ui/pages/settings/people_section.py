"""The people who work at the desks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.services import people
from desktop.services.desk import Refused
from desktop.services.people import Person, PersonInput
from models import limits
from models.agent import Role
from ui import labels_settings
from ui.actions import DeskAction
from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton


class PeopleSection(SettingsSection):
    """Everyone by name, and the form of one. A password goes in and never comes out."""

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        new: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """Make list and form; ``new`` begins a person."""
        button = KeyButton(theme=kit.theme, action=new)
        button.setObjectName("people_new_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="people_form"),
            foot=(button,),
            parent=parent,
        )
        self._fill_names()
        self._fill_switches()

    def read_rows(self, session: Any) -> Sequence[Person]:
        """Everyone."""
        return people.people(session, self._kit.desk().store_id)

    def write_row(self, session: Any, changed: Any, before: Any) -> Person:
        """Save one."""
        return people.save_person(session, self._kit.desk(), changed, before=before)

    def key_of(self, row: Person) -> str:
        """Their id."""
        return str(row.id)

    def brief_of(self, row: Person) -> RecordBrief:
        """Name, and what is worth knowing first."""
        key, name = str(row.id), row.display_name
        if row.switched_off:
            return RecordBrief(key, name, self.tr("Switched off"), tone="neutral")
        if self._is_locked(row):
            return RecordBrief(key, name, self.tr("Locked"), tone="held", sign="lock-key")
        return RecordBrief(key, name, labels_settings.role(row.role))

    def values_of(self, row: Person | None) -> dict[str, Any]:
        """Their fields; the password is never among them."""
        return {
            "display_name": row.display_name if row else "",
            "sign_in_name": row.sign_in_name if row else "",
            "role": row.role if row else Role.AGENT,
            "password": "",
            "switched_off": row.switched_off if row else False,
            "unlock": False,
            "uses_screen_reader": row.uses_screen_reader if row else False,
        }

    def collect(self, values: Mapping[str, Any], row: Person | None) -> PersonInput:
        """The person as the form says."""
        if values["password"]:
            people.check_password(values["password"])
        return PersonInput(id=row.id if row is not None else None, **values)

    def on_record_shown(self, row: Person | None) -> None:
        """The lock is spoken of while there is one."""
        locked = row is not None and self._is_locked(row)
        self._unlock.setVisible(locked)
        if row is not None and row.locked_until is not None and locked:
            desk = self._kit.desk()
            until = labels_settings.time_of(row.locked_until, desk.time_zone, desk.now())
            self._unlock.set_hint(
                self.tr("Locked until {time}, after {count} wrong passwords.").format(
                    time=until, count=limits.SIGN_IN_FAILURES
                )
            )
        self._password.set_hint(self._password_hint(row))

    def _is_locked(self, row: Person) -> bool:
        return row.locked_until is not None and row.locked_until > self._kit.desk().now()

    def _password_hint(self, row: Person | None) -> str:
        rule = labels_settings.password_rule()
        if self._kit.desk().practice:
            return self.tr("Nobody is asked for it in the practice shop.") + " " + rule
        if row is not None and row.has_password:
            return rule + " " + self.tr("Empty: it stays as it is.")
        return rule

    def _fill_names(self) -> None:
        theme = self._kit.theme
        self.form.add_row(
            display_name=TextField(self.tr("Name"), theme=theme, name="people_name_edit"),
            sign_in_name=TextField(
                self.tr("Sign-in name"), theme=theme, name="people_sign_in_edit", longest=60
            ),
        )
        self.form.add_row(
            role=ChoiceField(
                self.tr("Role"),
                [(role, labels_settings.role(role)) for role in Role],
                theme=theme,
                name="people_role_combo",
                hint=self.tr("A supervisor may change these settings, and all that an agent may."),
            )
        )
        self._password = TextField(
            self.tr("New password"), theme=theme, name="people_password_edit", secret=True,
            check=_check_password,
        )  # fmt: skip
        self.form.add_row(password=self._password)

    def _fill_switches(self) -> None:
        theme = self._kit.theme
        self._unlock = SwitchField(
            self.tr("End the lock now"), theme=theme, name="people_unlock_check"
        )
        self._unlock.hide()
        self.form.add_row(unlock=self._unlock)
        self.form.add_row(
            switched_off=SwitchField(
                self.tr("Switched off"),
                theme=theme,
                name="people_off_check",
                hint=self.tr("Cannot sign in. What they did stays under their name."),
            )
        )
        self.form.add_row(
            uses_screen_reader=SwitchField(
                self.tr("Uses a screen reader"),
                theme=theme,
                name="people_reader_check",
                hint=labels_settings.screen_reader_sentence(),
            )
        )


def _check_password(typed: str) -> str:
    if not typed:
        return ""
    try:
        people.check_password(typed)
    except Refused as error:
        return labels_settings.refusal(error)
    return ""
