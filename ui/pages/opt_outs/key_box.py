"""A partner's key, shown this once, to be handed over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.dispatch import printing
from desktop.dispatch.printing import FileThereError
from desktop.errors import WorldError
from ui.actions import Action
from ui.labels_opt_out_lists import tr
from ui.pages.opt_outs.kit import OptOutsKit
from ui.shortcuts import KEYS
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton


class KeyBox(QWidget):
    """The key in a field from which it can be copied, and Ctrl+S that puts it into a file.

    Hidden while there is none. The file can be read by its owner alone and replaces no other.
    """

    def __init__(self, *, kit: OptOutsKit, context: str, parent: QWidget | None = None) -> None:
        """Without a key; *context* is the sheet's, for its action."""
        super().__init__(parent)
        self._kit = kit
        self._key = ""
        self.setObjectName("partner_key_box")
        self.setAccessibleName(tr("The new partner's key"))
        self.banner = Banner(theme=kit.theme, name="partner_key_banner", kind="held")
        self.key_row = FieldRow(tr("Key"), theme=kit.theme, name="partner_key_edit", advance=False)
        self.key_row.line_edit.setReadOnly(True)
        self.file_row = FieldRow(
            tr("Put it into the file"), theme=kit.theme, name="partner_key_file_edit", advance=False
        )
        save = Action("partners.save_key", tr("Save the key"), "floppy-disk", context,
                      keys=KEYS["save_pdf"])  # fmt: skip
        self._save = kit.actions.add(save, self._on_save, host=self)
        self.save_button = KeyButton(theme=kit.theme, action=self._save)
        across = QHBoxLayout()
        across.addWidget(self.file_row, 1)
        across.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.key_row)
        column.addLayout(across)
        self.file_row.line_edit.returnPressed.connect(self._on_save)
        self.hide()

    def show_key(self, partner: str, key: str) -> None:
        """Show a new key; nobody can read it again once this is closed."""
        self._key = key
        title = tr("The key of {partner}, shown this once").format(partner=partner)
        self.banner.show_message(
            kind="held", icon="lock-key", title=title,
            text=tr("Hand it over by another way than the lists, then destroy every copy of it."),
        )  # fmt: skip
        self.key_row.line_edit.setText(key)
        self.file_row.line_edit.setText(str(self._kit.folder / "partner-key.txt"))
        self.file_row.clear_error()
        self.file_row.set_hint("")
        self.show()
        self.key_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.key_row.line_edit.selectAll()

    def forget(self) -> None:
        """Show it no more."""
        self._key = ""
        self.key_row.line_edit.clear()
        self.hide()

    def _on_save(self) -> None:
        if not self._key:
            return
        path = Path(self.file_row.text().strip()).expanduser()
        content = f"{self._key}\n".encode("ascii")
        self._kit.tasks.network(
            self,
            lambda: printing.save_file(content, path),
            done=lambda _none: self._on_saved(path),
            failed=self._on_failed,
        )

    def _on_saved(self, path: Path) -> None:
        self.file_row.clear_error()
        self.file_row.set_hint(tr("It is in {path}").format(path=path))

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, FileThereError):
            words = tr("There is a file of that name. Choose another name.")
        else:
            words = error.words if isinstance(error, WorldError) else tr("It was not written.")
        self.file_row.set_error(words)
