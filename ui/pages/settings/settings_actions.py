"""What can be done on the settings page, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable, DeskAction
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.taxes_section import TaxesSection
from ui.shortcuts import KEYS


class SettingsActions(QObject):
    """The page's lines of the action table; one set of keys, whichever section is shown."""

    def __init__(self, *, table: ActionTable, context: str, host: QWidget) -> None:
        """Add the actions; ``connect_slots`` says what they do."""
        super().__init__(host)
        self._table = table
        self._context = context
        self._host = host
        self._slots: Mapping[str, Callable[[], object]] = {}
        self.save = self._add("save", self.tr("Save"), "floppy-disk", KEYS["finish"][0])
        undo = self.tr("Undo changes")
        self.undo = self._add("undo", undo, "arrow-counter-clockwise", "Alt+U")
        self.new = self._add("new", self.tr("New"), "plus", "Ctrl+N")
        self.remove = self._add("remove", self.tr("Remove"), "trash", "Alt+R")
        self.filter = self._add("filter", self.tr("Filter the rates"), "funnel", "Ctrl+F")
        self.next = self._add("next", self.tr("Next section"), "", "Ctrl+PgDown")
        self.before = self._add("before", self.tr("Section before"), "", "Ctrl+PgUp")
        self.back = self._add("back", self.tr("Back"), "", "Esc")

    def connect_slots(self, **slots: Callable[[], object]) -> None:
        """Say what each does, by its name here."""
        self._slots = slots

    def refresh(self, section: SettingsSection, *, read_only: str, narrow: bool) -> None:
        """Enable what can be done in a section; ``read_only`` is why nothing can be changed."""
        taxes = isinstance(section, TaxesSection)
        self.save.set_reason(read_only or self._why_not_save(section))
        self.undo.set_reason(read_only or self._why_not_undo(section))
        none_new = "" if section.words.new else self.tr("There is one of these only.")
        self.new.set_reason(read_only or none_new)
        self.remove.set_reason(read_only or section.why_not_remove())
        self.filter.set_reason("" if taxes else self.tr("The tax rates have a filter."))
        self.back.set_reason("" if narrow else self.tr("Everything is in view."))

    def _why_not_save(self, section: SettingsSection) -> str:
        if section.is_saving:
            return self.tr("Saving.")
        if section.is_changed or section.is_current_changed:
            return ""
        return self.tr("Nothing here has been changed.")

    def _why_not_undo(self, section: SettingsSection) -> str:
        if section.is_current_changed or section.can_put_back:
            return ""
        return self.tr("Nothing in this form has been changed.")

    def _add(self, name: str, text: str, icon: str, key: str) -> DeskAction:
        action = Action(f"settings.{name}", text, icon, self._context, keys=(key,))
        return self._table.add(action, lambda: self._slots[name](), host=self._host)
