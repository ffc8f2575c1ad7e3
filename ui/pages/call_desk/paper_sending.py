"""A letter by fax or by e-mail: where to, and into the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import outbox, paper_contacts
from desktop.services.paper_contacts import PaperContacts
from models.dispatch import Route
from models.ids import uuid7
from ui.dialogs.send_sheet import SendSheet
from ui.labels_outbox import tr
from ui.page_kit import PageKit
from ui.widgets.side_sheet import SideSheet

FaxParts: TypeAlias = Callable[[Any, uuid.UUID, str, str], tuple[bytes, int]]
"""(session, document id, number, name) to what leaves: (pdf, pages), cover sheet included."""


class PaperSending(QObject):
    """Reads what is known of the customer, asks, and queues.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        left: the sheet was left without sending.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    left = Signal()

    def __init__(self, *, kit: PageKit, fax_parts: FaxParts, parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._kit, self._fax_parts = kit, fax_parts

    def ask(self, document_id: uuid.UUID, title: str, route: Route) -> None:
        """Ask where *document_id*, called *title*, goes."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: paper_contacts.of_document(session, desk, document_id),
            done=lambda known: self._open(document_id, title, route, known),
            failed=lambda error: self.problem_met.emit(error, "send_paper"),
        )

    def _open(self, document_id: uuid.UUID, title: str, route: Route, known: PaperContacts) -> None:
        by_fax = route is Route.FAX
        after = tr("The outbox says what becomes of it.")
        if self._kit.desk.practice:
            after = tr("Practice: it ends in the outbox and is not sent.")
        sheet = SendSheet(
            tr("Send by fax") if by_fax else tr("Send by e-mail"),
            theme=self._kit.theme,
            actions=self._kit.actions,
            route=route,
            country=self._kit.desk.country,
            subtitle=title,
            to=known.fax if by_fax else known.email,
            to_name=known.name,
            after=after,
        )
        command_id = uuid7()
        sheet.send_wanted.connect(
            lambda to, name: self._queue(sheet, document_id, route, to, name, command_id)
        )
        sheet.sheet_closed.connect(self._on_sheet_closed)
        self.sheet_wanted.emit(sheet)

    def _queue(
        self, sheet: SendSheet, document_id: uuid.UUID, route: Route, to: str, name: str,
        command_id: uuid.UUID,
    ) -> None:  # fmt: skip
        desk = self._kit.desk

        def queue(session: Any) -> uuid.UUID:
            if route is Route.EMAIL:
                return outbox.queue_email(
                    session, desk, document_id, address=to, to_name=name, command_id=command_id
                )
            pdf, pages = self._fax_parts(session, document_id, to, name)
            return outbox.queue_fax(
                session, desk, document_id, number=to, to_name=name, pdf=pdf, pages=pages,
                command_id=command_id,
            )  # fmt: skip

        self._kit.tasks.command(
            sheet,
            queue,
            done=lambda _dispatch_id: self._on_queued(sheet),
            failed=sheet.show_refusal,
            changed={"dispatches", "documents"},
            name="send_paper",
        )

    def _on_queued(self, sheet: SendSheet) -> None:
        sheet.sheet_closed.disconnect(self._on_sheet_closed)
        sheet.close_sheet()
        words = tr("It is in the outbox.")
        if self._kit.desk.practice:
            words = tr("It is in the outbox. Practice: it is not sent.")
        self._kit.announce(words, "ok")

    def _on_sheet_closed(self) -> None:
        # The window must first have seen it go: another sheet opens in its place.
        QTimer.singleShot(0, self, self.left.emit)
