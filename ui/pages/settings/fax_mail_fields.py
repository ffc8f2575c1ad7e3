"""The fields of the fax and e-mail settings, by the names under which the services refuse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.services.desk import Refused
from desktop.services.fax_settings import HYLAFAX_PORT, MOST_TRIES
from desktop.services.mail_settings import IMAPS_PORT, SUBMISSION_PORT
from models import emails
from ui import labels_servers, labels_settings
from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.setting_field import SettingField
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.theme import Theme

_LONGEST_PORT = 5


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("FaxMailFields", text)


class FaxMailFields:
    """Makes the fields of a form, part by part."""

    def __init__(self, *, theme: Theme, form: SettingsForm) -> None:
        """Nothing is in the form yet."""
        self._theme = theme
        self._form = form

    def add_fax_server(self) -> None:
        """Where faxes come from and go to."""
        form = self._form
        form.add_heading(tr("Fax server"))
        form.add_note(
            tr(
                "HylaFAX knows no encryption: let it run on this computer, on a network of its own, "
                "or behind a tunnel."
            )
        )
        form.add_row(
            fax_host=self._text(tr("Fax server (HylaFAX)"), "fax_host_edit", "fax.example.com"),
            fax_port=self._port(tr("Fax port"), "fax_port_edit", HYLAFAX_PORT),
        )
        form.add_row(
            fax_user=self._text(tr("Fax user"), "fax_user_edit"),
            fax_password=self._password(tr("Fax password"), "fax_password_edit"),
        )
        form.add_row(
            fax_folder=self._text(
                tr("Watched folder"),
                "fax_folder_edit",
                "/srv/fax/in",
                tr(
                    "Received faxes and scans are taken out of it: TIFF and PDF files that another "
                    "fax server or a scanner puts there. On the computer of the worker."
                ),
            )
        )
        form.add_row(
            fax_key_file=self._text(
                tr("File of one-time keys"),
                "fax_key_file_edit",
                "",
                tr(
                    "Empty: in the shop's own folder. Where several desks read faxes, a place that "
                    "all of them reach; never in a backup."
                ),
            )
        )

    def add_dialling(self) -> None:
        """What is dialled before a number."""
        form = self._form
        form.add_heading(tr("Dialling"))
        form.add_row(
            fax_outside_line=self._text(
                tr("For an outside line"), "fax_outside_edit", "9", tr("Empty: nothing."), 12
            ),
            fax_area_code=self._text(
                tr("Area code of the shop"),
                "fax_area_edit",
                "909",
                tr("Its numbers are dialled without the next."),
                5,
            ),
        )
        form.add_row(
            fax_long_distance=self._text(
                tr("Before another area code"), "fax_long_distance_edit", "1", "", 12
            ),
            fax_international=self._text(
                tr("Before a country code"), "fax_international_edit", "011", "", 12
            ),
        )

    def add_sending(self) -> None:
        """How faxes leave."""
        form = self._form
        form.add_heading(tr("Faxes that leave"))
        form.add_row(
            fax_tries=TextField(
                tr("Tries before a person is asked"),
                theme=self._theme,
                name="fax_tries_edit",
                placeholder="5",
                longest=2,
                check=_check_tries,
                hint=tr("Busy lines and lines that drop are tried again by themselves."),
            )
        )
        form.add_row(
            fax_cover_sheet=self._switch(
                tr("A cover sheet goes first"),
                "fax_cover_check",
                tr("It says for whom the fax is, how many pages it has, and that it is private."),
            )
        )
        form.add_row(
            fax_confirm_by_fax=self._switch(
                tr("Orders that came by fax are confirmed by fax"),
                "fax_confirm_check",
                tr("To the number that they came from, as soon as they are placed."),
            )
        )

    def add_mail(self) -> None:
        """How e-mail leaves."""
        form = self._form
        form.add_heading(tr("E-mail"))
        form.add_row(
            mail_host=self._text(tr("Mail server (SMTP)"), "mail_host_edit", "smtp.example.com"),
            mail_port=self._port(tr("Mail port"), "mail_port_edit", SUBMISSION_PORT),
        )
        form.add_row(
            mail_security=self._security(tr("Security of the mail server"), "mail_security_combo")
        )
        form.add_row(
            mail_user=self._text(
                tr("Mail user"), "mail_user_edit", "", tr("Empty: the server asks for no password.")
            ),
            mail_password=self._password(tr("Mail password"), "mail_password_edit"),
        )
        form.add_row(
            mail_from_name=self._text(
                tr("Name that e-mail is from"), "mail_from_name_edit", "",
                tr("Empty: the shop's name."),
            ),
            mail_from_address=TextField(
                tr("Address that e-mail is from"), theme=self._theme,
                name="mail_from_address_edit", placeholder="orders@example.com",
                check=_check_email, hint=tr("Answers go there, and what is returned."),
            ),
        )  # fmt: skip

    def add_returned(self) -> None:
        """Where what comes back is read."""
        form = self._form
        form.add_heading(tr("Returned e-mail"))
        form.add_note(
            tr(
                "E-mail that could not be delivered is returned to the address above. Order Desk "
                "reads that box, marks such reports as read, and gives whoever sent the e-mail a "
                "task. It deletes nothing, and leaves all other mail alone."
            )
        )
        form.add_row(
            bounce_host=self._text(
                tr("Box of returned e-mail (IMAP)"), "bounce_host_edit", "imap.example.com",
                tr("Empty: nobody looks."),
            ),
            bounce_port=self._port(tr("Box port"), "bounce_port_edit", IMAPS_PORT),
        )  # fmt: skip
        form.add_row(
            bounce_security=self._security(tr("Security of the box"), "bounce_security_combo"),
            bounce_folder=self._text(tr("Folder of the box"), "bounce_folder_edit", "INBOX"),
        )
        form.add_row(
            bounce_user=self._text(tr("Box user"), "bounce_user_edit"),
            mail_in_password=self._password(tr("Box password"), "bounce_password_edit"),
        )

    def add_tries(self, **fields: SettingField) -> None:
        """A button that tries what stands above it."""
        self._form.add_row(**fields)

    def _text(
        self, label: str, name: str, placeholder: str = "", hint: str = "", longest: int = 200
    ) -> TextField:
        return TextField(
            label, theme=self._theme, name=name, placeholder=placeholder, hint=hint, longest=longest
        )

    def _port(self, label: str, name: str, usual: int) -> TextField:
        return TextField(
            label,
            theme=self._theme,
            name=name,
            placeholder=str(usual),
            longest=_LONGEST_PORT,
            check=_check_port,
            hint=tr("Usually {port}.").format(port=usual),
        )

    def _password(self, label: str, name: str) -> TextField:
        return TextField(
            label,
            theme=self._theme,
            name=name,
            placeholder=tr("To set it or another one"),
            secret=True,
        )

    def _switch(self, label: str, name: str, hint: str) -> SwitchField:
        return SwitchField(label, theme=self._theme, name=name, hint=hint)

    def _security(self, label: str, name: str) -> ChoiceField:
        choices: Sequence[tuple[str, str]] = labels_servers.securities()
        return ChoiceField(label, theme=self._theme, name=name, choices=choices)


def whole_number(typed: str, code: str, *, field: str, lowest: int, highest: int) -> int:
    """What was typed as a number. Raises Refused *code* where it is none, or out of bounds."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= highest:
        raise Refused(code, field=field, most=highest)
    return int(text)


def _check_port(typed: str) -> str:
    return _check(typed, "port_wrong", 1, 65_535)


def _check_tries(typed: str) -> str:
    return _check(typed, "tries_wrong", 1, MOST_TRIES)


def _check(typed: str, code: str, lowest: int, highest: int) -> str:
    try:
        whole_number(typed, code, field="", lowest=lowest, highest=highest)
    except Refused as error:
        return labels_settings.refusal(error)
    return ""


def _check_email(typed: str) -> str:
    if not typed or not emails.problem(typed):
        return ""
    return labels_settings.refusal(Refused("email_wrong"))
