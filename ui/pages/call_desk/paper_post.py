"""A letter to the print room, where it waits for the next batch."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from desktop.services import post_offers, print_room
from desktop.services.post_offers import PostOffer
from models.ids import uuid7
from ui.dialogs.print_sheet import PrintSheet
from ui.labels_print_room import tr
from ui.page_kit import PageKit


class PaperPost(QObject):
    """Says on the print sheet whether the letter can wait there, and queues it.

    Signals:
        problem_met(object exc, str where).
    """

    problem_met = Signal(object, str)

    def __init__(self, *, kit: PageKit, sheet: PrintSheet, parent: QObject) -> None:
        """Nothing is offered yet."""
        super().__init__(parent)
        self._kit, self._sheet = kit, sheet
        self._document_id: uuid.UUID | None = None
        sheet.post_requested.connect(self._on_sheet_post_requested)

    def show_document(self, document_id: uuid.UUID) -> None:
        """Another document is on the sheet."""
        desk = self._kit.desk
        self._document_id = document_id
        self._sheet.offer_post(False)
        self._kit.tasks.query(
            self,
            lambda session: post_offers.of_document(session, desk, document_id),
            done=lambda offer: self._on_offer_read(document_id, offer),
            failed=lambda error: self.problem_met.emit(error, "post_offer"),
        )

    def _on_offer_read(self, document_id: uuid.UUID, offer: PostOffer) -> None:
        if document_id == self._document_id:
            why_not = tr("It waits in the print room already.") if offer.waits else ""
            self._sheet.offer_post(offer.may_go, why_not=why_not)

    def _on_sheet_post_requested(self) -> None:
        document_id = self._document_id
        if document_id is None:
            return
        desk, command_id = self._kit.desk, uuid7()
        self._sheet.offer_post(True, why_not=tr("It is being put into the print room."))
        self._kit.tasks.command(
            self,
            lambda session: print_room.queue_post(
                session, desk, document_id, to_name="", address=None, command_id=command_id
            ),
            done=lambda _dispatch_id: self._on_queued(),
            failed=self._on_failed,
            changed={"dispatches"},
            name="queue_post",
        )

    def _on_queued(self) -> None:
        self._sheet.close_sheet()
        self._kit.announce(tr("It waits in the print room for the next batch."), "ok")

    def _on_failed(self, error: BaseException) -> None:
        self._sheet.offer_post(True)
        self._sheet.show_problem(tr("It could not be put into the print room."))
        self.problem_met.emit(error, "queue_post")
