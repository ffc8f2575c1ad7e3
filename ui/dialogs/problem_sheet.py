"""Something in Order Desk itself went wrong: words, and a reference to hand on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.actions import Action, DeskAction
from ui.messages import Problem
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class ProblemSheet(SideSheet):
    """What happened, and the reference that finds it in the log. Deleted when it closes."""

    def __init__(self, *, theme: Theme, problem: Problem, parent: QWidget | None = None) -> None:
        """Show one problem."""
        super().__init__("", theme=theme, name="problem_sheet", parent=parent)
        self.title_label.setText(self.tr("That did not work"))
        self.setAccessibleName(self.tr("That did not work"))
        banner = Banner(
            theme=theme,
            name="problem_sheet_banner",
            kind="bad",
            icon="warning-fill",
            title=problem.title,
            text=problem.text,
        )
        self.body.addWidget(banner)
        edit = QLineEdit(problem.reference)
        edit.setReadOnly(True)
        self._reference = FieldRow(
            self.tr("Reference"), theme=theme, name="problem_reference_edit", editor=edit
        )
        self.body.addWidget(self._reference)
        copy = DeskAction(
            action=Action("copy_reference", self.tr("Copy the reference"), icon="copy"),
            parent=self,
        )
        copy.triggered.connect(self._on_copy_triggered)
        self.body.addWidget(
            KeyButton(theme=theme, action=copy, key_text=""), 0, Qt.AlignmentFlag.AlignLeft
        )
        self.body.addStretch(1)
        self.sheet_closed.connect(self.deleteLater)

    def _on_copy_triggered(self) -> None:
        QGuiApplication.clipboard().setText(self._reference.text())
