"""Somebody at the verification page: the real window, records and services."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from desktop.services.desk import Desk
from models.agent import Agent
from models.order import Order
from models.order_version import OrderNote
from models.store import Store
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.verification.held_shop import Held, hold
from ui.pages.verification.page import VerificationPage

ALT = Qt.KeyboardModifier.AltModifier


class Verifier(Seat):
    """Keys on the verification page, and looks at it and at the records."""

    @property
    def verification(self) -> VerificationPage:
        """The page; it has been opened."""
        page = self.workspace.verification.page.page
        assert isinstance(page, VerificationPage)
        return page

    def hold(self, told: Held | None = None, *, own: bool = False) -> uuid.UUID:
        """An order that somebody else (or the person here) took, held."""
        return hold(self.workspace.database, self.desk_of(own=own), told or Held())

    def desk_of(self, *, own: bool) -> Desk:
        """The desk of the person here, or of somebody else."""
        if own:
            return self.workspace.desk
        with self.workspace.database.read() as session:
            other = session.scalars(
                select(Agent.id).where(Agent.id != self.workspace.desk.agent_id).limit(1)
            ).one()
        return replace(self.workspace.desk, agent_id=other)

    def open(self) -> VerificationPage:
        """Alt+2."""
        self.player.wait_for_focus("waiting_caller_edit")
        self.key(Qt.Key.Key_2, ALT)
        return self.verification

    def note(self, words: str) -> None:
        """Alt+N, and words in place of what stands there."""
        self.key(Qt.Key.Key_N, ALT)
        self.player.wait_for_focus("verification_note_edit")
        self.retype(words)

    def shown(self) -> str:
        """The order that is shown."""
        seen = self.verification.seen
        return str(seen.order_id) if seen is not None else ""

    def rows(self) -> list[str]:
        """The queue."""
        return [str(row.order_id) for row in self.verification.table.rows]

    def texts(self) -> set[str]:
        """Every text that can be read on the page now."""
        labels = self.verification.findChildren(QLabel)
        return {label.text() for label in labels if label.isVisible() and label.text()}

    def set_rules(self, **changes: Any) -> None:
        """Rules of the shop, as another desk set them."""

        def work(session: Any) -> None:
            store = session.scalars(select(Store)).one()
            store.settings = {**store.settings, "verification": changes}

        self.write(work)

    def state(self, order_id: uuid.UUID) -> tuple[str, set[str]]:
        """State and open holds of an order."""
        with self.workspace.database.read() as session:
            order = session.get_one(Order, order_id)
            return order.state.value, {hold.kind.value for hold in order.open_holds}

    def notes(self, order_id: uuid.UUID) -> list[str]:
        """What was noted on an order."""
        with self.workspace.database.read() as session:
            query = select(OrderNote.words).where(OrderNote.order_id == order_id)
            return list(session.scalars(query.order_by(OrderNote.created_at)))
