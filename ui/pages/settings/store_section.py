"""The shop's own profile: what letterheads and words to callers are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.services import stores
from desktop.services.desk import Refused
from desktop.services.stores import StoreProfile
from models import emails, phone_numbers
from models.store import StoreMode
from ui import labels, labels_settings
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.lines_field import LinesField
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField


class StoreSection(SettingsSection):
    """One record: the store. Country, currency and mode are shown and never change."""

    def __init__(
        self, *, kit: SettingsKit, words: SectionWords, parent: QWidget | None = None
    ) -> None:
        """Make the form."""
        self._clock = kit.clock
        self._country = kit.desk().country
        form = SettingsForm(theme=kit.theme, name="store_form")
        super().__init__(kit=kit, words=words, form=form, parent=parent)
        self._fill_shop(form)
        self._fill_letterhead(form)
        self._fill_opt_out(form)

    def read_rows(self, session: Any) -> Sequence[StoreProfile]:
        """The profile."""
        return (stores.profile(session, self._kit.desk().store_id),)

    def write_row(self, session: Any, changed: Any, before: Any) -> StoreProfile:
        """Save it; its version is what makes a change of someone else known."""
        return stores.save_profile(session, self._kit.desk(), changed)

    def key_of(self, row: Any) -> str:
        """There is one."""
        return "store"

    def brief_of(self, row: StoreProfile) -> RecordBrief:
        """Its name."""
        return RecordBrief("store", row.name)

    def values_of(self, row: StoreProfile) -> dict[str, Any]:
        """Its fields as text."""
        live = row.mode is StoreMode.LIVE
        return {
            **{name: getattr(row, name) for name in stores.PROFILE_TEXTS},
            "address_lines": row.address_lines,
            "opt_out_address_lines": row.opt_out_address_lines,
            "languages": ", ".join(row.languages),
            "country": f"{labels.country_name(row.country)} ({row.country})",
            "currency": row.currency,
            "mode": self.tr("Live") if live else self.tr("Practice"),
        }

    def collect(self, values: Mapping[str, Any], row: StoreProfile) -> StoreProfile:
        """The profile as the form says."""
        languages = [code.strip() for code in values["languages"].replace(";", ",").split(",")]
        texts = {name: values[name] for name in stores.PROFILE_TEXTS}
        if any(len(code) > 5 for code in languages):
            raise Refused("language_missing", field="languages")
        return replace(
            row,
            languages=tuple(languages),
            address_lines=values["address_lines"],
            opt_out_address_lines=values["opt_out_address_lines"],
            **texts,
        )

    def _fill_shop(self, form: SettingsForm) -> None:
        form.add_heading(self.tr("The shop"))
        form.add_row(
            name=self._text(self.tr("Name"), "store_name_edit"),
            website=self._text(self.tr("Web site"), "store_website_edit"),
        )
        form.add_row(
            country=self._text(self.tr("Country"), "store_country_edit", fixed=True),
            currency=self._text(self.tr("Currency"), "store_currency_edit", fixed=True),
            mode=self._text(self.tr("Mode"), "store_mode_edit", fixed=True),
        )
        form.add_note(
            self.tr(
                "Country, currency and mode were fixed when the shop was made: its prices, rates "
                "and orders are kept in them."
            )
        )
        form.add_row(
            time_zone=TextField(
                self.tr("Time zone"),
                theme=self._kit.theme,
                name="store_time_zone_edit",
                placeholder="America/Los_Angeles",
                longest=60,
                describe=self._local_time,
            ),
            languages=TextField(
                self.tr("Languages, the shop's own first"),
                theme=self._kit.theme,
                name="store_languages_edit",
                placeholder="en, es",
                longest=60,
                describe=labels_settings.language_names,
            ),
        )

    def _fill_letterhead(self, form: SettingsForm) -> None:
        form.add_heading(self.tr("Letterhead"))
        form.add_row(
            address_lines=LinesField(
                self.tr("Address"),
                theme=self._kit.theme,
                name="store_address_edit",
                hint=self.tr("Shift+Enter begins a new line."),
            )
        )
        form.add_row(
            phone_domestic=self._phone(self.tr("Phone, in this country"), "store_phone_edit"),
            phone_abroad=self._phone(self.tr("Phone, from elsewhere"), "store_phone_abroad_edit"),
        )
        form.add_row(
            fax=self._phone(self.tr("Fax"), "store_fax_edit"),
            email=self._email(self.tr("E-mail"), "store_email_edit"),
        )

    def _fill_opt_out(self, form: SettingsForm) -> None:
        form.add_heading(self.tr("How customers opt out"))
        form.add_row(
            opt_out_phone=self._phone(self.tr("Phone for opt-outs"), "store_opt_out_phone_edit"),
            opt_out_fax=self._phone(self.tr("Fax for opt-outs"), "store_opt_out_fax_edit"),
        )
        form.add_row(
            opt_out_email=self._email(self.tr("E-mail for opt-outs"), "store_opt_out_email_edit")
        )
        form.add_row(
            opt_out_address_lines=LinesField(
                self.tr("Address for opt-outs"),
                theme=self._kit.theme,
                name="store_opt_out_address_edit",
                hint=self.tr("Shift+Enter begins a new line."),
            )
        )

    def _text(self, label: str, name: str, *, fixed: bool = False) -> TextField:
        return TextField(label, theme=self._kit.theme, name=name, fixed=fixed)

    def _phone(self, label: str, name: str) -> TextField:
        return TextField(
            label,
            theme=self._kit.theme,
            name=name,
            placeholder="1-800-555-0133",
            longest=60,
            check=self._check_phone,
        )

    def _email(self, label: str, name: str) -> TextField:
        return TextField(label, theme=self._kit.theme, name=name, check=_check_email)

    def _check_phone(self, typed: str) -> str:
        if not typed or phone_numbers.parse(typed, self._country) is not None:
            return ""
        return labels_settings.refusal(Refused("phone_wrong"))

    def _local_time(self, zone: str) -> str:
        try:
            local = self._clock.now().astimezone(ZoneInfo(zone))
        except (OSError, LookupError, ValueError):
            return ""
        return self.tr("It is {time} there now.").format(time=local.strftime("%H:%M"))


def _check_email(typed: str) -> str:
    if not typed or not emails.problem(typed):
        return ""
    return labels_settings.refusal(Refused("email_wrong"))
