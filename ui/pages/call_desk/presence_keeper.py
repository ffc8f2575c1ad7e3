"""Says that an order is open here, and hears who else has it open."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import presence
from desktop.services.presence import Other
from ui.pages.call_desk.kit import DeskKit


class PresenceKeeper(QObject):
    """One order at a time. It locks nothing, so a failure of it is nobody's trouble.

    Signals:
        others_changed(tuple[Other, ...]): somebody else came, or went.
    """

    others_changed = Signal(object)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Start without an order."""
        super().__init__(parent)
        self._kit = kit
        self._order_id: uuid.UUID | None = None
        self.others: tuple[Other, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(presence.BEAT_SECONDS * 1000)
        self._timer.timeout.connect(self.beat)

    def enter(self, order_id: uuid.UUID) -> None:
        """This order is open here from now on."""
        if order_id == self._order_id:
            return
        self.leave()
        self._order_id = order_id
        desk = self._kit.desk
        self._kit.tasks.command(
            self,
            lambda session: presence.enter(session, desk, order_id),
            done=lambda others: self._on_heard(order_id, others),
            failed=lambda _error: None,
            name="presence",
        )
        self._timer.start()

    def beat(self) -> None:
        """Say so again."""
        order_id, desk = self._order_id, self._kit.desk
        if order_id is None:
            return
        self._kit.tasks.command(
            self,
            lambda session: presence.still_here(session, desk, order_id),
            done=lambda others: self._on_heard(order_id, others),
            failed=lambda _error: None,
            name="presence",
        )

    def leave(self) -> None:
        """It is put away."""
        self._timer.stop()
        order_id, self._order_id = self._order_id, None
        desk = self._kit.desk
        if order_id is not None:
            self._kit.tasks.command(
                self,
                lambda session: presence.leave(session, desk, order_id),
                done=None,
                failed=lambda _error: None,
                name="presence",
            )
        self._tell(())

    def _on_heard(self, order_id: uuid.UUID, others: tuple[Other, ...]) -> None:
        if order_id == self._order_id:
            self._tell(others)

    def _tell(self, others: tuple[Other, ...]) -> None:
        if others != self.others:
            self.others = others
            self.others_changed.emit(others)
