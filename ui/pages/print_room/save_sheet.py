"""Where the letters go as one PDF: for a desk without a printer, or one that prints elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import labels_print_room
from ui.actions import Action, ActionTable
from ui.labels_print_room import tr
from ui.shortcuts import KEYS
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class SaveSheet(SideSheet):
    """One field; Enter saves. Where the file is there, Enter once more replaces it.

    Signals:
        save_wanted(path, replace).
    """

    save_wanted = Signal(str, bool)

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        count: int,
        path: str,
        parent: QWidget | None = None,
    ) -> None:
        """*path* stands in the field."""
        super().__init__(
            tr("Save as PDF"),
            theme=theme,
            name="save_batch_sheet",
            subtitle=labels_print_room.letters(count),
            parent=parent,
        )
        self._known = ""
        self.path_row = FieldRow(
            tr("File"), theme=theme, name="batch_path_edit", advance=False
        )  # fmt: skip
        self.path_row.line_edit.setText(path)
        self.path_row.line_edit.textEdited.connect(self._on_path_edit_edited)
        self.path_row.line_edit.returnPressed.connect(self._on_save)
        self.body.addWidget(self.path_row)
        self.body.addWidget(
            TextLabel(
                tr(
                    "The count sheet comes first, then the letters in ZIP order. Print the file; then"
                    " say here what came out."
                ),
                theme=theme, role="caption", tone="muted", wrap=True,
            )
        )  # fmt: skip
        self.body.addStretch(1)
        actions.remove_context(self.sheet_id)
        save = actions.add(
            Action("save_batch", tr("Save"), "floppy-disk", self.sheet_id, keys=KEYS["finish"]),
            self._on_save,
            host=self,
        )
        self.foot.addWidget(
            KeyButton(theme=theme, action=save, variant="primary", wide=True, key_text="Enter")
        )
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The file's name."""
        return self.path_row.line_edit

    def show_file_there(self) -> None:
        """A file of that name exists."""
        self._known = self._path
        self.path_row.set_error(tr("There is a file of that name. Enter again replaces it."))

    def show_problem(self, words: str) -> None:
        """It was not saved."""
        self.path_row.set_error(words)

    @property
    def _path(self) -> str:
        return self.path_row.text().strip()

    def _on_path_edit_edited(self, _text: str) -> None:
        self._known = ""
        self.path_row.clear_error()

    def _on_save(self) -> None:
        if not self._path:
            self.path_row.set_error(tr("Type a name for the file."))
            return
        self.save_wanted.emit(self._path, self._known == self._path)
