"""What can be done with a file or folder that came out: open it, or take its path along."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.actions import Action, DeskAction
from ui.files.kit import FilesKit
from ui.labels_files import tr
from ui.widgets.key_button import KeyButton


class ReportRow(QWidget):
    """Alt+O opens, Alt+C copies the path. Hidden while there is nothing to open."""

    def __init__(
        self, *, kit: FilesKit, context: str, open_words: str, parent: QWidget | None = None
    ) -> None:
        """Show nothing yet; *context* is the sheet's, whose keys they are."""
        super().__init__(parent)
        self._kit = kit
        self._path = Path()
        self._shown = Path()
        self.setObjectName("file_report_row")
        self.setAccessibleName(tr("What came out"))
        self.open_action = self._add("open", open_words, "folder-open", "Alt+O", context)
        self.copy_action = self._add("copy", tr("Copy its path"), "copy", "Alt+C", context)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        for action in (self.open_action, self.copy_action):
            self._across.addWidget(KeyButton(theme=kit.theme, action=action))
        self._across.addStretch(1)
        kit.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_path(None)

    def show_path(self, path: Path | None, *, opened: Path | None = None) -> None:
        """Offer *path*, or nothing; *opened* is what opens if it is something else."""
        self._path = path or Path()
        self._shown = opened or self._path
        self.setVisible(path is not None)
        reason = "" if path is not None else tr("There is nothing to open.")
        for action in (self.open_action, self.copy_action):
            action.set_reason(reason)

    def _add(self, name: str, text: str, icon: str, key: str, context: str) -> DeskAction:
        run = {"open": self._on_open, "copy": self._on_copy}[name]
        action = Action(f"{context}.{name}", text, icon, context, keys=(key,))
        return self._kit.actions.add(action, run, host=self)

    def _on_open(self) -> None:
        if not self._kit.open_path(self._shown):
            QGuiApplication.clipboard().setText(str(self._path))
            words = tr("This computer has no program that opens it. Its path is copied.")
            self._kit.announce(words, "held")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._path))
        self._kit.announce(tr("The path is copied."), "ok")

    def _on_theme_changed(self) -> None:
        self._across.setSpacing(self._kit.theme.px(8))
