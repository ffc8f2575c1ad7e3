"""This desk: what belongs to the computer and not to the shop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.desk_settings import DeskSettings
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.lines_field import LinesField
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField

TEXT_SIZES: Final = (100, 110, 125, 150, 175, 200)
LONGEST_NAME: Final = 60


class DeskSection(SettingsSection):
    """One record, kept in a file of this computer. What is saved is seen at once.

    Signals:
        desk_settings_saved(DeskSettings): they are in force.
    """

    desk_settings_saved = Signal(object)

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        load_settings: Callable[[], DeskSettings],
        save_settings: Callable[[DeskSettings], None],
        list_printers: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the form.

        Args:
            kit: what every section is handed.
            words: what it is called.
            load_settings: reads them; called in a worker thread, as the two below.
            save_settings: keeps them. Raises AgentError or WorldError.
            list_printers: the names of the printers of this computer.
            parent: the owner.
        """
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="desk_form"),
            parent=parent,
        )
        self._load_settings = load_settings
        self._save_settings = save_settings
        self._list_printers = list_printers
        self._fill()

    def load(self) -> None:
        """Read the settings, and which printers there are."""
        super().load()
        self._kit.tasks.network(
            self, self._list_printers, done=self._on_printers_listed, failed=self._on_list_failed
        )

    def run_read(
        self, done: Callable[[Any], None], failed: Callable[[BaseException], None]
    ) -> None:
        """They lie in a file, not in the database."""
        self._kit.tasks.network(self, lambda: self.read_rows(None), done=done, failed=failed)

    def run_write(
        self,
        changed: DeskSettings,
        before: Any,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Keep them in their file."""

        def show(saved: DeskSettings) -> None:
            done(saved)
            self._apply(saved, before)

        self._kit.tasks.network(
            self, lambda: self.write_row(None, changed, before), done=show, failed=failed
        )

    def read_rows(self, session: Any) -> Sequence[DeskSettings]:
        """From the file; there is no session."""
        return (self._load_settings(),)

    def write_row(self, session: Any, changed: DeskSettings, before: Any) -> DeskSettings:
        """To the file; there is no session."""
        self._save_settings(changed)
        return changed

    def key_of(self, row: Any) -> str:
        """There is one."""
        return "desk"

    def brief_of(self, row: DeskSettings) -> RecordBrief:
        """What it is called."""
        return RecordBrief("desk", row.workstation_name or self.words.title)

    def values_of(self, row: DeskSettings) -> dict[str, Any]:
        """Its fields."""
        return {
            "workstation_name": row.workstation_name,
            "text_percent": row.text_percent,
            "color_scheme": row.color_scheme,
            "ui_font": row.ui_font,
            "letter_printer": row.letter_printer,
            "recorder_pause": row.recorder_pause,
            "recorder_resume": row.recorder_resume,
        }

    def collect(self, values: Mapping[str, Any], row: DeskSettings) -> DeskSettings:
        """The settings as the form says."""
        return DeskSettings(**values)

    def _apply(self, saved: DeskSettings, before: DeskSettings) -> None:
        theme = self._kit.theme
        if saved.color_scheme != before.color_scheme:
            theme.set_scheme(saved.color_scheme)
        if saved.ui_font != before.ui_font:
            theme.set_font(saved.ui_font)
        if saved.text_percent != before.text_percent:
            theme.set_text_scale(saved.text_percent / 100)
        self.desk_settings_saved.emit(saved)

    def _on_printers_listed(self, names: Sequence[str]) -> None:
        self._printer.set_choices([self._default_printer, *((name, name) for name in names)])
        if isinstance(self.current_row, DeskSettings):
            self.show_stored()

    def _on_list_failed(self, _error: BaseException) -> None:
        self._printer.row.set_hint(self.tr("The printers of this computer could not be listed."))

    def _command_field(self, label: str, name: str) -> LinesField:
        return LinesField(label, theme=self._kit.theme, name=name, lines=3)

    def _fill(self) -> None:
        theme, form = self._kit.theme, self.form
        self._default_printer = ("", self.tr("The system's default"))
        self._printer = ChoiceField(
            self.tr("Printer for letters"),
            [self._default_printer],
            theme=theme,
            name="desk_printer_combo",
        )
        form.add_row(
            workstation_name=TextField(
                self.tr("Name of this desk"),
                theme=theme,
                name="desk_name_edit",
                longest=LONGEST_NAME,
                hint=self.tr("Stands beside everything done here. Empty: the computer's name."),
            ),
            letter_printer=self._printer,
        )
        form.add_row(
            text_percent=ChoiceField(
                self.tr("Size of the text"),
                [(size, self.tr("{size} %").format(size=size)) for size in TEXT_SIZES],
                theme=theme,
                name="desk_text_combo",
            ),
            color_scheme=ChoiceField(
                self.tr("Colours"),
                [
                    ("system", self.tr("As the system")),
                    ("light", self.tr("Light")),
                    ("dark", self.tr("Dark")),
                ],
                theme=theme,
                name="desk_scheme_combo",
            ),
            ui_font=ChoiceField(
                self.tr("Font"),
                [("system", self.tr("The system's")), ("inter", self.tr("Inter"))],
                theme=theme,
                name="desk_font_combo",
            ),
        )
        form.add_heading(self.tr("Call and screen recorders"))
        form.add_row(
            recorder_pause=self._command_field(self.tr("Pauses them"), "desk_pause_edit"),
            recorder_resume=self._command_field(self.tr("Lets them go on"), "desk_resume_edit"),
        )
        form.add_note(
            self.tr(
                "Run when the card window opens and closes; where it cannot be paused, F8 says so "
                "first. A program and its arguments, each on a line of its own. Empty: there is no "
                "recorder."
            )
        )
        form.add_note(self.tr("These hold for this computer only, whoever signs in."))
