"""A window in which opt-outs are taken, with a small shop behind it and hands on the keyboard."""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.services import opt_out_views, opt_outs, received_faxes
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, Standing
from desktop.services.received_fax_shapes import PageIn, Reviewed
from desktop.zip_codes import ZipPlace, ZipTable
from models.channels import Channel
from models.ids import uuid7
from models.opt_out import OptOut, OptOutRequest
from tests.desktop.factories import make_desk_shop
from tests.desktop.services.faxes import FaxRoom
from tests.ui.pages.fax_room import paper
from ui.actions import Action, ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.opt_outs.batch_view import BatchView
from ui.opt_outs.kit import OptOutKit, OptOutStart
from ui.opt_outs.opt_out_sheet import OptOutSheet
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.page import Page

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


class OptOutRoom:
    """Dana at a desk with a page that holds one field. Call ``close`` at the end."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme) -> None:
        self.qtbot, self.theme = qtbot, theme
        self.shop = make_desk_shop(folder)
        self.faxes = FaxRoom(self.shop, folder / "fax-keys")
        self.desk = self.shop.desk()
        self.changes, self.actions = Changes(), ActionTable()
        self.changed: list[frozenset[str]] = []
        self.changes.changed.connect(lambda what, _by: self.changed.append(what))
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.problems: list[str] = []
        self.tasks.unhandled.connect(lambda error, name: self.problems.append(f"{name}: {error!r}"))
        self.told: list[tuple[str, str]] = []
        self.confirmed: list[str] = []
        self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
        self.page = Page(theme=theme, page_id="orders", title="Orders", icon="package")
        self.row = FieldRow("Before", theme=theme, name="before_edit", parent=self.page)
        self.window.add_page(self.page)
        self.window.add_page(
            Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
        )
        self.actions.add(Action("opt_out", "Opt-out"), lambda: None, host=self.window)
        self.kit = self._kit()
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("orders")
        self.row.editor.setFocus()
        with theme.building():  # as the desk builds it: quicker
            self.sheet = OptOutSheet(kit=self.kit, parent=self.window)
        self.sheet.problem_met.connect(
            lambda error, where: self.problems.append(f"{where}: {error!r}")
        )

    def _kit(self) -> OptOutKit:
        return OptOutKit(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            desk=self.desk,
            announce=lambda text, kind: self.told.append((text, kind)),
            look_up_zip=_look_up_zip,
            languages=(("en", "English"), ("es", "Español")),
            confirm=lambda view: self.confirmed.append(view.reference),
        )

    def close(self) -> None:
        """Let the work end; nothing may have failed."""
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.problems == []

    # What is opened

    def open(self, **start: Any) -> OptOutSheet:
        """The sheet of F7."""
        self.sheet.begin(OptOutStart(**start))
        self.window.open_sheet(self.sheet)
        self.settle()
        return self.sheet

    def batch(self) -> BatchView:
        """The morning's letters and faxes."""
        view = self._batch()
        view.begin()
        self.settle()
        return view

    def one_fax(self, fax_id: uuid.UUID, *, pending: OptOutView | None = None) -> BatchView:
        """One fax beside the form."""
        view = self._batch()
        view.begin_one(fax_id, pending=pending)
        self.settle()
        return view

    def _batch(self) -> BatchView:
        view = BatchView(kit=self.kit)
        view.problem_met.connect(lambda error, where: self.problems.append(f"{where}: {error!r}"))
        self.window.open_sheet(view)
        return view

    # Keys

    def settle(self) -> None:
        """Wait until every job has called back."""
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0)
        QApplication.processEvents()

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, *, times: int = 1
    ) -> None:
        """Press a key as the window system sends it, and wait for what it starts."""
        for _ in range(times):
            QTest.keyClick(self.window.windowHandle(), key, modifier)
            QApplication.processEvents()
            self.settle()

    def alt(self, key: Qt.Key) -> None:
        """Press Alt and a key."""
        self.key(key, ALT)

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

    def label(self, name: str) -> str:
        """What a label of the open sheet says; "" where it is hidden."""
        sheet = self.window.open_sheet_now
        assert sheet is not None
        widget = sheet.findChild(QWidget, name)
        assert widget is not None, name
        return str(widget.text()) if widget.isVisible() else ""  # type: ignore[attr-defined]

    # The shop

    def reviewed(self, **fields: Any) -> uuid.UUID:
        """A fax or scan that somebody has reviewed."""
        fax_id = self.faxes.arrive(**fields)
        count = self.faxes.take(fax_id).row.pages
        pages = tuple(_page_in(number) for number in range(1, count + 1))
        with self.shop.database.write() as session:
            received_faxes.review(
                session, self.desk, fax_id, Reviewed(pages=pages, boxes=0, rotations=(0,) * count),
                destroy_key=self.faxes.destroy_key, command_id=uuid7(),
            )  # fmt: skip
            received_faxes.give_back(session, self.desk, fax_id, uuid7())
        return fax_id

    def record(self, **ask: Any) -> OptOutView:
        """An opt-out that is on file before the test begins."""
        ask.setdefault("channel", Channel.PHONE)
        ask.setdefault("received_on", self.desk.today())
        with self.shop.database.write() as session:
            return opt_outs.record_opt_out(session, self.desk, OptOutAsk(**ask), command_id=uuid7())

    def put_aside(self, **ask: Any) -> OptOutView:
        """A request that waits."""
        ask.setdefault("channel", Channel.MAIL)
        ask.setdefault("received_on", self.desk.today())
        with self.shop.database.write() as session:
            return opt_outs.put_aside(session, self.desk, OptOutAsk(**ask), command_id=uuid7())

    def requests(self) -> list[OptOutView]:
        """Every request on file, the oldest first."""
        with self.shop.database.read() as session:
            ids = session.scalars(select(OptOutRequest.id).order_by(OptOutRequest.number)).all()
            return [opt_out_views.request(session, self.desk, one) for one in ids]

    def ledger(self) -> list[tuple[str, str, str]]:
        """Medium, topic and value of every line, in order."""
        with self.shop.database.read() as session:
            rows = session.scalars(select(OptOut).order_by(OptOut.sequence)).all()
            return [(row.medium.value, row.topic, row.value_key) for row in rows]

    def standing(self, customer_id: uuid.UUID) -> Standing:
        """What a customer hears no more."""
        with self.shop.database.read() as session:
            return opt_out_views.standing(session, self.desk, customer_id)


@cache
def _page_in(number: int) -> PageIn:
    page = paper.page(number)
    return PageIn(
        number=page.number, width=page.width, height=page.height, dpi_x=page.dpi_x,
        dpi_y=page.dpi_y, image=page.image, thumb=page.thumb,
    )  # fmt: skip


def _look_up_zip(zip5: str) -> ZipPlace | None:
    return ZipTable.load().lookup(zip5)
