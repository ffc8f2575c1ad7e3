"""What the forms of the middle column share: a title, two buttons, submit and leave."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.actions import Action, DeskAction
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.panel import Panel


class FormPanel(Panel):
    """A form laid in place of the lines. F10 saves it, Esc leaves it; what was typed stays.

    Signals:
        form_left: Esc.
        form_edited: something was typed.
    """

    form_left = Signal()
    form_edited = Signal()

    def __init__(
        self, title: str, *, kit: DeskKit, name: str, save_words: str, parent: QWidget | None = None
    ) -> None:
        """A subclass fills `body` and calls `add_buttons` last."""
        super().__init__(title, theme=kit.theme, name=name, parent=parent)
        self._kit = kit
        self._title_words = title
        self.save_words = save_words
        save = Action(f"{name}.save", save_words, icon="check", keys=("F10",))
        leave = Action(f"{name}.leave", self.tr("Back to the lines"), icon="x", keys=("Esc",))
        self._save_action = DeskAction(action=save, parent=self)
        self._leave_action = DeskAction(action=leave, parent=self)
        # The keys are heard by the page's F10 and by keyPressEvent; these only carry the words.
        for action in (self._save_action, self._leave_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._save_action.triggered.connect(self.submit)
        self._leave_action.triggered.connect(self.form_left)

    def add_buttons(self) -> None:
        """Put Save and Back at the form's foot."""
        row = QHBoxLayout()
        row.setSpacing(self._kit.theme.px(8))
        self.save_button = KeyButton(
            theme=self._kit.theme, action=self._save_action, variant="primary", height=36
        )
        self.leave_button = KeyButton(theme=self._kit.theme, action=self._leave_action, height=36)
        row.addStretch(1)
        row.addWidget(self.leave_button)
        row.addWidget(self.save_button)
        self.body.addStretch(1)
        self.body.addLayout(row)

    def submit(self) -> None:
        """Check the fields and hand the result on. Subclasses do it."""

    def begin(self) -> None:
        """Put the focus where typing begins. Subclasses do it."""

    def form(self) -> dict[str, str]:
        """What is half typed, by field name. Subclasses do it."""
        return {}

    def restore(self, form: dict[str, str]) -> None:
        """Fill the fields with what was half typed. Subclasses do it."""

    def area_hints(self) -> AreaHints:
        """The keys while the form has the focus."""
        hints = (
            KeyHint("Enter", self.tr("next field")),
            KeyHint("F10", self.tr("save")),
            KeyHint("Esc", self.tr("back")),
        )
        return AreaHints(self._title_words, hints)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.form_left.emit()
        else:
            super().keyPressEvent(event)
