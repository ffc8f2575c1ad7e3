"""The outbox and the tasks in their window, with a small shop behind them and hands on the keyboard."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store, outbox, person_tasks
from models.dispatch import Dispatch, DispatchState
from models.document import DocumentKind
from models.ids import uuid7
from models.order import Order
from models.person_task import PersonTaskKind
from tests.desktop.factories import DeskShop, card, make_desk_shop
from ui.actions import ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.pages.outbox.kit import OutboxKit
from ui.pages.outbox.page import OutboxPage
from ui.pages.tasks.kit import TasksKit
from ui.pages.tasks.page import TasksPage
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
FAX = "(805) 555-0163"
PDF = b"%PDF-1.4 a paper"


class Room:
    """A live shop's outbox and tasks; nothing is sent by itself. Call ``close`` at the end."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme) -> None:
        self.qtbot, self.theme = qtbot, theme
        self.shop: DeskShop = make_desk_shop(folder)
        self.desk = self.shop.desk(practice=False)
        self.changes, self.actions = Changes(), ActionTable()
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.went: list[tuple[str, object]] = []
        self.told: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.health: tuple[str, ...] = ()
        with theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
            self.outbox = OutboxPage(kit=self._outbox_kit())
            self.to_do = TasksPage(kit=self._tasks_kit())
        self.bars: list[tuple[str, str]] = []
        for page in (self.outbox, self.to_do):
            page.sheet_wanted.connect(self.window.open_sheet)
            page.problem_met.connect(
                lambda error, where: self.problems.append(f"{where}: {error!r}")
            )
            page.bar_changed.connect(lambda title, detail: self.bars.append((title, detail)))
            self.window.add_page(page)
        self.window.add_page(
            Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)

    def _outbox_kit(self) -> OutboxKit:
        return OutboxKit(
            theme=self.theme, actions=self.actions, tasks=self.tasks, changes=self.changes,
            desk=self.desk, announce=lambda text, kind: self.told.append((text, kind)),
            open_order=lambda order_id: self.went.append(("order", order_id)),
            open_fax=lambda fax_id: self.went.append(("fax", fax_id)),
            print_paper=lambda dispatch_id: self.went.append(("print", dispatch_id)),
            new_cover=lambda _session, _id, to, _name: (PDF + to.encode(), 3),
            health=lambda: self.health,
        )  # fmt: skip

    def _tasks_kit(self) -> TasksKit:
        return TasksKit(
            theme=self.theme, actions=self.actions, tasks=self.tasks, changes=self.changes,
            desk=self.desk, announce=lambda text, kind: self.told.append((text, kind)),
            call=lambda row: self.went.append(("call", row.id)),
            open_order=lambda order_id: self.went.append(("order", order_id)),
            open_fax=lambda fax_id: self.went.append(("fax", fax_id)),
            open_dispatch=lambda dispatch_id: self.went.append(("dispatch", dispatch_id)),
        )  # fmt: skip

    def close(self) -> None:
        """Let the work end; nothing may have failed."""
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.problems == []

    def show(self, page_id: str) -> None:
        """Bring a page to the front and wait for its rows."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page(page_id)
        self.settle()

    # The shop

    def order(self, name: str = "Jane Roe") -> uuid.UUID:
        """An order that somebody placed."""
        given, family = name.split()
        customer = self.shop.customer(given_name=given, family_name=family)
        draft = self.shop.ready_draft(customer_id=customer.id)
        view, _placed = self.shop.placed(draft, entry=card(f"pm_{uuid7().hex}"))
        return view.id

    def queue_fax(self, order_id: uuid.UUID | None = None, **fields: Any) -> uuid.UUID:
        """A fax in the outbox; *fields* are set on its row."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, order_id) if order_id else None
            document = letter_store.keep(
                session, self.desk, order, kind=DocumentKind.CONFIRMATION, language="en",
                record={}, rendered=RenderedDocument(pdf=PDF, sha256="a" * 64, pages=2,
                unprintable=()),
            )  # fmt: skip
            dispatch_id = outbox.queue_fax(
                session, self.desk, document, number=FAX, to_name="Jane Roe", pdf=PDF, pages=2,
                command_id=uuid7(),
            )  # fmt: skip
            row = session.get_one(Dispatch, dispatch_id)
            for name, value in fields.items():
                setattr(row, name, value)
        return dispatch_id

    def move(self, dispatch_id: uuid.UUID, *states: DispatchState, **fields: Any) -> None:
        """What the runner would do."""
        with self.shop.database.write() as session:
            row = session.get_one(Dispatch, dispatch_id)
            for state in states:
                row.move_to(state, at=self.desk.now(), actor_id=None)
            for name, value in fields.items():
                setattr(row, name, value)

    def give_up(self, dispatch_id: uuid.UUID, order_id: uuid.UUID | None = None) -> uuid.UUID:
        """The line was busy five times; a task says so."""
        self.move(
            dispatch_id, DispatchState.SENDING, DispatchState.SENT, DispatchState.FAILED,
            DispatchState.GIVEN_UP, tries=5, reason="busy", failure="Busy signal detected",
        )  # fmt: skip
        return self.task(
            PersonTaskKind.GIVEN_UP_FAX, f"Fax to {FAX} could not be sent", dispatch_id=dispatch_id,
            order_id=order_id,
        )  # fmt: skip

    def task(self, kind: PersonTaskKind, words: str, *, hours: int = 1, **links: Any) -> uuid.UUID:
        """A task, due in so many hours."""
        with self.shop.database.write() as session:
            return person_tasks.add(
                session, self.desk, kind, words, self.desk.now() + timedelta(hours=hours),
                command_id=uuid7(), **({"hours": links.pop("best", "")} | links),
            )  # fmt: skip

    # Keys

    def settle(self) -> None:
        """Wait until nothing is asked or read."""
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key as the window system sends it, and wait for what it starts."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        QApplication.processEvents()
        self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        for character in text:
            QTest.keyClick(self.window.windowHandle(), character)  # type: ignore[call-overload]
        self.settle()

    @property
    def focus(self) -> str:
        """The object name of what has the focus."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    @property
    def sheet(self) -> SideSheet:
        """The sheet that is open."""
        sheet = self.window.open_sheet_now
        assert sheet is not None, "no sheet is open"
        return sheet

    def rows(self, page: ListPage[Any]) -> list[tuple[str, ...]]:
        """What the list shows."""
        return [row.cells for row in page.table.rows]

    def facts(self, page: ListPage[Any]) -> dict[str, str]:
        """What stands at the right."""
        return dict(page.facts.shown())
