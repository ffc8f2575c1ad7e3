"""Which faxes this desk has taken: one that nothing was keyed from is given back when it is left."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail
from models.ids import uuid7
from models.received_fax import FaxState
from ui import labels_fax
from ui.pages.fax_room.kit import FaxRoomKit


class FaxHold(QObject):
    """Taking, having read and giving back. What is in the redaction window is the review's.

    Signals:
        refused(str words): the fax could not be taken.
    """

    refused = Signal(str)

    def __init__(self, *, kit: FaxRoomKit, parent: QObject) -> None:
        """Nothing has been taken."""
        super().__init__(parent)
        self._kit = kit
        self._taking: uuid.UUID | None = None
        self._taken: set[uuid.UUID] = set()
        self._keyed: set[uuid.UUID] = set()
        self._marked: set[uuid.UUID] = set()

    def take(self, fax: FaxDetail) -> None:
        """Nobody else is to key it meanwhile."""
        if fax.row.is_mine or self._taking == fax.row.id:
            return
        desk, fax_id, command_id = self._kit.desk, fax.row.id, uuid7()
        self._taking = fax_id
        self._taken.add(fax_id)
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.take(session, desk, fax_id, command_id=command_id),
            done=lambda _fax: self._on_taken(),
            failed=lambda error: self._on_take_failed(fax_id, error),
            changed={"faxes"},
            name="take_fax",
        )

    def take_to_key(self, fax: FaxDetail) -> None:
        """Something is keyed from it: from now on it stays with this desk, shown or not."""
        self._keyed.add(fax.row.id)
        self.take(fax)

    def leave(self, fax: FaxDetail) -> None:
        """Another fax is shown: whoever wants this one need not wait, unless it is being keyed."""
        fax_id, is_mine = fax.row.id, fax.row.is_mine or fax.row.id in self._taken
        is_sealed = fax.row.state not in (FaxState.REVIEWED, FaxState.DAMAGED)
        if fax_id in self._keyed or is_sealed or not is_mine:
            return
        self._taken.discard(fax_id)
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.give_back(session, desk, fax_id, command_id),
            done=None,
            # Its time runs out by itself: no harm done.
            failed=lambda _error: None,
            changed={"faxes"},
            name="give_fax_back",
        )

    def forget(self, fax_id: uuid.UUID) -> None:
        """It has an outcome, or was left to others: there is nothing to give back."""
        self._taken.discard(fax_id)
        self._keyed.discard(fax_id)

    def mark_read(self, fax: FaxDetail) -> None:
        """Somebody has looked at its line."""
        if fax.row.id in self._marked:
            return
        self._marked.add(fax.row.id)
        desk, fax_id, command_id = self._kit.desk, fax.row.id, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.mark_read(session, desk, fax_id, command_id),
            done=None,
            # It stays bold: no harm done.
            failed=lambda _error: None,
            changed={"faxes"},
            name="read_fax",
        )

    def _on_taken(self) -> None:
        self._taking = None

    def _on_take_failed(self, fax_id: uuid.UUID, error: BaseException) -> None:
        self._taking = None
        self._taken.discard(fax_id)
        if isinstance(error, Refused):
            self.refused.emit(labels_fax.refusal(error))
        # Else what is keyed is saved in a moment, and what is wrong is said there.
