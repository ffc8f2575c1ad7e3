"""The one table of actions: buttons, key hints, the keys sheet and the palette all list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.shortcuts import KEYS

#: The context of an action that every page has.
EVERYWHERE: Final = "everywhere"


class KeyClashError(ValueError):
    """Two actions would answer one key in one context, or share an id."""


@dataclass(frozen=True)
class Action:
    """What an action is, before anything can be done with it.

    Attributes:
        id: its name in code, unique in the table ("park"); the key comes from ui.shortcuts by it.
        text: what its button says, in the words of the page ("Park").
        icon: a Phosphor name, or "".
        context: EVERYWHERE, a page's id, or a sheet's.
        hint: the short words of the key bar ("ditto"); the text in lower case if empty.
        keys: keys that are not in ui.shortcuts' table, for actions of one page only.
    """

    id: str
    text: str
    icon: str = ""
    context: str = EVERYWHERE
    hint: str = ""
    keys: tuple[str, ...] = ()


class DeskAction(QAction):
    """A QAction made from a line of the table; it knows why it cannot be used."""

    def __init__(self, *, action: Action, parent: QObject) -> None:
        """Use ActionTable.add; the table is what keeps keys from clashing."""
        super().__init__(action.text, parent)
        self.setObjectName("action_" + action.id.replace(".", "_"))
        self.id = action.id
        self.context = action.context
        self.icon_name = action.icon
        self.in_focus = False
        self.keys = action.keys or KEYS.get(action.id, ())
        self.setShortcuts([QKeySequence(key) for key in self.keys])
        self.setAutoRepeat(False)
        self._hint = action.hint
        self._reason = ""

    @property
    def hint(self) -> str:
        """The short words beside its key."""
        return self._hint or self.text().lower()

    @property
    def reason(self) -> str:
        """Why it cannot be used now, in words; "" when it can."""
        return self._reason

    @property
    def key_text(self) -> str:
        """Its first key as this system writes it, or ""."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    def set_words(self, text: str, *, icon: str = "", hint: str = "") -> None:
        """Say the same action in the words of the moment ("Call", "New batch")."""
        self.icon_name = icon or self.icon_name
        self._hint = hint or self._hint
        self.setText(text)
        self.changed.emit()

    def set_reason(self, reason: str) -> None:
        """Disable it with a reason in words, or enable it with ""."""
        if reason == self._reason and self.isEnabled() == (not reason):
            return
        self._reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.changed.emit()


class ActionTable(QObject):
    """Every action there is. What is not built is not in it, and so is not shown anywhere.

    Actions of EVERYWHERE are hosted by the window, those of a page by the page: their keys work
    while the host is visible. While a sheet is open only its own keys work (``suspend``).

    Signals:
        table_changed: an action came, went, or has other words, another reason.
    """

    table_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._actions: dict[str, DeskAction] = {}
        self._blocked: dict[str, Callable[[], str]] = {}
        self._only: str | None = None

    def add(
        self,
        action: Action,
        triggered: Callable[[], object],
        *,
        host: QWidget | None = None,
        blocked: Callable[[], str] | None = None,
        in_focus: bool = False,
    ) -> DeskAction:
        """Make the QAction of a line.

        Args:
            action: the line.
            triggered: called when its key is pressed, its button clicked, or it is chosen by name.
            host: the widget whose visibility lets the key work (the window, a page, a sheet).
            blocked: says why it cannot be used now, or ""; asked again at each ``refresh``.
            in_focus: its key works only while the focus is inside the host (Del in a list).

        Raises:
            KeyClashError: the id is taken, or a key is already answered in the same context.
        """
        made = DeskAction(action=action, parent=self)
        made.in_focus = in_focus
        self._refuse_clash(made)
        made.triggered.connect(lambda _checked=False: triggered())
        made.changed.connect(self.table_changed)
        self._actions[made.id] = made
        if blocked is not None:
            self._blocked[made.id] = blocked
            made.set_reason(blocked())
        if host is not None:
            host.addAction(made)
        self._set_key_scope(made)
        self.table_changed.emit()
        return made

    def remove_context(self, context: str) -> None:
        """Forget the actions of a page or sheet that is gone."""
        for action_id in [a.id for a in self._actions.values() if a.context == context]:
            self._blocked.pop(action_id, None)
            self._actions.pop(action_id).deleteLater()
        self.table_changed.emit()

    def get(self, action_id: str) -> DeskAction:
        """The action of an id. Raises KeyError if it does not exist."""
        return self._actions[action_id]

    def find(self, action_id: str) -> DeskAction | None:
        """The action of an id, or None where it has not been built."""
        return self._actions.get(action_id)

    def listed(self, context: str) -> list[DeskAction]:
        """The visible actions of one context, in the order they were added."""
        return [a for a in self._actions.values() if a.context == context and a.isVisible()]

    def at_hand(self, context: str) -> list[DeskAction]:
        """What can be asked for on a page: its own actions, then those of everywhere."""
        return self.listed(context) + self.listed(EVERYWHERE)

    def refresh(self) -> None:
        """Ask every ``blocked`` again."""
        for action_id, blocked in self._blocked.items():
            self._actions[action_id].set_reason(blocked())

    def suspend(self, *, but: str) -> None:
        """Let only the keys of one context work (a sheet is open). Nothing is greyed for it."""
        self._only = but
        for action in self._actions.values():
            self._set_key_scope(action)

    def resume(self) -> None:
        """Let every key work again."""
        self._only = None
        for action in self._actions.values():
            self._set_key_scope(action)

    def _set_key_scope(self, action: DeskAction) -> None:
        if self._only is not None and action.context != self._only:
            # A host never has the focus itself, so a key of WidgetShortcut scope sleeps.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        elif action.in_focus:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)

    def _refuse_clash(self, made: DeskAction) -> None:
        if made.id in self._actions:
            raise KeyClashError(f"two actions are called {made.id}")
        for other in self._actions.values():
            if not _meet(made.context, other.context):
                continue
            both = {QKeySequence(k).toString() for k in made.keys} & {
                QKeySequence(k).toString() for k in other.keys
            }
            if both:
                raise KeyClashError(f"{made.id} and {other.id} both want {', '.join(sorted(both))}")


def _meet(one: str, other: str) -> bool:
    """Whether the keys of two contexts can work at the same time; a sheet suspends the rest."""
    if one == other:
        return True
    if one.startswith("sheet.") or other.startswith("sheet."):
        return False
    return EVERYWHERE in (one, other)
