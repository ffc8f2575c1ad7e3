"""The opt-outs page in its window, with a small shop behind it and hands on the keyboard."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services import opt_out_letters, opt_outs
from desktop.services.opt_out_shapes import ConfirmState, OptOutAsk, OptOutView, OptOutWho
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.dispatch import Dispatch, DispatchState
from models.ids import uuid7
from tests.desktop.factories import ONTARIO, DeskShop
from ui.actions import ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.pages.opt_outs.kit import OptOutsKit
from ui.pages.opt_outs.page import OptOutsPage
from ui.tasks import Tasks
from ui.theme import SchemeChoice, Theme
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
JANE = OptOutWho(
    name="Jane Roe", phones=("(909) 555-0142",), emails=("jane@example.com",), address=ONTARIO
)

NOBODY = OptOutWho()


class Room:
    """A shop's opt-outs page; nothing is sent. Call ``close`` at the end."""

    def __init__(
        self, qtbot: QtBot, shop: DeskShop, folder: Path, theme: Theme, *, supervisor: bool
    ) -> None:
        self.qtbot, self.shop, self.theme, self.folder = qtbot, shop, theme, folder
        desk = self.shop.desk(practice=False)
        self.desk = dataclasses.replace(desk, may_supervise=supervisor)
        self.changes, self.actions = Changes(), ActionTable()
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.went: list[tuple[str, object]] = []
        self.told: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.bars: list[tuple[str, str]] = []
        with theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
            self.page = OptOutsPage(kit=self._kit())
        self.page.sheet_wanted.connect(self.window.open_sheet)
        self.page.problem_met.connect(
            lambda error, where: self.problems.append(f"{where}: {error!r}")
        )
        self.page.bar_changed.connect(lambda title, detail: self.bars.append((title, detail)))
        self.window.add_page(self.page)
        settings = Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
        self.window.add_page(settings)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)

    def _kit(self) -> OptOutsKit:
        return OptOutsKit(
            theme=self.theme, actions=self.actions, tasks=self.tasks, changes=self.changes,
            desk=self.desk, announce=lambda text, kind: self.told.append((text, kind)),
            begin_batch=lambda: self.went.append(("batch", "")),
            complete=lambda view: self.went.append(("complete", view.reference)),
            withdraw=lambda view: self.went.append(("withdraw", view.reference)),
            open_fax=lambda fax_id: self.went.append(("fax", fax_id)),
            show_dispatch=lambda view: self.went.append(("dispatch", view.reference)),
            see_confirmation=lambda view: self.went.append(("see", view.reference)),
            make_confirmation=self._make_confirmation,
            make_waiting=lambda session: opt_out_letters.make_waiting(session, self.desk, most=1),
            database=self.shop.database,
            folder=self.folder,
        )  # fmt: skip

    def _make_confirmation(self, session: Any, view: OptOutView, command_id: uuid.UUID) -> object:
        return opt_out_letters.confirm(
            session, self.desk, view.id, command_id=command_id,
            again=view.confirm_state is ConfirmState.TROUBLE,
        )  # fmt: skip

    def close(self) -> None:
        """Let the work end; nothing may have failed."""
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        self.look()
        assert self.problems == []

    def show(self) -> None:
        """Bring the page to the front and wait for its rows."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("opt_outs")
        self.settle()

    def look(self, *, scale: float = 1.0, scheme: SchemeChoice = "light") -> None:
        """Draw all in another size or scheme, if it is another: that takes a while."""
        if self.theme.text_scale != scale:
            self.theme.set_text_scale(scale)
        if self.theme.scheme != scheme:
            self.theme.set_scheme(scheme)
        QApplication.processEvents()

    # The shop

    def ask(self, who: OptOutWho = JANE, *, days_ago: int = 0, **fields: Any) -> OptOutAsk:
        """What somebody wants, so many days ago."""
        fields.setdefault("channel", Channel.PHONE)
        fields.setdefault("media", frozenset({Medium.CALL}))
        return OptOutAsk(who=who, received_on=self.day(days_ago), **fields)

    def day(self, days_ago: int) -> date:
        """A day on the shop's calendar."""
        return self.desk.today() - timedelta(days=days_ago)

    def record(self, who: OptOutWho = JANE, **fields: Any) -> OptOutView:
        """A request that is in force."""
        with self.shop.database.write() as session:
            ask = self.ask(who, **fields)
            return opt_outs.record_opt_out(session, self.desk, ask, command_id=uuid7())

    def put_aside(self, note: str, who: OptOutWho = NOBODY, **fields: Any) -> OptOutView:
        """A request that waits."""
        with self.shop.database.write() as session:
            ask = self.ask(who, note=note, channel=Channel.MAIL, **fields)
            return opt_outs.put_aside(session, self.desk, ask, command_id=uuid7())

    def confirm(self, view: OptOutView, *states: DispatchState) -> None:
        """Make its confirmation, and say what became of it."""
        with self.shop.database.write() as session:
            made = opt_out_letters.confirm(session, self.desk, view.id, command_id=uuid7())
            dispatch = session.get_one(Dispatch, made.confirm_dispatch_id)
            for state in states:
                dispatch.move_to(state, at=self.desk.now(), actor_id=None)

    # Keys

    def settle(self) -> None:
        """Wait until nothing is asked or read."""
        self.qtbot.waitUntil(self._is_quiet)
        QApplication.processEvents()
        self.qtbot.waitUntil(self._is_quiet)

    def _is_quiet(self) -> bool:
        return self.tasks.pending == 0 and not self.page._typing.isActive()

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

    def rows(self) -> list[tuple[str, ...]]:
        """What the list shows."""
        return [row.cells for row in self.page.table.rows]

    def facts(self) -> dict[str, str]:
        """What stands at the right."""
        return dict(self.page.facts.shown())


HOUSEHOLD = PostalAddress(
    name="The Strouds", line1="214 Alder Court", line2="Flat 3", city="Redlands", state="CA",
    postal_code="92373", country="US",
)  # fmt: skip
