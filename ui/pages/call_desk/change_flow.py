"""What is asked of the records while a placed order is changed: saved, compared, given up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from desktop.services import calling, change_views, changing, orders, taking_up
from desktop.services.changing import Applied, ChangedElsewhere
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from desktop.services.placing import CardEntry
from models.ids import uuid7
from ui.pages.call_desk.kit import DeskKit


class ChangeFlow(QObject):
    """One change at a time.

    Signals:
        change_saved(OrderView, Applied): the order says something else now.
        conflict_found(Conflict): somebody else has changed it meanwhile; nothing was saved.
        change_rebased(Draft, OrderView): what was keyed lies over the order as it is now.
        change_given_up(Resumed | None): the order is as it was.
        draft_stale: another program saved the same draft.
        refused(Refused): it was not done, and why.
        problem_met(object exc, str where).
    """

    change_saved = Signal(object, object)
    conflict_found = Signal(object)
    change_rebased = Signal(object, object)
    change_given_up = Signal(object)
    draft_stale = Signal()
    refused = Signal(object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._kit = kit
        self._command_id = uuid7()
        self.is_saving = False

    def save(self, view: OrderView, card: CardEntry | None) -> None:
        """Put the change *view* in the order's place."""
        change, desk, command_id = view.change, self._kit.desk, self._command_id
        if change is None or self.is_saving:
            return
        self.is_saving = True

        def work(session: Any) -> tuple[OrderView, Applied]:
            applied = changing.apply_change(
                session, desk, view.id, version=view.version,
                original_version=change.original_version, card=card, command_id=command_id,
            )  # fmt: skip
            return orders.get(session, desk, applied.order_id), applied

        self._command(work, lambda both: self._on_saved(*both), "apply_change", view.id)

    def rebase(self, view: OrderView, keep: Literal["mine", "theirs"]) -> None:
        """Answer which version is to stand."""
        desk, command_id = self._kit.desk, uuid7()

        def work(session: Any) -> tuple[Any, OrderView]:
            both = changing.rebase_change(
                session, desk, view.id, version=view.version, keep=keep, command_id=command_id
            )
            return orders.draft_of(session, view.id), both

        self._command(work, lambda both: self.change_rebased.emit(*both), "rebase_change", view.id)

    def give_up(self, view: OrderView) -> None:
        """Drop the change *view*."""
        desk, command_id = self._kit.desk, uuid7()
        self._command(
            lambda session: taking_up.give_up_change(session, desk, view.id, command_id=command_id),
            self.change_given_up.emit,
            "give_up_change",
            view.id,
        )

    def read_again(self, call_id: uuid.UUID) -> None:
        """Read the call and its order as they are now."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: calling.resumed(session, desk, call_id),
            done=self.change_given_up.emit,
            failed=lambda error: self.problem_met.emit(error, "order"),
        )

    def _command(
        self, work: Callable[[Any], Any], done: Callable[[Any], None], name: str, draft: uuid.UUID
    ) -> None:
        self._kit.tasks.command(
            self,
            work,
            done=done,
            failed=lambda error: self._on_failed(error, name, draft),
            changed={"orders"},
            name=name,
        )

    def _on_saved(self, view: OrderView, applied: Applied) -> None:
        self.is_saving = False
        self._command_id = uuid7()
        self.change_saved.emit(view, applied)

    def _on_failed(self, error: BaseException, name: str, draft_id: uuid.UUID) -> None:
        self.is_saving = False
        if isinstance(error, Refused | Stale):
            # Only after an answer: where none came, the same command must find its first result.
            self._command_id = uuid7()
        if isinstance(error, ChangedElsewhere):
            self._compare(draft_id)
        elif isinstance(error, Stale):
            self.draft_stale.emit()
        elif isinstance(error, Refused):
            self.refused.emit(error)
        else:
            self.problem_met.emit(error, name)

    def _compare(self, draft_id: uuid.UUID) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: change_views.conflict(session, desk, draft_id),
            done=lambda found: self.conflict_found.emit(found) if found is not None else None,
            failed=lambda error: self.problem_met.emit(error, "conflict"),
        )
