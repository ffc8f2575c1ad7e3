"""The program from its start to its end: who sits down, the desk, and who sits down next."""

from __future__ import annotations

import sys
import uuid

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop import pace
from desktop.bootstrap.seat import workstation_of
from desktop.bootstrap.workspace import Workspace
from desktop.clock import SystemClock
from desktop.paths import DataFolder
from desktop.services.people import Person
from desktop.settings import COLOR_SCHEME, TEXT_PERCENT, UI_FONT, Settings
from desktop.shop_database import open_shop
from models.store import Store, StoreMode
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme

WINDOW = (1366, 768)


class Program(QObject):
    """A practice shop opens at once; a live one asks who it is first.

    Args:
        practice: the practice shop is wanted, even where there is a live one.
    """

    def __init__(
        self, *, app: QApplication, folder: DataFolder, practice: bool, caller_id: str
    ) -> None:
        """Open the first window."""
        super().__init__()
        self._app = app
        self._folder = folder
        # Until there is a live shop, the practice one is the shop.
        self._practice = folder.shop(practice=practice).mode is StoreMode.PRACTICE
        self._caller_id = caller_id
        self._workspace: Workspace | None = None
        self._gate: _Gate | None = None
        if self._practice:
            self._sit_down(None)
        else:
            self._ask_who()

    def close(self) -> None:
        """End whatever is open."""
        if self._gate is not None:
            self._gate.close()
        if self._workspace is not None:
            self._workspace.close()

    def _ask_who(self) -> None:
        self._gate = _Gate(app=self._app, folder=self._folder)
        self._gate.page.signed_in.connect(self._on_signed_in)
        self._gate.page.resize(*WINDOW)
        self._gate.page.show()
        self._gate.page.ask()

    def _on_signed_in(self, person: Person) -> None:
        gate, self._gate = self._gate, None
        self._sit_down(person.id)
        if gate is not None:
            gate.page.close()
            gate.close()

    def _sit_down(self, agent_id: uuid.UUID | None) -> None:
        before, self._workspace = (
            self._workspace,
            Workspace(
                app=self._app,
                folder=self._folder,
                practice=self._practice,
                agent_id=agent_id,
                caller_id=self._caller_id,
            ),
        )
        self._caller_id = ""
        window = self._workspace.window
        self._workspace.handed_over.connect(self._on_handed_over)
        window.resize(*WINDOW)
        if before is None:
            window.showMaximized()
        else:
            window.setGeometry(before.window.geometry())
            window.show()
            before.window.close()

    def _on_handed_over(self, person: Person) -> None:
        # Not inside the signal of the window that is about to go.
        QTimer.singleShot(0, self, lambda: self._sit_down(person.id))


class _Gate:
    """The sign-in page as a window of its own, with just enough behind it."""

    def __init__(self, *, app: QApplication, folder: DataFolder) -> None:
        # A practice desk starts without them.
        from ui.pages.sign_in_page import SignInPage
        from ui.pages.sign_in_place import SignInPlace

        clock = SystemClock()
        settings = Settings(path=folder.settings)
        self._database = open_shop(folder.shop(practice=False), clock=clock)
        theme = Theme(
            app=app,
            scheme=settings.get(COLOR_SCHEME),  # type: ignore[arg-type]
            font=settings.get(UI_FONT),  # type: ignore[arg-type]
            text_scale=settings.get(TEXT_PERCENT) / 100,
        )
        self._changes = Changes()
        self._tasks = Tasks(
            session_scope=self._database.write,
            read_scope=self._database.read,
            changes=self._changes,
        )
        with self._database.write() as session:
            store = session.scalars(select(Store).limit(1)).one()
            workstation = workstation_of(session, store, settings=settings, clock=clock)
            place = SignInPlace(
                store_id=store.id,
                workstation_id=workstation.id,
                shop_name=store.name,
                workstation_name=workstation.name,
                time_zone=store.time_zone,
            )
        self.page = SignInPage(theme=theme, tasks=self._tasks, place=place, clock=clock)
        self.page.setWindowTitle("Order Desk")

    def close(self) -> None:
        """Let running work end and close the database."""
        self._tasks.drain()
        self._database.close()


def run_workspace(*, folder: DataFolder, practice: bool, caller_id: str = "") -> int:
    """Open the desk and run it until its window is closed. Returns the exit code.

    Raises:
        WorldError: the database cannot be opened.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of program runs in this process")
    app.setApplicationName("Order Desk")
    app.setDesktopFileName("orderdesk")
    program = Program(app=app, folder=folder, practice=practice, caller_id=caller_id)
    pace.settle()
    code = app.exec()
    program.close()
    return code
