"""The composition root: builds everything once and hands it on."""

from __future__ import annotations

import os
import platform
import sys
import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock, SystemClock
from desktop.documents.rendered import RenderedDocument
from desktop.errors import WorldError
from desktop.paths import DataFolder
from desktop.payments.one_seat import NoPayments, PracticePayments
from desktop.services import stores
from desktop.services.desk import Desk
from desktop.services.stores import SourceChoice, StoreProfile
from desktop.settings import COLOR_SCHEME, LETTER_PRINTER, TEXT_PERCENT, WORKSTATION_NAME, Settings
from desktop.shop_database import open_shop
from desktop.zip_codes import ZipPlace, ZipTable
from models.agent import Agent, Role
from models.session import Database, DatabaseGone
from models.store import Store, StoreMode, Workstation
from ui import labels
from ui.actions import ActionTable
from ui.card_entry.host import CardWindowHost
from ui.card_entry.shield import Shield
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.messages import Messages, Problem
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.page import CallDeskPage
from ui.pages.call_desk.paper_flow import PaperKit
from ui.tasks import Tasks
from ui.theme import Theme

RETRY_SECONDS = 8
SHARED_PROCESSOR_VARIABLE = "ORDERDESK_PRACTICE_PROCESSOR"
"""Names the file of a practice processor that a training room shares."""


class Workspace(QObject):
    """One open desk: window, pages, work, database. Close it with `close`.

    Args:
        caller_id: a number that the telephone shows, so that F2 takes the call with it.
        letters_folder: where Save as PDF puts letters; the person's documents if None.

    Signals:
        closed: everything has ended.
    """

    closed = Signal()

    def __init__(
        self,
        *,
        app: QApplication,
        folder: DataFolder,
        practice: bool,
        clock: Clock | None = None,
        caller_id: str = "",
        letters_folder: Path | None = None,
    ) -> None:
        """Open the shop's database and build the window; nothing is shown yet.

        Raises:
            WorldError: the database cannot be opened.
        """
        super().__init__()
        self._closed = False
        self._letters_folder = letters_folder or _letters_folder()
        self.clock = clock or SystemClock()
        self.settings = Settings(path=folder.settings)
        self.database = open_shop(folder.shop(practice=practice), clock=self.clock)
        with self.database.write() as session:
            seat = _Seat(session, settings=self.settings, clock=self.clock)
        self.desk = seat.desk
        self.theme = Theme(
            app=app,
            scheme=self.settings.get(COLOR_SCHEME),  # type: ignore[arg-type]
            text_scale=self.settings.get(TEXT_PERCENT) / 100,
        )
        self.changes = Changes(self)
        self.tasks = Tasks(
            session_scope=self.database.write,
            read_scope=self.database.read,
            changes=self.changes,
            parent=self,
        )
        self.messages = Messages(self)
        self.messages.install()
        self.actions = ActionTable(self)
        self.window = MainWindow(theme=self.theme, actions=self.actions, practice=practice)
        self.payments = _payments(self.database, self.clock, self.desk)
        self._zips = ZipTable.load
        self.page = self._call_desk(seat)
        self._connect(seat)
        self.window.add_page(self.page)
        self.window.show_page(self.page.page_id)
        if caller_id:
            self.page.ring(caller_id)
        self._warm_up()

    def close(self) -> None:
        """Let running work end, end the children, close the database. Harmless twice."""
        if self._closed:
            return
        self._closed = True
        self.page.host.shutdown()
        self.tasks.drain()
        self.payments.close()
        self.database.close()
        self.closed.emit()

    def _call_desk(self, seat: _Seat) -> CallDeskPage:
        kit = DeskKit(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            desk=self.desk,
            store=seat.store,
            sources=seat.sources,
            look_up_zip=self._look_up_zip,
            announce=self.window.announce,
            uses_screen_reader=seat.uses_screen_reader,
        )
        paper = PaperKit(
            render=_render,
            list_printers=_list_printers,
            folder=self._letters_folder,
            remembered_printer=lambda: self.settings.get(LETTER_PRINTER),
            remember_printer=lambda name: self.settings.put(LETTER_PRINTER, name),
        )
        return CallDeskPage(
            kit=kit,
            payments=self.payments,
            paper=paper,
            make_card_host=self._card_host,
            overlay_host=self.window,
        )

    def _card_host(self, anchor: QWidget) -> CardWindowHost:
        shield = Shield(window=self.window, parent=self)
        return CardWindowHost(window=self.window, anchor=anchor, shield=shield, parent=self)

    def _connect(self, seat: _Seat) -> None:
        window, page = self.window, self.page
        window.call_bar.show_person(seat.person, seat.role_words)
        page.sheet_wanted.connect(window.open_sheet)
        page.bar_changed.connect(self._on_page_bar_changed)
        page.problem_met.connect(self._on_problem_met)
        self.tasks.unhandled.connect(self._on_problem_met)
        self.messages.problem_raised.connect(window.show_problem)
        window.retry_requested.connect(self._on_retry_requested)
        window.tell_it_requested.connect(self._on_tell_it_requested)
        window.window_closed.connect(self.close)

    def _warm_up(self) -> None:
        """What is slow the first time is done in the background, before it is wanted."""
        self.tasks.network(self, ZipTable.load, done=None)
        self.tasks.network(self, _load_number_tables, done=None)
        self.tasks.network(
            self,
            self.payments.recover,
            done=None,
            failed=lambda error: self._on_problem_met(error, "recover"),
        )

    def _look_up_zip(self, zip5: str) -> ZipPlace | None:
        return self._zips().lookup(zip5)

    def _on_page_bar_changed(
        self, title: str, detail: str, icon: str, tone: str, seconds: Any
    ) -> None:
        bar = self.window.call_bar
        bar.show_state(title, detail, icon=icon, tone=tone)
        if seconds is None:
            bar.stop_timer()
        else:
            bar.start_timer(seconds)

    def _on_problem_met(self, error: object, where: str) -> None:
        if isinstance(error, DatabaseGone):
            since = labels.clock_time(self.clock.now(), self.desk.time_zone)
            works = self.tr("Go on taking the order: it is kept on this computer. Cards wait.")
            self.window.notices.show_database_gone(
                since=since, still_works=works, retry_seconds=RETRY_SECONDS
            )
        elif isinstance(error, WorldError):
            self.messages.report(Problem(title=error.words))
        elif isinstance(error, BaseException):
            self.messages.broke(error, where)

    def _on_retry_requested(self) -> None:
        self.tasks.query(
            self,
            lambda session: session.scalar(select(Store.id).limit(1)),
            done=self._on_database_back,
            failed=lambda error: self._on_problem_met(error, "retry"),
        )

    def _on_database_back(self, _store_id: object) -> None:
        self.window.notices.show_database_back()
        self.page.keeper.try_again()
        self.page.calls.refresh_day()

    def _on_tell_it_requested(self) -> None:
        self.messages.report(
            Problem(
                title=self.tr("What to tell IT"),
                text=self.tr("Order Desk cannot use its database {url}.").format(
                    url=self.database.url
                ),
            )
        )


