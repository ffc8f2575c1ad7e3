"""Properties that the style sheet looks at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and have the sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # A widget that has not been polished yet will be, when it is shown; polishing it before its
    # font is set makes the style sheet put the old font back.
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style, font = widget.style(), widget.font()
    style.unpolish(widget)
    style.polish(widget)
    if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
        # Polishing again puts back the font of the first time.
        widget.setFont(font)
    widget.update()
