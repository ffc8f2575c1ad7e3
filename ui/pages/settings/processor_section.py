"""The card processor of a live shop: its keys, whether they serve, and whose payments it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import WorldError
from desktop.payments import secrets
from desktop.services import processor_settings
from desktop.services.desk import Stale
from desktop.services.processor_settings import ProcessorRow
from ui.actions import Action, ActionTable
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton

LONGEST_KEY = 250


@dataclass(frozen=True, kw_only=True)
class ProcessorKit:
    """What the section needs of this computer. The first three block: they run off the GUI thread.

    Attributes:
        secret_words: the secret key by kind and ending, and where it is; or that there is none.
        save_secret: puts a key into the keyring. Raises AgentError or WorldError.
        check: asks the processor something harmless; whether it answers, and the words.
        keys_changed: the desk reads the keys anew. On the GUI thread.
    """

    secret_words: Callable[[], str]
    save_secret: Callable[[str], None]
    check: Callable[[], tuple[bool, str]]
    keys_changed: Callable[[], None]
    actions: ActionTable
    context: str


@dataclass(frozen=True)
class ProcessorChange:
    """What the form says: the row, and a secret key that was typed, or ""."""

    row: ProcessorRow
    secret: str


class ProcessorSection(SettingsSection):
    """One record. The secret key goes into the keyring and is never shown again.

    Signals:
        keys_saved: the shop's settings have another version now.
    """

    keys_saved = Signal()

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        processor: ProcessorKit,
        parent: QWidget | None = None,
    ) -> None:
        """Make the form; practice has nothing to set."""
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="processor_form"),
            parent=parent,
        )
        self._processor = processor
        self._is_practice = kit.desk().practice
        if self._is_practice:
            self.form.add_note(
                self.tr(
                    "There is nothing to set: the practice shop has a processor of its own on this "
                    "computer, and takes the published test cards only."
                )
            )
        else:
            self._fill()

    def load(self) -> None:
        """Read the settings, and ask for the secret key's standing."""
        super().load()
        self._ask_secret()

    def read_rows(self, session: Any) -> Sequence[ProcessorRow]:
        """The one."""
        return (processor_settings.processor_row(session, self._kit.desk().store_id),)

    def run_write(
        self,
        changed: ProcessorChange,
        before: Any,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """The keyring first: it may ask a person, and no session is open meanwhile."""

        def shown(saved: ProcessorRow) -> None:
            done(saved)
            self._processor.keys_changed()
            self._ask_secret()
            self.keys_saved.emit()

        def then(_none: object) -> None:
            super(ProcessorSection, self).run_write(changed, before, shown, failed)

        self._kit.tasks.network(self, lambda: self._keep(changed), done=then, failed=failed)

    def write_row(self, session: Any, changed: ProcessorChange, before: Any) -> ProcessorRow:
        """What is not secret, and that a secret was set."""
        desk = self._kit.desk()
        now = processor_settings.processor_row(session, desk.store_id)
        if replace(now, version=before.version) != before:
            raise Stale
        row = replace(changed.row, version=now.version)
        saved = processor_settings.save_processor(session, desk, row)
        if changed.secret:
            processor_settings.note_change(
                session, desk.store_id, "secret_key_set", stamp=desk.stamp()
            )
        return saved

    def key_of(self, row: Any) -> str:
        """There is one."""
        return "processor"

    def brief_of(self, row: ProcessorRow) -> RecordBrief:
        """What it is called."""
        return RecordBrief("processor", self.words.title)

    def values_of(self, row: ProcessorRow) -> dict[str, Any]:
        """Its fields; the secret key's is always empty."""
        if self._is_practice:
            return {}
        return {
            "publishable_key": row.publishable_key,
            "secret_key": "",
            "shared_account": row.shared_account,
        }

    def collect(self, values: Mapping[str, Any], row: ProcessorRow) -> ProcessorChange:
        """What the form says."""
        changed = replace(
            row,
            publishable_key=values["publishable_key"],
            shared_account=values["shared_account"],
        )
        return ProcessorChange(changed, values["secret_key"].strip())

    def _keep(self, changed: ProcessorChange) -> None:
        if changed.row.publishable_key:
            secrets.check_key(changed.row.publishable_key, use="publishable")
        if changed.secret:
            self._processor.save_secret(changed.secret)

    def _fill(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_note(
            self.tr(
                "Stripe. Both keys stand in its dashboard, under Developers. A live shop takes live "
                "keys only."
            )
        )
        form.add_row(
            publishable_key=TextField(
                self.tr("Publishable key"),
                theme=theme,
                name="processor_publishable_edit",
                placeholder="pk_live_…",
                longest=LONGEST_KEY,
                describe=self._describe,
            )
        )
        self._secret = TextField(
            self.tr("Secret key"),
            theme=theme,
            name="processor_secret_edit",
            placeholder=self.tr("sk_live_… or rk_live_…, to set it or another one"),
            longest=LONGEST_KEY,
            secret=True,
        )
        form.add_row(secret_key=self._secret)
        form.add_row(
            shared_account=SwitchField(
                self.tr("Others take payments with this account too, such as a web shop"),
                theme=theme,
                name="processor_shared_check",
            )
        )
        form.add_note(
            self.tr(
                "The secret key is kept in the keyring of this computer, and nowhere else. Where a "
                "worker carries out the payments, no desk needs it."
            )
        )
        check = self._processor.actions.add(
            Action("settings.check_processor", self.tr("Check now"), "check",
                   self._processor.context, keys=("Alt+K",)),
            self._check,
            host=self,
        )  # fmt: skip
        button = KeyButton(theme=theme, action=check)
        self.form_panel.add_trailing(button)

    def _describe(self, key: str) -> str:
        facts = secrets.facts_of(key)
        if facts is None:
            return ""
        words = self.tr("Live key") if facts.kind == "live" else self.tr("Test key")
        return self.tr("{kind} ending …{ending}").format(kind=words, ending=facts.ending)

    def _ask_secret(self) -> None:
        if self._is_practice:
            return
        self._kit.tasks.network(
            self,
            self._processor.secret_words,
            done=self._secret.set_hint,
            failed=self._on_ask_failed,
        )

    def _on_ask_failed(self, error: BaseException) -> None:
        if isinstance(error, WorldError):
            self._secret.set_hint(error.words)
        else:
            self._kit.tasks.unhandled.emit(error, "secret_key")

    def _check(self) -> None:
        self.told.emit(self.tr("The processor is being asked."), "info")
        self._kit.tasks.network(
            self, self._processor.check, done=self._on_checked, failed=self._on_check_failed
        )

    def _on_checked(self, answer: tuple[bool, str]) -> None:
        is_well, words = answer
        self.told.emit(words, "ok" if is_well else "bad")
        self.say("" if is_well else words)

    def _on_check_failed(self, error: BaseException) -> None:
        if isinstance(error, WorldError):
            self._on_checked((False, error.words))
        else:
            self._kit.tasks.unhandled.emit(error, "check_processor")
