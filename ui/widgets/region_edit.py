"""A line edit for a state or province: typing completes its name, the arrow keys go through all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from models import names
from models.address_forms import AddressForm, Region
from models.scripts import is_latin

_LEAST = 2
"""Characters that are completed: of one letter too many names begin."""
_MOST_SAID = 4
_ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class RegionEdit(QLineEdit):
    """Takes any text where the country has nothing to choose from.

    What follows the typed letters is marked, so that the next key replaces it and Tab takes it. A code
    is never completed: `CO` stays Como's, and does not become Cosenza.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing to choose from."""
        super().__init__(parent)
        self._form: AddressForm | None = None
        self._regions: list[Region] = []

    def set_form(self, form: AddressForm | None) -> None:
        """Complete what this country has; None: nothing."""
        self._form = form
        regions = form.regions if form is not None else ()
        self._regions = sorted(regions, key=lambda region: names.fold(region.latin))

    def choices_said(self) -> str:
        """The regions whose names begin as the text does, where several do; "" else."""
        text = self.text()[: self.selectionStart()] if self.hasSelectedText() else self.text()
        found = self._beginning(text) if not self._is_one(text) else []
        said = ", ".join(region.latin for region in found[:_MOST_SAID])
        if len(found) < 2:
            return ""
        return f"{said} …" if len(found) > _MOST_SAID else said

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Complete after a letter; Up and Down choose."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._regions:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        before = self.text()
        super().keyPressEvent(event)
        if event.text() and event.key() not in _ERASING and self.text() != before:
            self._complete()

    def _is_one(self, text: str) -> bool:
        return self._form is not None and self._form.region(text) is not None

    def _beginning(self, text: str) -> list[Region]:
        folded = names.fold(text)
        if not folded:
            return []
        return [
            region
            for region in self._regions
            if any(names.fold(name).startswith(folded) for name in (region.latin, region.name))
        ]

    def _complete(self) -> None:
        typed = self.text()
        if len(typed) < _LEAST or self.cursorPosition() != len(typed) or self._is_one(typed):
            return
        found = self._beginning(typed)
        if len(found) != 1:
            return
        name = found[0].latin if is_latin(typed) else found[0].name
        if names.fold(name[: len(typed)]) == names.fold(typed) and len(name) > len(typed):
            self.setText(name)
            self.setSelection(len(name), len(typed) - len(name))
            self.textEdited.emit(name)

    def _step(self, by: int) -> None:
        standing = self._form.region(self.text()) if self._form is not None else None
        if standing is not None:
            at = self._regions.index(standing) + by
        elif beginning := self._beginning(self.text()):
            at = self._regions.index(beginning[0])
        else:
            at = min(by, 0)
        name = self._regions[at % len(self._regions)].latin
        self.setText(name)
        self.selectAll()
        self.textEdited.emit(name)
