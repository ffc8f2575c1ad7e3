"""Fax and e-mail: the servers, how is dialled, what the shop wants of its faxes; and trying them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.dispatch.passwords import ALL, Which
from desktop.errors import WorldError
from desktop.services import fax_settings, mail_settings
from desktop.services.desk import Refused
from desktop.services.fax_settings import MOST_TRIES, FaxSettings
from desktop.services.mail_settings import MailSettings
from ui.actions import Action, ActionTable
from ui.pages.settings.fax_mail_fields import FaxMailFields, whole_number
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField
from ui.pages.settings.try_field import TryField

_KEY = "fax_mail"
_PORTS = ("fax_port", "mail_port", "bounce_port")


@dataclass(frozen=True)
class Tried:
    """What came of trying a server, in words."""

    is_well: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class FaxMailKit:
    """What the section needs of this computer. All but the last three block: off the GUI thread.

    Attributes:
        password_words: which passwords are set on this computer, in words, each by its name.
        save_password: puts one into the keyring. Raises AgentError or WorldError.
        try_fax, try_mail, try_box: connect as the stored settings say, and send nothing. They may
            raise WorldError.
        saved: the desk has other settings now. On the GUI thread.
    """

    password_words: Callable[[], Mapping[Which, str]]
    save_password: Callable[[Which, str], None]
    try_fax: Callable[[], Tried]
    try_mail: Callable[[], Tried]
    try_box: Callable[[], Tried]
    saved: Callable[[], None]
    actions: ActionTable
    context: str


@dataclass(frozen=True)
class FaxMailRow:
    """Both settings, as one form shows them."""

    fax: FaxSettings
    mail: MailSettings


@dataclass(frozen=True)
class FaxMailChange:
    """What the form says: both settings, and the passwords that were typed."""

    row: FaxMailRow
    passwords: Mapping[Which, str]


class FaxMailSection(SettingsSection):
    """One form. Passwords go into the keyring and are never shown again.

    Signals:
        settings_saved: the shop's settings have another version now.
    """

    settings_saved = Signal()

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        fax_mail: FaxMailKit,
        parent: QWidget | None = None,
    ) -> None:
        """Make the form."""
        form = SettingsForm(theme=kit.theme, name="fax_mail_form")
        super().__init__(kit=kit, words=words, form=form, parent=parent)
        self._fax_mail = fax_mail
        self._practice = kit.desk().practice
        self._tries: dict[str, TryField] = {}
        self._fill(FaxMailFields(theme=kit.theme, form=form))

    def load(self) -> None:
        """Read the settings, and ask for the passwords' standing."""
        super().load()
        self._ask_passwords()

    def read_rows(self, session: Any) -> Sequence[FaxMailRow]:
        """The one."""
        store_id = self._kit.desk().store_id
        return (
            FaxMailRow(fax_settings.get(session, store_id), mail_settings.get(session, store_id)),
        )

    def run_write(
        self,
        changed: FaxMailChange,
        before: Any,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """The keyring first: it may ask a person, and no session is open meanwhile."""

        def shown(saved: FaxMailRow) -> None:
            done(saved)
            for tried in self._tries.values():
                tried.say("")
            self._fax_mail.saved()
            self.settings_saved.emit()
            self._ask_passwords()

        def then(_none: object) -> None:
            super(FaxMailSection, self).run_write(changed, before, shown, failed)

        self._kit.tasks.network(self, lambda: self._keep(changed), done=then, failed=failed)

    def write_row(self, session: Any, changed: FaxMailChange, before: FaxMailRow) -> FaxMailRow:
        """Save what of the two has changed, and that passwords were set."""
        desk = self._kit.desk()
        fax, mail = changed.row.fax, changed.row.mail
        if fax != before.fax:
            fax = fax_settings.save(session, desk, fax)
        if mail != before.mail:
            mail = mail_settings.save(session, desk, mail)
        for which in changed.passwords:
            _note_password(session, desk.store_id, which, desk.stamp())
        return FaxMailRow(fax, mail)

    def key_of(self, row: Any) -> str:
        """There is one."""
        return _KEY

    def brief_of(self, row: Any) -> RecordBrief:
        """What it is called."""
        return RecordBrief(_KEY, self.words.title)

    def values_of(self, row: FaxMailRow | None) -> dict[str, Any]:
        """The fields; those of passwords are always empty."""
        shown = row or FaxMailRow(FaxSettings(), MailSettings())
        values = {f"fax_{name}": value for name, value in asdict(shown.fax).items()}
        for name, value in asdict(shown.mail).items():
            values[name if name.startswith("bounce_") else f"mail_{name}"] = value
        values |= {name: str(values[name]) for name in (*_PORTS, "fax_tries")}
        values |= {f"{which}_password": "" for which in ALL}
        values |= dict.fromkeys(self._tries)
        del values["fax_version"], values["mail_version"]
        return values

    def collect(self, values: Mapping[str, Any], row: FaxMailRow) -> FaxMailChange:
        """What the form says, checked before a password goes into the keyring."""
        said = dict(values)
        for name in _PORTS:
            said[name] = whole_number(
                values[name], "port_wrong", field=name, lowest=1, highest=65_535
            )
        said["fax_tries"] = whole_number(
            values["fax_tries"], "tries_wrong", field="fax_tries", lowest=1, highest=MOST_TRIES
        )
        fax = {name: said[f"fax_{name}"] for name in asdict(row.fax) if name != "version"}
        mail = {
            name: said[name if name.startswith("bounce_") else f"mail_{name}"]
            for name in asdict(row.mail)
            if name != "version"
        }
        typed: dict[Which, str] = {
            which: values[f"{which}_password"] for which in ALL if values[f"{which}_password"]
        }
        changed = _checked(FaxMailRow(replace(row.fax, **fax), replace(row.mail, **mail)))
        return FaxMailChange(changed, typed)

    # How it is made

    def _fill(self, fields: FaxMailFields) -> None:
        if self._practice:
            self.form.add_note(
                self.tr(
                    "This is practice: nothing is sent, nothing is fetched and no server is "
                    "connected to. What is set here is kept for the practice shop only."
                )
            )
        kit = self._fax_mail
        fields.add_fax_server()
        self._add_try("try_fax", self.tr("Try the fax server"), "Alt+T", kit.try_fax, fields)
        fields.add_dialling()
        fields.add_sending()
        fields.add_mail()
        self._add_try("try_mail", self.tr("Try the mail server"), "Alt+M", kit.try_mail, fields)
        fields.add_returned()
        self._add_try("try_box", self.tr("Try the box"), "Alt+B", kit.try_box, fields)
        self.form.add_note(
            self.tr(
                "Passwords are kept in the keyring of this computer, and nowhere else. Where a "
                "worker sends and fetches, it needs them, and no desk does."
            )
        )

    def _add_try(
        self, name: str, text: str, key: str, ask: Callable[[], Tried], fields: FaxMailFields
    ) -> None:
        kit = self._fax_mail
        action = kit.actions.add(
            Action(f"settings.{name}", text, "check", kit.context, keys=(key,)),
            lambda: self._try(name, ask),
            host=self,
        )
        field = TryField(theme=self._kit.theme, action=action, name=f"{name}_words")
        self._tries[name] = field
        fields.add_tries(**{name: field})

    # What is done

    def _keep(self, changed: FaxMailChange) -> None:
        for which, password in changed.passwords.items():
            self._fax_mail.save_password(which, password)

    def _ask_passwords(self) -> None:
        self._kit.tasks.network(
            self,
            self._fax_mail.password_words,
            done=self._show_passwords,
            failed=self._on_ask_failed,
        )

    def _show_passwords(self, words: Mapping[Which, str]) -> None:
        for which, said in words.items():
            field = self.form.field(f"{which}_password")
            if isinstance(field, TextField):
                field.set_hint(said)

    def _on_ask_failed(self, error: BaseException) -> None:
        if isinstance(error, WorldError):
            self._show_passwords(dict.fromkeys(ALL, error.words))
        else:
            self._kit.tasks.unhandled.emit(error, "passwords")

    def _try(self, name: str, ask: Callable[[], Tried]) -> None:
        field = self._tries[name]
        if self._practice:
            self._tell(name, self.tr("Practice connects to no server."), "info")
            return
        if self.is_changed:
            self._tell(name, self.tr("Save first: what is stored is tried."), "held")
            return
        field.say(self.tr("Connecting…"), "busy")

        def failed(error: BaseException) -> None:
            if isinstance(error, WorldError):
                self._tell(name, error.words, "bad")
            else:
                field.say("")
                self._kit.tasks.unhandled.emit(error, name)

        self._kit.tasks.network(
            self,
            ask,
            done=lambda tried: self._tell(name, tried.words, "ok" if tried.is_well else "bad"),
            failed=failed,
        )

    def _tell(self, name: str, words: str, kind: str) -> None:
        self._tries[name].say(words, kind)
        self.told.emit(words, kind)


def _checked(row: FaxMailRow) -> FaxMailRow:
    """Both in the form in which they are kept. Raises Refused with the field of this form."""
    try:
        fax = fax_settings.checked(row.fax)
    except Refused as error:
        raise Refused(error.code, field=f"fax_{error.field}", **error.values) from error
    try:
        mail = mail_settings.checked(row.mail)
    except Refused as error:
        of_box = error.field.startswith("bounce_")
        field = error.field if of_box else f"mail_{error.field}"
        raise Refused(error.code, field=field, **error.values) from error
    return FaxMailRow(fax, mail)


def _note_password(session: Any, store_id: Any, which: Which, stamp: Any) -> None:
    if which == "fax":
        fax_settings.note_password(session, store_id, is_set=True, stamp=stamp)
    else:
        mail_settings.note_password(session, store_id, which, is_set=True, stamp=stamp)