class _Seat:
    """Which shop, which desk, which person: read once at the start."""

    def __init__(self, session: Session, *, settings: Settings, clock: Clock) -> None:
        store = session.scalars(select(Store).limit(1)).one()
        practice = store.mode is StoreMode.PRACTICE
        name = settings.get(WORKSTATION_NAME) or ("Desk 1" if practice else platform.node()[:60])
        workstation = _workstation(session, store.id, name or "Desk 1", clock)
        agent = session.scalars(
            select(Agent)
            .where(Agent.store_id == store.id, Agent.switched_off_at.is_(None))
            .order_by(Agent.role, Agent.display_name)
        ).first()
        if agent is None:
            raise WorldError("Nobody may sign in to this shop.", can_retry=False)
        self.person = agent.display_name
        role = labels.tr("Supervisor") if agent.role is Role.SUPERVISOR else labels.tr("Agent")
        self.role_words = f"{role}, {workstation.name}"
        self.uses_screen_reader = agent.uses_screen_reader
        self.desk = Desk(
            store_id=store.id,
            workstation_id=workstation.id,
            agent_id=agent.id,
            practice=practice,
            currency=store.currency,
            country=store.country,
            time_zone=store.time_zone,
            may_supervise=agent.role is Role.SUPERVISOR,
            now=clock.now,
        )
        self.store: StoreProfile = stores.profile(session, store.id)
        self.sources: tuple[SourceChoice, ...] = stores.source_choices(session, self.desk)


def run_workspace(*, folder: DataFolder, practice: bool, caller_id: str = "") -> int:
    """Open the desk and run it until its window is closed. Returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Order Desk")
    app.setDesktopFileName("orderdesk")
    workspace = Workspace(app=app, folder=folder, practice=practice, caller_id=caller_id)
    workspace.window.resize(1366, 768)
    workspace.window.showMaximized()
    code = app.exec()
    workspace.close()
    return code


def _workstation(session: Session, store_id: uuid.UUID, name: str, clock: Clock) -> Workstation:
    found = session.scalar(
        select(Workstation).where(Workstation.store_id == store_id, Workstation.name == name)
    )
    if found is None:
        found = Workstation(store_id=store_id, name=name, created_at=clock.now())
        session.add(found)
    found.last_seen_at = clock.now()
    session.flush()
    return found


def _payments(database: Database, clock: Clock, desk: Desk) -> PracticePayments | NoPayments:
    if not desk.practice:
        return NoPayments(
            refusal=labels.tr("No card can be taken: this shop's processor is not set up yet.")
        )
    shared = os.environ.get(SHARED_PROCESSOR_VARIABLE)
    return PracticePayments(
        database=database,
        clock=clock,
        workstation_id=desk.workstation_id,
        shared=Path(shared) if shared else None,
    )


def _render(data: Any) -> RenderedDocument:
    from desktop.documents.confirmation import render_confirmation  # reportlab is slow to load

    return render_confirmation(data)


def _list_printers() -> Any:
    from desktop.platform.printers import list_printers

    return list_printers()


def _letters_folder() -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(where) if where else Path.home()


def _load_number_tables() -> None:
    from desktop.services.callers import number_facts

    number_facts("+12125550100", "US", practice=True)
