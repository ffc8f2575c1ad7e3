"""The name of a file: typed, or chosen among the files of this computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import Action, ActionTable
from ui.theme import Theme
from ui.widgets.chip_paint import chip_height
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton

_KEYS = ("Alt+F",)


class PathRow(QWidget):
    """A field and a button beside it. Enter in the field says that the name is whole.

    Signals:
        path_entered(Path): Enter, or a file was chosen.
        path_edited: another name is being typed.
    """

    path_entered = Signal(object)
    path_edited = Signal()

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        actions: ActionTable,
        context: str,
        name: str,
        folder: Path,
        kinds: str,
        is_new: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make it empty.

        Args:
            label: over the field.
            theme: sizes and fonts.
            actions: gets the action that opens the list of files (Alt+F).
            context: of that action: the sheet's id.
            name: object names begin with it.
            folder: where the list of files begins.
            kinds: which files it lists, as Qt says it: ``Lists (*.csv *.txt)``.
            is_new: whether the file is still to be made.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme, self._folder, self._kinds, self._is_new = theme, folder, kinds, is_new
        self.field = FieldRow(label, theme=theme, name=f"{name}_path_edit", advance=False)
        choose = Action(f"{name}.choose", self.tr("Choose"), "folder-open", context, keys=_KEYS)
        self._choose = actions.add(choose, self._open_dialog, host=self)
        self.choose_button = KeyButton(theme=theme, action=self._choose)
        self.dialog: QFileDialog | None = None
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self.field, 1)
        self._beside = QVBoxLayout()
        self._beside.addWidget(self.choose_button)
        self._beside.addStretch(1)
        self._across.addLayout(self._beside)
        self.field.line_edit.returnPressed.connect(self._on_entered)
        self.field.line_edit.textEdited.connect(self._on_text_edited)
        self.setFocusProxy(self.field)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def path(self) -> Path:
        """The file that is named."""
        return Path(self.field.text().strip()).expanduser()

    def show_path(self, path: Path) -> None:
        """Name a file, as if it had been typed."""
        self.field.line_edit.setText(str(path))

    def set_locked(self, locked: bool) -> None:
        """No other file may be named while this one is being read."""
        self.field.line_edit.setReadOnly(locked)
        self._choose.set_reason(self.tr("It is going on. Esc stops it.") if locked else "")

    def _open_dialog(self) -> None:
        where = self.path if self.field.text().strip() else self._folder
        where = where.parent if self._is_new else where
        dialog = QFileDialog(self.window(), self.tr("Choose a file"), str(where), self._kinds)
        if self._is_new:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setFileMode(QFileDialog.FileMode.AnyFile)
            # Whoever writes says it beside the field, and never replaces a file.
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.selectFile(str(self.path))
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog
        dialog.open()

    def _on_file_selected(self, path: str) -> None:
        self.show_path(Path(path))
        self._on_text_edited()
        self._on_entered()

    def _on_dialog_finished(self) -> None:
        self.dialog = None
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self) -> None:
        if self.field.text().strip() and not self.field.line_edit.isReadOnly():
            self.path_entered.emit(self.path)

    def _on_text_edited(self) -> None:
        self.field.clear_error()
        self.path_edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._across.setSpacing(px(8))
        # Beside the field, which stands under its label.
        self._beside.setContentsMargins(0, chip_height(self._theme) + px(3) - px(1), 0, 0)
