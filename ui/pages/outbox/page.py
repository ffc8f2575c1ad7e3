"""The outbox: what leaves by fax and by e-mail, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from desktop.services import outbox
from desktop.services.desk import Refused
from desktop.services.outbox_shapes import OutboxEvent, OutboxRow, Showing
from models.dispatch import Route
from models.ids import uuid7
from ui import labels_outbox
from ui.dialogs.send_sheet import SendSheet
from ui.labels_outbox import tr
from ui.labels_verification import moment
from ui.pages.list_page import ListPage
from ui.pages.list_page_shapes import MOST_ROWS, ListPageLook, RowWays, Told
from ui.pages.outbox.kit import OutboxKit
from ui.pages.outbox.telling import told
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow
from ui.widgets.deeds import Deed

PAGE = "outbox"
LOOK_MS = 3_000
"""How often what is under way is looked at while the page is in front: pages leave one by one."""


class OutboxPage(ListPage[OutboxRow]):
    """Under way, in trouble, done with; send again, to another number, print instead, take back."""

    def __init__(self, *, kit: OutboxKit, parent: QWidget | None = None) -> None:
        """Make the page; nothing is read before it is shown."""
        columns = (
            ListColumn(tr("Since"), tone="muted"),
            ListColumn(tr("To"), strong=True),
            ListColumn(tr("What"), stretch=True),
            ListColumn(tr("State")),
        )
        look = ListPageLook(
            page_id=PAGE, title=tr("Outbox"), icon="tray", columns=columns,
            list_name=tr("Faxes and e-mails"), nothing_chosen=tr("Nothing is chosen."),
            showings=("all", "open", "trouble", "done"), showing_title=tr("Show in the outbox"),
            changes=frozenset({"dispatches", "tasks"}),
        )  # fmt: skip
        ways = RowWays(
            key=lambda row: str(row.id), line=self._line_of, chosen=self._tell_of, read=self._read,
            showing_words=labels_outbox.showing, none_of=labels_outbox.none_of,
        )  # fmt: skip
        super().__init__(
            theme=kit.theme, actions=kit.actions, tasks=kit.tasks, changes=kit.changes, look=look,
            ways=ways, again_ms=LOOK_MS, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._history: dict[uuid.UUID, tuple[OutboxEvent, ...]] = {}
        for deed in self._deeds():
            self.deeds.add(deed)
        self.tell(None, None)

    def look_again(self) -> None:
        """Only what is under way changes by the clock."""
        if any(row.is_open for row in self._rows.values()):
            self.refresh()

    def _read(self, session: Any, showing: str) -> tuple[tuple[OutboxRow, ...], str]:
        desk = self._kit.desk
        rows = outbox.outbox(session, desk, showing=cast(Showing, showing), most=MOST_ROWS)
        found = outbox.counts(session, desk)
        words = tr("{open} under way, {trouble} in trouble")
        said = words.format(open=found.open, trouble=found.trouble)
        return rows, "; ".join((said, *self._kit.health()))

    def _line_of(self, row: OutboxRow) -> ListRow:
        """Since when, to whom, what, how it stands."""
        zone, now = self._kit.desk.time_zone, self._kit.desk.now()
        word, kind, icon = labels_outbox.state(row, zone, now)
        return ListRow(
            str(row.id),
            (
                moment(row.created_at, zone, now),
                row.to_name or row.destination,
                labels_outbox.what(row),
                word,
            ),
            ((3, icon, f"{kind}_text"),),
        )

    # One of them

    def _tell_of(self, row: OutboxRow | None) -> None:
        """Tell at once what the list knows; what has happened comes after it."""
        self.tell(row, None if row is None else self._told(row))
        if row is None:
            return
        desk, dispatch_id = self._kit.desk, row.id
        self._kit.tasks.query(
            self,
            lambda session: outbox.history(session, desk, dispatch_id),
            done=lambda found: self._on_history_read(dispatch_id, found),
            failed=lambda error: self.problem_met.emit(error, PAGE),
        )

    def _on_history_read(self, dispatch_id: uuid.UUID, found: tuple[OutboxEvent, ...]) -> None:
        self._history = {dispatch_id: found}
        row = self.current
        if row is not None and row.id == dispatch_id:
            self.tell(row, self._told(row))

    def _told(self, row: OutboxRow) -> Told:
        return told(
            row,
            self._history.get(row.id, ()),
            zone=self._kit.desk.time_zone,
            now=self._kit.desk.now(),
        )

    # What can be done

    def _deeds(self) -> tuple[Deed[OutboxRow], ...]:
        return (
            Deed(
                "again", tr("Send again"), "arrows-clockwise", ("Alt+A",),
                why_not=labels_outbox.why_not_again, run=self._send_again,
            ),
            Deed(
                "other", tr("To another number"), "paper-plane-tilt", ("Alt+N",),
                why_not=labels_outbox.why_not_again, run=self._ask_where,
            ),
            Deed(
                "print", tr("Print instead"), "printer", KEYS["print_one"],
                why_not=lambda _row: "", run=lambda row: self._kit.print_paper(row.id),
            ),
            Deed(
                "order", tr("Open the order"), "package", ("Alt+O",),
                why_not=lambda row: "" if row.order_id else tr("It is about no order."),
                run=self._open_order,
            ),
            Deed(
                "fax", tr("Open the fax"), "file-text", ("Alt+F",),
                why_not=lambda row: "" if row.fax_id else tr("It answers no fax."),
                run=self._open_fax,
            ),
            Deed(
                "stop", tr("Take it back"), "arrow-counter-clockwise", ("Ctrl+Del",),
                why_not=labels_outbox.why_not_stop, run=self._stop, is_danger=True,
            ),
        )  # fmt: skip

    def _open_order(self, row: OutboxRow) -> None:
        if row.order_id is not None:
            self._kit.open_order(row.order_id)

    def _open_fax(self, row: OutboxRow) -> None:
        if row.fax_id is not None:
            self._kit.open_fax(row.fax_id)

    def _send_again(self, row: OutboxRow) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._command(
            lambda session: outbox.send_again(session, desk, row.id, command_id=command_id),
            said=tr("It goes again."),
            name="send_again",
        )

    def _stop(self, row: OutboxRow) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._command(
            lambda session: outbox.stop(session, desk, row.id, command_id=command_id),
            said=tr("It is taken back, if that is in time."),
            name="stop_dispatch",
        )

    def _ask_where(self, row: OutboxRow) -> None:
        by_fax = row.route is Route.FAX
        sheet = SendSheet(
            tr("To another number") if by_fax else tr("To another address"),
            theme=self.theme,
            actions=self._kit.actions,
            route=row.route,
            country=self._kit.desk.country,
            subtitle=labels_outbox.what(row),
            to_name=row.to_name,
            after=tr("The outbox says what becomes of it."),
        )
        sheet.send_wanted.connect(lambda to, name: self._send_to(sheet, row, to, name))
        self.sheet_wanted.emit(sheet)

    def _send_to(self, sheet: SendSheet, row: OutboxRow, to: str, name: str) -> None:
        desk, command_id, new_cover = self._kit.desk, uuid7(), self._kit.new_cover

        def send(session: Any) -> uuid.UUID:
            cover = new_cover(session, row.id, to, name) if row.route is Route.FAX else None
            pdf, pages = cover or (None, 0)
            return outbox.send_again(
                session, desk, row.id, to=to, pdf=pdf, pages=pages, command_id=command_id
            )

        self._kit.tasks.command(
            sheet,
            send,
            done=lambda _id: self._on_sent(sheet),
            failed=sheet.show_refusal,
            changed={"dispatches", "tasks"},
            name="send_to_another",
        )

    def _on_sent(self, sheet: SendSheet) -> None:
        sheet.close_sheet()
        self._kit.announce(tr("It is in the outbox."), "ok")

    def _command(self, work: Callable[[Any], object], *, said: str, name: str) -> None:
        self._kit.tasks.command(
            self,
            work,
            done=lambda _done: self._kit.announce(said, "info"),
            failed=self._on_command_failed,
            changed={"dispatches", "tasks"},
            name=name,
        )

    def _on_command_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._kit.announce(labels_outbox.refusal(error), "held")
            self.refresh()
        else:
            self.problem_met.emit(error, PAGE)
