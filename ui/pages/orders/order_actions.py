"""What can be done with the order whose story is shown; other parts of the program add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.order_story_shapes import OrderStory
from ui.actions import Action, ActionTable, DeskAction
from ui.pages.orders.context import CONTEXT


@dataclass(frozen=True)
class OrderAction:
    """One thing to do with one order.

    Attributes:
        id: its name in code, such as ``change``; in the table of actions it is ``orders.change``.
        text: what its button says.
        icon: a Phosphor name of ``ui.icons``, or "".
        keys: its keys; ("F10",) for the one primary action, see ``is_primary``.
        why_not: why it cannot be done with this order, in words; "" where it can. Called on the GUI
            thread at every story, so it looks at the story alone.
        run: does it. Called on the GUI thread; work goes through ``tasks.command`` with
            ``changed={"orders"}``, after which the page reads the order again by itself.
        is_primary: one that may stand in blue. Several may be primary and share F10: of those the
            first that can be done has the key (release while it is placed, ship once released).
        is_danger: red edge, apart at the right.
    """

    id: str
    text: str
    icon: str
    keys: tuple[str, ...]
    why_not: Callable[[OrderStory], str]
    run: Callable[[OrderStory], None]
    is_primary: bool = False
    is_danger: bool = False


class OrderActions:
    """The actions of the story that is shown, in the table of actions."""

    def __init__(self, *, table: ActionTable, host: object, no_story: Callable[[], str]) -> None:
        """*no_story* says why nothing can be done while no order is shown."""
        self._table = table
        self._host = host
        self._no_story = no_story
        self._added: list[tuple[OrderAction, DeskAction]] = []
        self._finish: DeskAction | None = None
        self._story: OrderStory | None = None

    def add(self, action: OrderAction) -> DeskAction:
        """Put an action into the table.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        shared = action.is_primary and action.keys == FINISH
        made = self._table.add(
            Action(
                f"{CONTEXT}.{action.id}",
                action.text,
                icon=action.icon,
                context=CONTEXT,
                keys=() if shared else action.keys,
            ),
            lambda: self._run(action),
            host=self._host,  # type: ignore[arg-type]
            blocked=lambda: self._why_not(action),
        )
        self._added.append((action, made))
        if shared and self._finish is None:
            self._finish = self._table.add(
                Action(f"{CONTEXT}.finish", action.text, action.icon, CONTEXT, keys=FINISH),
                self._run_primary,
                host=self._host,  # type: ignore[arg-type]
                blocked=self._why_no_primary,
            )
        self.show(self._story)
        return made

    @property
    def finish(self) -> DeskAction | None:
        """What F10 does now; None while nobody has added a primary action."""
        return self._finish

    def show(self, story: OrderStory | None) -> None:
        """Ask every action again, of another order."""
        self._story = story
        primary = self._primary()
        if self._finish is not None and primary is not None:
            self._finish.set_words(primary.text, icon=primary.icon)
        for action, made in self._added:
            made.set_reason(self._why_not(action))
        if self._finish is not None:
            self._finish.set_reason(self._why_no_primary())

    def listed(self) -> list[tuple[OrderAction, DeskAction]]:
        """The actions in the order in which they were added; of those that share F10, none."""
        return [
            (action, made)
            for action, made in self._added
            if not (action.is_primary and action.keys == FINISH)
        ]

    def _why_not(self, action: OrderAction) -> str:
        return self._no_story() if self._story is None else action.why_not(self._story)

    def _primary(self) -> OrderAction | None:
        """The first primary action that can be done, else the first."""
        shared = [a for a, _made in self._added if a.is_primary and a.keys == FINISH]
        return next((a for a in shared if not self._why_not(a)), shared[0] if shared else None)

    def _why_no_primary(self) -> str:
        primary = self._primary()
        return "" if primary is None else self._why_not(primary)

    def _run(self, action: OrderAction) -> None:
        if self._story is not None and not self._why_not(action):
            action.run(self._story)

    def _run_primary(self) -> None:
        primary = self._primary()
        if primary is not None:
            self._run(primary)


FINISH = ("F10",)
