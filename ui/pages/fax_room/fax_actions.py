"""What can be done with the fax that is shown; other parts of the program add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.services.received_fax_shapes import FaxDetail
from models.received_fax import FaxState
from ui.actions import Action, ActionTable, DeskAction
from ui.labels_fax import tr
from ui.pages.fax_room.context import CONTEXT


@dataclass(frozen=True)
class FaxAction:
    """One thing to do with one received fax.

    Attributes:
        id: its name in code, such as ``opt_out``; in the table of actions ``fax_room.opt_out``.
        text: what its button says.
        icon: a Phosphor name of ``ui.icons``, or "".
        keys: its keys.
        run: does it. Called on the GUI thread; work goes through ``tasks.command`` with
            ``changed={"faxes"}``, after which the page reads the fax again by itself.
        why_not: why it cannot be done with this fax, in words; "" where it can. Called on the GUI
            thread whenever another fax is shown, so it looks at the fax alone.
        needs_review: not before somebody has confirmed the boxes, whatever ``why_not`` says.
        is_danger: red edge, apart at the right.
        everywhere: an action of everywhere whose key does it while this page is in front; the button
            shows that key, and *keys* is empty.
    """

    id: str
    text: str
    icon: str
    keys: tuple[str, ...]
    run: Callable[[FaxDetail], None]
    why_not: Callable[[FaxDetail], str] = lambda _fax: ""
    needs_review: bool = True
    is_danger: bool = False
    everywhere: str = ""


class FaxActions:
    """The actions of the fax that is shown, in the table of actions."""

    def __init__(self, *, table: ActionTable, host: object) -> None:
        """Start without any."""
        self._table, self._host = table, host
        self._added: list[tuple[FaxAction, DeskAction]] = []
        self._fax: FaxDetail | None = None
        self._busy = ""

    def add(self, action: FaxAction) -> DeskAction:
        """Put an action into the table.

        Raises:
            KeyClashError: its id is taken, or its key has another meaning on this page.
        """
        line = Action(f"{CONTEXT}.{action.id}", action.text, action.icon, CONTEXT, keys=action.keys)
        made = self._table.add(
            line,
            lambda: self._run(action),
            host=self._host,  # type: ignore[arg-type]
            blocked=lambda: self._why_not(action),
        )
        self._added.append((action, made))
        return made

    def show(self, fax: FaxDetail | None, *, busy: str = "") -> None:
        """Ask every action again, of another fax; *busy* is why nothing can be done just now."""
        self._fax, self._busy = fax, busy
        for action, made in self._added:
            made.set_reason(self._why_not(action))

    def listed(self) -> list[tuple[FaxAction, DeskAction]]:
        """The actions, in the order in which they were added."""
        return list(self._added)

    def key_text(self, action: FaxAction) -> str | None:
        """The key that its button shows where that is another action's; None: its own."""
        made = self._table.find(action.everywhere) if action.everywhere else None
        return made.key_text if made is not None else None

    def _why_not(self, action: FaxAction) -> str:
        fax = self._fax
        if fax is None:
            return tr("No fax is chosen.")
        if self._busy:
            return self._busy
        if action.needs_review and fax.reviewed_at is None:
            return why_not_reviewed(fax)
        return action.why_not(fax)

    def _run(self, action: FaxAction) -> None:
        if self._fax is not None and not self._why_not(action):
            action.run(self._fax)


def why_not_reviewed(fax: FaxDetail) -> str:
    """Why what needs reviewed pages cannot be done with a fax that has none; "" where it has."""
    if fax.reviewed_at is not None:
        return ""
    if fax.row.state is FaxState.DAMAGED:
        return tr("It could not be opened: there is no page to work with.")
    if fax.row.state is FaxState.ARRIVED:
        return tr("The machine is still reading it.")
    if fax.row.state is FaxState.DONE:
        return tr("Nothing was kept of it.")
    return tr("Nobody has looked at it yet: open it first.")
