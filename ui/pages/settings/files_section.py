"""Files: what of the shop can be brought in and written out, and when it last came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.imports.importing import FileKind
from desktop.services import file_history
from desktop.services.file_history import BroughtIn
from ui import labels_files
from ui.actions import DeskAction
from ui.labels_files import tr
from ui.labels_verification import moment
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.widgets.facts import Facts
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel


def files_words() -> SectionWords:
    """The shop's own files."""
    return SectionWords("files", tr("Files"), "folder-open", tr("What comes in and goes out"))


@dataclass(frozen=True, kw_only=True)
class FilesActions:
    """What is done with files: actions that every page has."""

    bring_in: DeskAction
    write_out: DeskAction


@dataclass(frozen=True)
class FileRow:
    """One kind of file, and the last that came in."""

    kind: FileKind
    last: BroughtIn | None


class FilesSection(SettingsSection):
    """A kind of file for each line; its two keys are those that every page has."""

    def __init__(self, *, kit: SettingsKit, words: SectionWords, actions: FilesActions) -> None:
        """Make the list, and the place beside it."""
        super().__init__(
            kit=kit, words=words, form=SettingsForm(theme=kit.theme, name="files_form")
        )
        theme = kit.theme
        self.about_label = TextLabel(theme=theme, wrap=True)
        self.about_label.setObjectName("files_about_label")
        self.last_facts = Facts(theme=theme, name="files_last_facts")
        self.note_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.note_label.setObjectName("files_note_label")
        self.bring_button = KeyButton(theme=theme, action=actions.bring_in, variant="primary")
        self.write_button = KeyButton(theme=theme, action=actions.write_out, height=40)
        self.bring_button.setObjectName("files_bring_in_button")
        self.write_button.setObjectName("files_write_out_button")
        buttons = QWidget()
        across = QHBoxLayout(buttons)
        across.setContentsMargins(0, 0, 0, 0)
        for button in (self.bring_button, self.write_button):
            across.addWidget(button)
        across.addStretch(1)
        for part in (self.about_label, self.last_facts, buttons, self.note_label):
            self.form.add_part(part)

    @property
    def kind(self) -> FileKind | None:
        """The kind that somebody has in front of them."""
        row = self.current_row
        return row.kind if isinstance(row, FileRow) else None

    def read_rows(self, session: Any) -> Sequence[FileRow]:
        """Every kind."""
        found = file_history.last(session, self._kit.desk(), [kind.value for kind in FileKind])
        return [FileRow(kind, found.get(kind.value)) for kind in FileKind]

    def write_row(self, session: Any, changed: FileRow, before: FileRow) -> FileRow:
        """There is nothing to save."""
        return before

    def key_of(self, row: FileRow) -> str:
        """Its name on the command line."""
        return row.kind.value

    def brief_of(self, row: FileRow) -> RecordBrief:
        """What it holds, and when it came in."""
        words, icon = labels_files.kind(row.kind)
        caption = self._when(row.last) if row.last is not None else ""
        return RecordBrief(row.kind.value, words, caption, icon=icon)

    def values_of(self, row: FileRow | None) -> dict[str, Any]:
        """There is nothing to type."""
        return {}

    def collect(self, values: Mapping[str, Any], row: FileRow) -> FileRow:
        """As it is."""
        return row

    def on_record_shown(self, row: FileRow | None) -> None:
        """Say what such a file brings, and what the last one brought."""
        if row is None:
            return
        self.about_label.setText(labels_files.about(row.kind))
        self.last_facts.show_facts(self._facts(row.last))
        alone = not self._kit.desk().may_supervise
        words = tr("Without a supervisor only stock comes in and goes out.") if alone else ""
        self.note_label.setText(words)
        self.note_label.setVisible(bool(words))

    def focus_first(self) -> None:
        """The list, or what can be done."""
        if self.list_panel.isVisibleTo(self):
            super().focus_first()
        else:
            self.bring_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_record_opened(self) -> None:
        self.form_opened.emit()
        self.bring_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _when(self, last: BroughtIn) -> str:
        return moment(last.at, self._kit.desk().time_zone, self._kit.clock.now())

    def _facts(self, last: BroughtIn | None) -> list[tuple[str, str, str, str]]:
        if last is None:
            return [(tr("Last brought in"), tr("never"), "clock", "muted")]
        counts = tr(
            "{created} created, {updated} updated, {unchanged} unchanged, {refused} refused"
        )
        when = self._when(last)
        if last.who:
            when = tr("{when}, by {who}").format(when=when, who=last.who)
        said = counts.format(
            created=f"{last.created:,}", updated=f"{last.updated:,}",
            unchanged=f"{last.unchanged:,}", refused=f"{last.refused:,}",
        )  # fmt: skip
        return [
            (tr("Last brought in"), when, "clock", "muted"),
            (tr("What it brought"), said, "list-dashes", "muted"),
        ]
