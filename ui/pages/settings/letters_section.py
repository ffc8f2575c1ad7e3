"""Letters: the shop's Mailer ID for the barcode under addresses, its envelopes and its labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.services import mailing_settings
from desktop.services.desk import Refused
from desktop.services.mailing_settings import ENVELOPES, LABELS, SERVICE_TYPE, MailingSettings
from models import mail_codes
from ui import labels_settings
from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField

_KEY = "mailing"
_LONGEST_MAILER_ID, _LONGEST_SERVICE_TYPE = 11, 3


class LettersSection(SettingsSection):
    """One form: how the shop's letters are mailed."""

    def __init__(self, *, kit: SettingsKit, words: SectionWords) -> None:
        """Make the form."""
        super().__init__(
            kit=kit, words=words, form=SettingsForm(theme=kit.theme, name="letters_form")
        )
        self._fill()

    def read_rows(self, session: Any) -> Sequence[MailingSettings]:
        """The one."""
        return (mailing_settings.get(session, self._kit.desk().store_id),)

    def write_row(self, session: Any, changed: Any, before: Any) -> MailingSettings:
        """Save it."""
        return mailing_settings.save(session, self._kit.desk(), changed)

    def key_of(self, row: Any) -> str:
        """There is one."""
        return _KEY

    def brief_of(self, row: Any) -> RecordBrief:
        """What it is called."""
        return RecordBrief(_KEY, self.words.title)

    def values_of(self, row: MailingSettings | None) -> dict[str, Any]:
        """Its fields."""
        shown = row or MailingSettings()
        return {
            "mailer_id": shown.mailer_id,
            "service_type": shown.service_type,
            "envelope": shown.envelope,
            "labels": shown.labels,
        }

    def collect(self, values: Mapping[str, Any], row: MailingSettings) -> MailingSettings:
        """The settings as the form says."""
        return mailing_settings.checked(replace(row, **values))

    def _fill(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_heading(self.tr("Barcode under the address"))
        form.add_row(
            mailer_id=TextField(
                self.tr("Mailer ID"), theme=theme, name="letters_mailer_edit",
                placeholder="900001047", longest=_LONGEST_MAILER_ID, check=_check_mailer_id,
                hint=self.tr("Six or nine digits, from the post office. Empty: no barcode."),
            ),
            service_type=TextField(
                self.tr("Service type"), theme=theme, name="letters_service_edit",
                placeholder=SERVICE_TYPE, longest=_LONGEST_SERVICE_TYPE, check=_check_service_type,
                hint=self.tr("Three digits. 300: First-Class Mail without services."),
            ),
        )  # fmt: skip
        form.add_note(
            self.tr(
                "With a Mailer ID, letters to addresses in the United States have an Intelligent "
                "Mail barcode where it fits the envelope's window. Letters made before stay as they "
                "are."
            )
        )
        form.add_heading(self.tr("Envelopes and labels"))
        form.add_row(
            envelope=ChoiceField(
                self.tr("Envelopes"), [(key, self._envelope(key)) for key in ENVELOPES],
                theme=theme, name="letters_envelope_combo",
                hint=self.tr("Without a window, a long address keeps no letter back."),
            ),
            labels=ChoiceField(
                self.tr("Sheet of labels"), [(key, self._sheet(key)) for key in LABELS],
                theme=theme, name="letters_labels_combo",
            ),
        )  # fmt: skip

    def _envelope(self, key: str) -> str:
        return {
            "window": self.tr("With a window"),
            "plain": self.tr("Without a window"),
        }[key]

    def _sheet(self, key: str) -> str:
        return {
            "5160": self.tr("Avery 5160, 30 on Letter"),
            "5163": self.tr("Avery 5163, 10 on Letter"),
            "L7160": self.tr("Avery L7160, 21 on A4"),
        }[key]


def _check_mailer_id(typed: str) -> str:
    digits = "".join(typed.split())
    if not digits or mail_codes.is_mailer_id(digits):
        return ""
    return labels_settings.refusal(Refused("mailer_id_wrong"))


def _check_service_type(typed: str) -> str:
    if not typed or mail_codes.is_service_type(typed):
        return ""
    return labels_settings.refusal(Refused("service_type_wrong"))
