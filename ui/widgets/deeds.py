"""What can be done with the one thing that a page shows; other parts of the program add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable, DeskAction

T = TypeVar("T")


@dataclass(frozen=True)
class Deed(Generic[T]):
    """One thing to do with what is shown.

    Attributes:
        id: its name in code, such as ``change``; in the table of actions the page's context stands
            before it: ``orders.change``.
        text: what its button says.
        icon: a Phosphor name of ``ui.icons``, or "".
        keys: its keys; ("F10",) for the one primary action, see ``is_primary``.
        why_not: why it cannot be done now, in words; "" where it can. Called on the GUI thread
            whenever something else is shown, so it looks at that alone.
        run: does it. Called on the GUI thread; work goes through ``tasks.command`` with what it
            changes, after which the page reads again by itself.
        is_primary: one that may stand in blue. Several may be primary and share F10: of those the
            first that can be done has the key (release while it is placed, ship once released).
        is_danger: red edge, apart at the right.
    """

    id: str
    text: str
    icon: str
    keys: tuple[str, ...]
    why_not: Callable[[T], str]
    run: Callable[[T], None]
    is_primary: bool = False
    is_danger: bool = False


class Deeds(Generic[T]):
    """The deeds of what a page shows, in the table of actions."""

    def __init__(
        self, *, table: ActionTable, host: QWidget, context: str, nothing: Callable[[], str]
    ) -> None:
        """*nothing* says why nothing can be done while nothing is shown."""
        self._table = table
        self._host = host
        self._context = context
        self._nothing = nothing
        self._added: list[tuple[Deed[T], DeskAction]] = []
        self._finish: DeskAction | None = None
        self._shown: T | None = None

    def add(self, action: Deed[T]) -> DeskAction:
        """Put an action into the table.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        shared = action.is_primary and action.keys == FINISH
        made = self._table.add(
            Action(
                f"{self._context}.{action.id}",
                action.text,
                icon=action.icon,
                context=self._context,
                keys=() if shared else action.keys,
            ),
            lambda: self._run(action),
            host=self._host,
            blocked=lambda: self._why_not(action),
        )
        self._added.append((action, made))
        if shared and self._finish is None:
            self._finish = self._table.add(
                Action(
                    f"{self._context}.finish", action.text, action.icon, self._context, keys=FINISH
                ),
                self._run_primary,
                host=self._host,
                blocked=self._why_no_primary,
            )
        self.show(self._shown)
        return made

    @property
    def finish(self) -> DeskAction | None:
        """What F10 does now; None while nobody has added a primary action."""
        return self._finish

    def show(self, shown: T | None) -> None:
        """Ask every action again, of what is shown now."""
        self._shown = shown
        primary = self._primary()
        if self._finish is not None and primary is not None:
            self._finish.set_words(primary.text, icon=primary.icon)
        for action, made in self._added:
            made.set_reason(self._why_not(action))
        if self._finish is not None:
            self._finish.set_reason(self._why_no_primary())

    def listed(self) -> list[tuple[Deed[T], DeskAction]]:
        """The actions in the order in which they were added; of those that share F10, none."""
        return [
            (action, made)
            for action, made in self._added
            if not (action.is_primary and action.keys == FINISH)
        ]

    def _why_not(self, action: Deed[T]) -> str:
        return self._nothing() if self._shown is None else action.why_not(self._shown)

    def _primary(self) -> Deed[T] | None:
        """The first primary action that can be done, else the first."""
        shared = [a for a, _made in self._added if a.is_primary and a.keys == FINISH]
        return next((a for a in shared if not self._why_not(a)), shared[0] if shared else None)

    def _why_no_primary(self) -> str:
        primary = self._primary()
        return "" if primary is None else self._why_not(primary)

    def _run(self, action: Deed[T]) -> None:
        if self._shown is not None and not self._why_not(action):
            action.run(self._shown)

    def _run_primary(self) -> None:
        primary = self._primary()
        if primary is not None:
            self._run(primary)


FINISH = ("F10",)
