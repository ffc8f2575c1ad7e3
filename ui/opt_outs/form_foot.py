"""What stands under the form and never scrolls: what is wrong, what is said, and the button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.opt_out import OptOutKind
from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.say_box import SayBox
from ui.widgets.text_label import TextLabel


class FormFoot(QWidget):
    """Problem, words to say, button, and what recording means."""

    def __init__(self, *, theme: Theme, record: DeskAction, parent: QWidget | None = None) -> None:
        """Start with nothing to say."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("opt_out_foot")
        self.setAccessibleName(self.tr("Record"))
        self._problem = QWidget(self)
        row = QHBoxLayout(self._problem)
        row.setContentsMargins(0, 0, 0, 0)
        icon = IconLabel("warning-circle-fill", theme=theme, tone="bad_text", size=14)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        self.problem_label = TextLabel(theme=theme, role="caption", tone="bad", wrap=True)
        self.problem_label.setObjectName("opt_out_problem_label")
        row.addWidget(self.problem_label, 1)
        self._problem.hide()
        self.say_box = SayBox(theme=theme, parent=self)
        self.say_box.setObjectName("opt_out_say_box")
        self.button = KeyButton(
            theme=theme, action=record, variant="primary", wide=True, key_text="Enter"
        )
        self.after_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._problem, self.say_box, self.button, self.after_label):
            self._column.addWidget(widget)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def say(self, words: str) -> None:
        """What is said to the caller; "" for nothing."""
        self.say_box.say(words, kind="info")

    def say_problem(self, words: str) -> None:
        """What is wrong and belongs to no field; "" for nothing."""
        self.problem_label.setText(words)
        self._problem.setVisible(bool(words))

    def set_sides(self, margin: int) -> None:
        """Stand in line with the rows above it, in the pixels of this screen."""
        self._column.setContentsMargins(margin, 0, margin, 0)

    def say_after(self, kind: OptOutKind, *, is_aside: bool) -> None:
        """What recording it means."""
        if is_aside:
            words = self.tr("It waits on the Opt-outs page with its latest day.")
        elif kind is OptOutKind.WITHDRAWAL:
            words = self.tr("A new record; the opt-out itself stays on file.")
        else:
            words = self.tr("Takes effect the moment it is recorded.")
        self.after_label.setText(words)

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(8))
