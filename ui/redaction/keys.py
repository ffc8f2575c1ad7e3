"""The keys of the redaction window: one table for keys, buttons, hints and the list of F1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.actions import Action, ActionTable, DeskAction

CONTEXT: Final = "redaction"

_SYMBOLS: Final = {
    Qt.Key.Key_Plus: Qt.Key.Key_Plus,
    Qt.Key.Key_Equal: Qt.Key.Key_Plus,
    Qt.Key.Key_Minus: Qt.Key.Key_Minus,
    Qt.Key.Key_Underscore: Qt.Key.Key_Minus,
    Qt.Key.Key_0: Qt.Key.Key_0,
}
"""Keys whose Shift is a matter of the keyboard's layout; plus without Shift is the equal sign."""

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

REPEATING: Final = frozenset(
    {"next_box", "previous_box", "next_page", "previous_page", "zoom_in", "zoom_out"}
)
"""What a held key may do again and again. Nothing that confirms, removes or closes."""


def combination(event: QKeyEvent) -> QKeyCombination:
    """The key of *event* as the table writes it."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    modifiers &= ~Qt.KeyboardModifier.KeypadModifier
    if key in _SYMBOLS and not modifiers & ~Qt.KeyboardModifier.ShiftModifier:
        return QKeyCombination(_SYMBOLS[key])
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeyCombination(modifiers, key)


def direction(event: QKeyEvent) -> tuple[int, int] | None:
    """Where an arrow points: one step across, one step down."""
    return _ARROWS.get(Qt.Key(event.key()))


class RedactionKeys(QObject):
    """The actions, and which of them a key means."""

    def __init__(self, *, verbs: dict[str, Callable[[], object]], parent: QObject) -> None:
        """Make every action.

        Args:
            verbs: what each action does, by its id; all of them.
            parent: the owner.
        """
        super().__init__(parent)
        self.table = ActionTable(self)
        self._by_key: dict[str, DeskAction] = {}
        for action in _actions():
            made = self.table.add(action, verbs[action.id])
            for key in made.keys:
                self._by_key[QKeySequence(key).toString()] = made

    def get(self, action_id: str) -> DeskAction:
        """The action of an id."""
        return self.table.get(action_id)

    def listed(self) -> list[DeskAction]:
        """All of them, for F1."""
        return self.table.listed(CONTEXT)

    def meant_by(self, event: QKeyEvent) -> DeskAction | None:
        """The action of a key that was pressed, usable or not."""
        return self._by_key.get(QKeySequence(combination(event)).toString())


def _actions() -> list[Action]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("RedactionKeys", text)

    def action(
        name: str, keys: tuple[str, ...], text: str, icon: str = "", hint: str = ""
    ) -> Action:
        return Action(id=name, text=text, icon=icon, context=CONTEXT, hint=hint, keys=keys)

    return [
        action("confirm_boxes", ("F10",), tr("Confirm boxes"), "check"),
        action("next_box", ("F4",), tr("Next box"), "arrow-right"),
        action("previous_box", ("Shift+F4",), tr("Previous box")),
        action("draw_box", ("Ins",), tr("Draw"), "bounding-box"),
        action("change_box", ("Return",), tr("Move or resize the box"), hint=tr("move")),
        action("remove_box", ("Del",), tr("Remove the box"), "trash", tr("remove")),
        action("undo", ("Ctrl+Z",), tr("Take the last change of a box back"), hint=tr("undo")),
        action("next_page", ("PgDown",), tr("Next page"), hint=tr("page")),
        action("previous_page", ("PgUp",), tr("Previous page")),
        action("zoom_in", ("+",), tr("Zoom in"), hint=tr("zoom")),
        action("zoom_out", ("-",), tr("Zoom out")),
        action("zoom_fit", ("0",), tr("As wide as the window")),
        action("turn", ("R",), tr("Turn the page to the right"), hint=tr("turn")),
        action("turn_back", ("Shift+R",), tr("Turn the page to the left")),
        action("show_keys", ("F1",), tr("Keys"), "keyboard", tr("all keys")),
        action("close", ("Esc",), tr("Close"), "x", tr("close")),
    ]
