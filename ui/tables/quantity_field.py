"""The field that opens over a line's quantity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.tables.grid_edit import GridEdit

#: More digits than this are no quantity but a code that a scanner sends.
QUANTITY_DIGITS: Final = 5


class QuantityField(GridEdit):
    """Opens selected, takes digits, and hands over what turns out to be a barcode or another item.

    Signals:
        quantity_entered(line_id, quantity): it changed; 0 means take the line away.
        code_typed(text): too long for a quantity, or it begins with a letter; the quantity stays
            as it was.
        finished: Enter or Tab; the next line is to open.
        given_up: Esc; the quantity stays as it was.
    """

    quantity_entered = Signal(str, int)
    code_typed = Signal(str)
    finished = Signal()
    given_up = Signal()

    def __init__(self, *, pass_key: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        """``pass_key`` gets the keys that are not for the field; True if it used one."""
        super().__init__(take_key=self._on_key, parent=parent)
        self._pass_key = pass_key
        self._line_id = ""
        self._before = 0
        self.setObjectName("quantity_edit")
        self.setAccessibleName(self.tr("Quantity"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._on_text_edited)
        self.focus_left.connect(self.commit)
        self.hide()

    @property
    def line_id(self) -> str:
        """The line it is open for, or ""."""
        return self._line_id

    def open_for(self, line_id: str, quantity: int, item: str) -> None:
        """Begin with the quantity as it is, selected."""
        self._line_id = line_id
        self._before = quantity
        self.setText(str(quantity))
        self.setAccessibleName(self.tr("Quantity of {item}").format(item=item))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def commit(self) -> None:
        """Tell the quantity if it changed, and close."""
        line_id, text = self._line_id, self.text().strip()
        self.close_quietly()
        if line_id and text.isdigit() and int(text) != self._before:
            self.quantity_entered.emit(line_id, int(text))

    def close_quietly(self) -> None:
        """Close without telling anything."""
        self._line_id = ""
        self.hide()

    def _on_text_edited(self, text: str) -> None:
        digits = "".join(letter for letter in text if letter in "0123456789")
        if text[:1].isalpha():
            # The next item, from a hand or a scanner that does not wait: never a quantity made of
            # the digits of a SKU.
            self.close_quietly()
            self.code_typed.emit(text)
        elif len(digits) > QUANTITY_DIGITS:
            self.close_quietly()
            self.code_typed.emit(digits)
        elif digits != text:
            self.setText(digits)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            if not event.isAutoRepeat():
                self.commit()
                self.finished.emit()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_quietly()
            self.given_up.emit()
            return True
        return self._pass_key(event)
