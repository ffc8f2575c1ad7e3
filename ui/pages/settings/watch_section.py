"""The watch list: numbers, e-mails and addresses whose orders are looked at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.services import watch_list
from desktop.services.desk import Stale
from desktop.services.watch_list import WatchedRow, WatchInput
from models.addresses_rules import PostalAddress
from ui.actions import DeskAction
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton

_ADDRESS = ("street", "unit", "city", "postal_code", "country")
_WATCHED = ("contact", *_ADDRESS)


class WatchSection(SettingsSection):
    """The list, and the form of one entry. What is watched never changes; its reason may."""

    def __init__(
        self, *, kit: SettingsKit, words: SectionWords, new: DeskAction, remove: DeskAction
    ) -> None:
        """*new* begins an entry, *remove* ends the current one."""
        buttons = [KeyButton(theme=kit.theme, action=action) for action in (new, remove)]
        buttons[0].setObjectName("watch_new_button")
        buttons[1].setObjectName("watch_remove_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="watch_form"),
            foot=buttons,
        )
        self._ended: WatchedRow | None = None
        self._fill()

    def read_rows(self, session: Any) -> Sequence[WatchedRow]:
        """Everything that is watched."""
        return watch_list.rows(session, self._kit.desk())

    def write_row(self, session: Any, changed: Any, before: Any) -> WatchedRow:
        """Watch something new, or say better why."""
        desk = self._kit.desk()
        if before is None:
            return watch_list.add(session, desk, changed)
        return watch_list.change_reason(
            session, desk, before.id, changed.reason, before=before.reason
        )

    def key_of(self, row: WatchedRow) -> str:
        """Its id."""
        return str(row.id)

    def brief_of(self, row: WatchedRow) -> RecordBrief:
        """What is watched."""
        icon = "map-pin" if row.match_key else "at" if "@" in row.contact else "phone"
        return RecordBrief(str(row.id), row.shown, icon=icon, words=row.reason)

    def values_of(self, row: WatchedRow | None) -> dict[str, Any]:
        """Its fields as text."""
        empty: dict[str, Any] = dict.fromkeys((*_WATCHED, "reason"), "")
        if row is None:
            return empty | {"country": self._kit.desk().country}
        where = "street" if row.match_key else "contact"
        return empty | {where: row.shown, "reason": row.reason}

    def collect(self, values: Mapping[str, Any], row: WatchedRow | None) -> WatchInput:
        """The entry as the form says."""
        if row is not None:
            return WatchInput(reason=values["reason"])
        address = PostalAddress(
            line1=values["street"],
            line2=values["unit"],
            city=values["city"],
            postal_code=values["postal_code"],
            country=values["country"].strip().upper() or self._kit.desk().country,
        )
        return WatchInput(contact=values["contact"], address=address, reason=values["reason"])

    def on_record_shown(self, row: WatchedRow | None) -> None:
        """Of an entry that stands, only what it has is shown, and only its reason can be changed."""
        for name in _WATCHED:
            field = self.form.field(name)
            field.set_read_only(row is not None or bool(self._reason))
            of_address = row is not None and bool(row.match_key)
            alone = name == ("street" if of_address else "contact")
            field.setVisible(row is None or alone)

    def why_not_remove(self) -> str:
        """An entry has to be open."""
        return "" if self.current_row is not None else self.tr("Nothing on the list is open.")

    @property
    def can_put_back(self) -> bool:
        """Whether an entry was just ended."""
        return self._ended is not None

    def remove(self) -> None:
        """Watch the current entry no longer; ``undo`` takes that back."""
        row = self.current_row
        if isinstance(row, WatchedRow) and not self.is_saving:
            self._kit.tasks.command(
                self,
                lambda session: watch_list.end(session, self._kit.desk(), row.id),
                done=lambda _none: self._on_ended(row),
                failed=self._on_end_failed,
                changed=self.changed_names(),
                name="end_watch",
            )

    def undo(self) -> None:
        """Drop what is typed, or watch again what was ended last."""
        if self.is_current_changed or self._ended is None:
            super().undo()
            return
        row, self._ended = self._ended, None
        self._kit.tasks.command(
            self,
            lambda session: watch_list.resume(session, self._kit.desk(), row.id),
            done=self._on_resumed,
            failed=self._on_end_failed,
            changed=self.changed_names(),
            name="resume_watch",
        )

    def _on_ended(self, row: WatchedRow) -> None:
        self._ended = row
        self.forget(self.key_of(row))
        words = self.tr("No longer watched: {title}. Alt+U puts it back")
        self.told.emit(words.format(title=row.shown), "info")

    def _on_resumed(self, row: WatchedRow) -> None:
        self.remember(row)
        self.told.emit(self.tr("Watched again: {title}").format(title=row.shown), "ok")

    def _on_end_failed(self, error: BaseException) -> None:
        if isinstance(error, Stale):
            self.load()
        else:
            self.on_write_failed(error)

    def _fill(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_heading(self.tr("A number or an e-mail"))
        form.add_row(
            contact=TextField(
                self.tr("Telephone number or e-mail address"), theme=theme,
                name="watch_contact_edit", placeholder="909 555 0142",
                hint=self.tr("Found among all of a customer's numbers and e-mails."),
            )
        )  # fmt: skip
        form.add_heading(self.tr("Or an address"))
        form.add_row(
            street=TextField(self.tr("Street"), theme=theme, name="watch_street_edit"),
            unit=TextField(self.tr("Unit"), theme=theme, name="watch_unit_edit", longest=60),
        )
        form.add_row(
            city=TextField(self.tr("Town"), theme=theme, name="watch_city_edit"),
            postal_code=TextField(
                self.tr("ZIP"), theme=theme, name="watch_postal_edit", longest=20
            ),
            country=TextField(
                self.tr("Country"), theme=theme, name="watch_country_edit", longest=2
            ),
        )
        form.add_note(
            self.tr(
                "Bill-to and ship-to are compared, however they are written, whoever lives there."
            )
        )
        form.add_heading(self.tr("Why"))
        form.add_row(
            reason=TextField(
                self.tr("Reason, as the verification page shows it"), theme=theme,
                name="watch_reason_edit", longest=watch_list.LONGEST_REASON,
                hint=self.tr("Kept with the entry, also after it is ended. Callers never hear it."),
            )
        )  # fmt: skip
