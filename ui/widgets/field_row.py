"""A field with its label above it, its key beside the label, and its error under it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.chip_paint import chip_height
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_chip import KeyChip
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel

_QUIET = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class FieldRow(QWidget):
    """Label, editor, and one line for an error or a hint.

    The text is selected when the field is entered by key. Enter advances like Tab (Shift+Enter
    makes a new line where there are several). The error stands under the field and pushes what is
    below down; nothing moves sideways.

    Signals:
        field_left: the focus has gone elsewhere in the program: the time to check. Not sent when a
            list opens or another program comes to the front.
    """

    field_left = Signal()

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        name: str,
        editor: QWidget | None = None,
        action: DeskAction | None = None,
        placeholder: str = "",
        advance: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            label: the words above the field, and its accessible name.
            theme: sizes and fonts.
            name: the editor's object name, ``<noun>_edit`` or ``<noun>_combo``.
            editor: the field; a QLineEdit if None.
            action: the action that puts the focus here; its key is shown.
            placeholder: an example, for a line edit.
            advance: whether Enter goes on to the next field.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._advance = advance
        self.editor: QWidget = editor if editor is not None else QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        if isinstance(self.editor, QLineEdit) and placeholder:
            self.editor.setPlaceholderText(placeholder)
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setTabChangesFocus(True)
        self._label = TextLabel(label, theme=theme, role="caption", tone="muted")
        self._label.setBuddy(self.editor)
        self._head = QHBoxLayout()
        self._head.addWidget(self._label)
        if action is not None:
            self._head.addWidget(KeyChip(action, theme=theme))
        self._head.addStretch(1)
        self._note_icon = IconLabel(theme=theme, size=14)
        self._note = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self._note, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.editor)
        self._column.addLayout(self._foot)
        self._column.addStretch(1)
        self.setFocusProxy(self.editor)
        self._hint = ""
        self._error = ""
        self._show_note()
        self.editor.installEventFilter(self)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def line_edit(self) -> QLineEdit:
        """The editor of a row made without one (or with a line edit). Raises TypeError else."""
        if not isinstance(self.editor, QLineEdit):
            raise TypeError("this row has another kind of editor")
        return self.editor

    @property
    def error(self) -> str:
        """The error shown, or ""."""
        return self._error

    def text(self) -> str:
        """What stands in the line edit."""
        return self.line_edit.text()

    def set_label(self, label: str) -> None:
        """Rename the field."""
        self._label.setText(label)
        self.editor.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """One muted line under the field, shown while there is no error; "" for none."""
        self._hint = hint
        self._show_note()

    def set_error(self, error: str) -> None:
        """One sentence under the field that offers the way out; "" clears it."""
        self._error = error
        self._show_note()

    def clear_error(self) -> None:
        """Take the error away."""
        self.set_error("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Selection on entry, Enter as Tab, and the moment the field is left."""
        # Qt still sends events while Python takes the row apart.
        if watched is not getattr(self, "editor", None):
            return False
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._on_editor_entered(event.reason())
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in _QUIET:
                self.field_left.emit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_editor_key(event)
        return False

    def _on_editor_entered(self, reason: Qt.FocusReason) -> None:
        if reason in _QUIET or reason == Qt.FocusReason.MouseFocusReason:
            return
        if isinstance(self.editor, QLineEdit | QAbstractSpinBox | QPlainTextEdit):
            self.editor.selectAll()
        elif isinstance(self.editor, QComboBox) and self.editor.isEditable():
            line = self.editor.lineEdit()
            if line is not None:
                line.selectAll()

    def _on_editor_key(self, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self._advance:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        if not event.isAutoRepeat():
            tab = QKeyEvent(
                QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"
            )
            QCoreApplication.sendEvent(self.editor, tab)
        return True

    def _show_note(self) -> None:
        text = self._error or self._hint
        self._note.setText(text)
        self._note.set_tone("bad" if self._error else "muted")
        self._note.setVisible(bool(text))
        self._note_icon.set_icon("warning-circle-fill" if self._error else "", "bad_text")
        self._note_icon.setVisible(bool(self._error))
        self.editor.setAccessibleDescription(text)
        set_look(self.editor, "error", bool(self._error))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(3))
        self._head.setSpacing(px(8))
        self._foot.setSpacing(px(5))
        # Fields side by side stand in line whether a key stands over them or not.
        self._label.setMinimumHeight(chip_height(self._theme))
        self.editor.setFont(self._theme.font("body"))
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setMinimumHeight(px(30))
        else:
            self.editor.setFixedHeight(px(30))
