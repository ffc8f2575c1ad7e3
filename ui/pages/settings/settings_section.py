"""What every section of the settings does: read, show, keep what is typed, save."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import WorldError
from desktop.services.desk import Refused, Stale
from ui.pages.settings.drafts import NEW, Drafts
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief, unsaved_brief
from ui.pages.settings.refusal import refusal_of
from ui.pages.settings.section_frame import SectionFrame, SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.widgets.key_button import KeyButton


class SettingsSection(SectionFrame):
    """A form, and beside it the list of its records where there are several.

    Changes are kept for each record until they are saved or dropped, whatever is shown meanwhile.
    A save takes the records one after the other and stops at the first that is refused.

    Signals:
        state_changed: what is changed, being saved or current is not what it was.
        told(str, str): one line for the key bar, and its kind.
        form_opened: Enter in the list: the form is wanted.
    """

    state_changed = Signal()
    told = Signal(str, str)
    form_opened = Signal()

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        form: SettingsForm,
        foot: Sequence[KeyButton] = (),
        filter_row: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            kit: what every section is handed.
            words: what it is called.
            form: the fields of one record.
            foot: buttons under the list.
            filter_row: a field over the list.
            parent: the owner.
        """
        super().__init__(
            theme=kit.theme,
            words=words,
            form=form,
            foot=foot,
            filter_row=filter_row,
            parent=parent,
        )
        self._kit = kit
        self._rows: dict[str, Any] = {}
        self._drafts = Drafts()
        self._current = ""
        self._saving = False
        self._reason = ""
        self.form.setEnabled(False)
        self.form.edited.connect(self._on_form_edited)
        self.record_list.current_changed.connect(self._show_record)
        self.record_list.record_opened.connect(self._on_record_opened)

    # What can be taken away; most sections keep what they have

    def why_not_remove(self) -> str:
        """Why the current record cannot be taken away, or ""."""
        return self.tr("Nothing is taken away here.")

    def remove(self) -> None:
        """Take the current record away; ``undo`` puts it back."""

    @property
    def can_put_back(self) -> bool:
        """Whether a record was just taken away."""
        return False

    # What a section says of its records

    @abstractmethod
    def read_rows(self, session: Any) -> Sequence[Any]:
        """Every record, in a worker thread."""

    @abstractmethod
    def write_row(self, session: Any, changed: Any, before: Any) -> Any:
        """Save a record in a worker thread; ``before`` is what the form was filled from."""

    @abstractmethod
    def key_of(self, row: Any) -> str:
        """What finds a record again."""

    @abstractmethod
    def values_of(self, row: Any) -> dict[str, Any]:
        """What the form shows of a record; of None, a new one."""

    @abstractmethod
    def collect(self, values: Mapping[str, Any], row: Any) -> Any:
        """The record that the form says. Raises Refused where something cannot be read."""

    def brief_of(self, row: Any) -> RecordBrief:
        """The line of a record in the list."""
        return RecordBrief(self.key_of(row), self.words.title)

    def changed_names(self) -> set[str]:
        """What the broadcast calls these records."""
        return {self.words.id}

    # What the page uses

    @property
    def is_changed(self) -> bool:
        """Whether anything is typed that is not stored."""
        return bool(self._drafts.changed_keys())

    @property
    def is_current_changed(self) -> bool:
        """Whether the form says something else than the record, or is of a new one."""
        return self._drafts.is_changed(self._current) or self._current == NEW

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    @property
    def current_row(self) -> Any:
        """The record in the form, None for a new one or none."""
        return self._rows.get(self._current)

    def load(self) -> None:
        """Read the records again; what is typed stays."""
        if not self._saving:
            self.run_read(self._on_rows_read, self._on_read_failed)

    def set_read_only(self, reason: str) -> None:
        """Let everything be read and nothing changed, or take that back with ""."""
        self._reason = reason
        self.form.set_read_only(bool(reason))

    def save(self) -> None:
        """Save every record that is changed."""
        if not self._saving and not self._reason:
            keys = self._drafts.changed_keys()
            if self._current == NEW and NEW not in keys:
                keys.append(NEW)
            self._save_next(keys)

    def undo(self) -> None:
        """Drop what is typed in the form."""
        self._drafts.drop(self._current)
        self.say("")
        if self._current == NEW:
            self._rows.pop(NEW, None)
            self._current = ""
            self._fit_stored()
        else:
            self._fill_form()
        self._refresh()

    def add_new(self) -> None:
        """Begin a record."""
        self._rows[NEW] = None
        self._fit_stored()
        self.record_list.choose(NEW)
        self.form_opened.emit()
        self.form.focus_first()

    def forget(self, key: str) -> None:
        """A record is stored no more."""
        self._rows.pop(key, None)
        self._fit_stored()

    def remember(self, row: Any) -> None:
        """A record is stored; show it."""
        self._rows[self.key_of(row)] = row
        self._fit_stored()
        self.record_list.choose(self.key_of(row))

    def show_stored(self) -> None:
        """Fill the form again, what is typed over what is stored."""
        self._fit_stored()

    def focus_first(self) -> None:
        """Go to where work begins: the list, or the form where there is none."""
        if self.list_panel.isVisibleTo(self):
            self.record_list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()

    # How the work is run; a section whose records lie elsewhere runs it otherwise

    def run_read(
        self, done: Callable[[Any], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Start ``read_rows``."""
        self._kit.tasks.query(self, self.read_rows, done=done, failed=failed)

    def run_write(
        self,
        changed: Any,
        before: Any,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Start ``write_row``."""
        self._kit.tasks.command(
            self,
            lambda session: self.write_row(session, changed, before),
            done=done,
            failed=failed,
            changed=self.changed_names(),
            name=f"save_{self.words.id}",
        )

    # How it is done

    def _on_rows_read(self, rows: Sequence[Any]) -> None:
        if self._saving:
            return
        kept = {NEW: None} if NEW in self._rows else {}
        self._rows = {self.key_of(row): row for row in rows} | kept
        self._fit_stored()

    def _on_read_failed(self, error: BaseException) -> None:
        self._kit.tasks.unhandled.emit(error, f"read_{self.words.id}")

    def _fit_stored(self) -> None:
        """Lay what is typed over what is stored, and show it."""
        self._drafts.set_stored({key: self.values_of(row) for key, row in self._rows.items()})
        if self._current not in self._rows:
            self._current = next(iter(self._rows), "")
        self._refresh()
        self.record_list.choose(self._current)
        self._fill_form()

    def _show_record(self, key: str) -> None:
        left, self._current = self._current, key
        if left != key and left == NEW and not self._drafts.is_changed(NEW):
            self._rows.pop(NEW, None)
            self._drafts.set_stored({k: self.values_of(row) for k, row in self._rows.items()})
        if left != key:
            self.say("")
        self._fill_form()
        self._refresh()

    def _fill_form(self) -> None:
        self.form.setEnabled(bool(self._current))
        if not self._current:
            return
        values = self._drafts.values(self._current)
        if values != self.form.values() or self.form.errors():
            self.form.show_values(values)
        self.form.set_read_only(bool(self._reason))
        self.on_record_shown(self.current_row)
        if self.words.records:
            title = self.words.new if self._current == NEW else self._brief(self._current).title
            self.form_panel.set_title(title)

    def on_record_shown(self, row: Any) -> None:
        """A record has come into the form; fields that depend on it are shown or hidden here."""

    def _on_record_opened(self) -> None:
        self.form_opened.emit()
        self.form.focus_first()

    def _on_form_edited(self) -> None:
        if self._current:
            self._drafts.note(self._current, self.form.values())
        self._refresh()

    def _refresh(self) -> None:
        self.record_list.show_briefs([self._brief(key) for key in self._rows])
        self.state_changed.emit()

    def _brief(self, key: str) -> RecordBrief:
        if key == NEW:
            return unsaved_brief(RecordBrief(NEW, self.words.new))
        brief = self.brief_of(self._rows[key])
        return unsaved_brief(brief) if self._drafts.is_changed(key) else brief

    def _save_next(self, keys: list[str]) -> None:
        if not keys:
            self._saving = False
            self.state_changed.emit()
            return
        key = keys[0]
        self.record_list.choose(key)
        row, sent = self._rows[key], self._drafts.values(key)
        try:
            changed = self.collect(sent, row)
        except Refused as error:
            self.on_write_failed(error)
            return
        self._saving = True
        self.state_changed.emit()
        self.run_write(
            changed, row, lambda saved: self._on_row_saved(keys, sent, saved), self.on_write_failed
        )

    def _on_row_saved(self, keys: list[str], sent: Mapping[str, Any], saved: Any) -> None:
        key, stored_as = keys[0], self.key_of(saved)
        self._drafts.take_saved(key, sent, stored_as=stored_as)
        if key == NEW:
            self._rows.pop(NEW)
        self._rows[stored_as] = saved
        if self._current == key:
            self._current = stored_as
        self.say("")
        self._fit_stored()
        title = self.brief_of(saved).title
        self.told.emit(self.tr("Saved: {title}").format(title=title), "ok")
        self._save_next(keys[1:])

    def on_write_failed(self, error: BaseException) -> None:
        """Say what was wrong: beside the field, over the form, or as our own failure."""
        self._saving = False
        self.form_opened.emit()
        refusal = refusal_of(error)
        if refusal is not None:
            if not self.form.show_error(refusal.field, refusal.words):
                self.say(refusal.words)
        elif isinstance(error, WorldError):
            self.say(self.tr("Not saved"), error.words)
        elif isinstance(error, Stale):
            self.say(
                self.tr("Someone else saved this meanwhile"),
                self.tr("Theirs is shown with your changes in it. F10 saves, Alt+U drops yours."),
            )
            self.load()
        else:
            self._kit.tasks.unhandled.emit(error, f"save_{self.words.id}")
        self.state_changed.emit()
