"""The orders page in its window, with a small shop behind it and hands on its keyboard."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.order_story_shapes import OrderStory
from models.addresses_rules import PostalAddress
from models.ids import uuid7
from tests.desktop.factories import DeskShop, card, make_desk_shop
from ui.actions import Action, ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.pages.orders.kit import OrdersKit
from ui.pages.orders.page import OrdersPage
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
PEOPLE = ("Ana Roe", "Ben Stone", "Cleo Marsh", "Dev Patel", "Ede Roe")


class OrdersRoom:
    """Dana at the orders page; five orders, Ede's is the newest. Call ``close`` at the end."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme) -> None:
        self.qtbot = qtbot
        self.theme = theme
        self.shop: DeskShop = make_desk_shop(folder)
        self.orders = {name: self.place(name) for name in PEOPLE}
        self.changes = Changes()
        self.actions = ActionTable()
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.unhandled: list[str] = []
        self.tasks.unhandled.connect(lambda error, _name: self.unhandled.append(repr(error)))
        self.confirmed: list[uuid.UUID] = []
        self.told: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.windows = _Windows()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self.windows)
        with theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
            self.page = OrdersPage(
                kit=OrdersKit(
                    theme=theme,
                    actions=self.actions,
                    tasks=self.tasks,
                    changes=self.changes,
                    desk=self.shop.desk(),
                    announce=lambda text, kind: self.told.append((text, kind)),
                    show_confirmation=self.confirmed.append,
                )
            )
        self.page.sheet_wanted.connect(self.window.open_sheet)
        self.page.problem_met.connect(
            lambda error, where: self.problems.append(f"{where}: {error!r}")
        )
        self.window.add_page(self.page)
        self.window.add_page(
            Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("orders")
        self.settle()
        self.until(lambda: self.story is not None)

    def close(self) -> None:
        """Let the work end; nothing may have failed, and no window but one was shown."""
        QApplication.instance().removeEventFilter(self.windows)  # type: ignore[union-attr]
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.unhandled == []
        assert self.problems == []
        assert self.windows.shown == ["MainWindow main_window"]

    # The shop

    def place(self, name: str, **fields: Any) -> uuid.UUID:
        """An order that somebody placed."""
        address = PostalAddress(
            name=name, line1="1 Elm", city=f"{name.split()[0]}ville", state="CA",
            postal_code="91764", country="US",
        )  # fmt: skip
        customer = self.shop.customer(given_name=name.split()[0], family_name=name.split()[1])
        draft = self.shop.ready_draft(customer_id=customer.id, bill_to=address, **fields)
        view, _placed = self.shop.placed(draft, entry=card(f"pm_{uuid7().hex}"))
        return view.id

    def number(self, name: str) -> str:
        """The order number as it is shown."""
        return self.shop.order(self.orders[name]).shown_number

    # Keys

    def settle(self) -> None:
        """Wait until nothing is asked, read or waited for."""
        view = self.page.story_panel.view
        self.qtbot.waitUntil(
            lambda: self.tasks.pending == 0 and self.page.lister.is_settled and view.is_written
        )
        QApplication.processEvents()

    def until(self, happened: Any) -> None:
        """Wait for a state."""
        self.qtbot.waitUntil(happened)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, *, times: int = 1
    ) -> None:
        """Press a key as the window system sends it, and wait for what it starts."""
        for _ in range(times):
            QTest.keyClick(self.window.windowHandle(), key, modifier)
            QApplication.processEvents()
            self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus, and wait for what it starts."""
        for character in text:
            QTest.keyClick(self.window.windowHandle(), character)  # type: ignore[call-overload]
        self.settle()

    @property
    def focus(self) -> str:
        """The object name of what has the focus."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    # What is shown

    @property
    def listed(self) -> list[str]:
        """The customers in the list, from top to bottom."""
        return [row.customer_name for row in self.page.list_panel.table.orders.rows]

    @property
    def story(self) -> OrderStory | None:
        """The order whose story is shown."""
        return self.page.story

    @property
    def shown(self) -> str:
        """The customer of the story that is shown."""
        return self.story.customer_name if self.story is not None else ""

    def until_shown(self, name: str) -> None:
        """Wait until an order's story is shown."""
        self.until(lambda: self.shown == name)

    @property
    def told_story(self) -> str:
        """The words of the story, all of it."""
        self.until(lambda: self.page.story_panel.view.is_written)
        told = self.page.story_panel.view.toPlainText()
        for odd, plain in (("\ufffc", ""), ("\u00a0", " "), ("\u2011", "-")):
            told = told.replace(odd, plain)
        return told

    @property
    def count(self) -> str:
        """What is said of how many there are."""
        return self.page.list_panel.count_label.text()

    @property
    def sheet(self) -> SideSheet:
        """The sheet that is open."""
        sheet = self.window.open_sheet_now
        assert sheet is not None, "no sheet is open"
        return sheet

    def buttons(self) -> list[str]:
        """The buttons under the story, by name."""
        QApplication.processEvents()
        dock = self.page.story_panel.dock
        found = [b for b in dock.findChildren(QWidget) if b.objectName().endswith("_button")]
        return sorted(b.accessibleName() for b in found if b.isVisible())

    def reason(self, action_id: str) -> str:
        """Why an action cannot be used now."""
        return self.actions.get(action_id).reason


def action_line(action_id: str, key: str) -> Action:
    """A line of the table of actions that takes a key of the page."""
    return Action(action_id, "Taken", context="orders", keys=(key,))


class _Windows(QObject):
    """Sees every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            dropped = watched.inherits("QComboBoxPrivateContainer")
            if watched.isWindow() and not dropped:
                self.shown.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False
