"""Somebody at the call desk: the real window, records and services, and a card window by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from sqlalchemy import select

from desktop.bootstrap import Workspace, kits
from desktop.bootstrap.opt_out_kit import OptOutDesk
from desktop.paths import DataFolder
from models.order import Order
from models.session import Database, DatabaseGone
from tests.journeys.sitting import Sitting
from tests.ui.pages.call_desk.hand_payments import HandCardHost, HandGateway, HandPayments
from ui.widgets.field_row import FieldRow

CONTROL = Qt.KeyboardModifier.ControlModifier
CALLER = "9095550142"
"""Marguerite Holloway of the sample shop, who ordered before."""


class Seat(Sitting):
    """One run of the program with the card window and the processor in the test's hands."""

    def __init__(
        self, *, app: QApplication, folder: DataFolder, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            kits,
            "payments_for",
            lambda database, clock, desk: HandPayments(
                database=database, clock=clock, workstation_id=desk.workstation_id
            ),
        )
        monkeypatch.setattr(
            Workspace, "_card_host", lambda workspace, _anchor: HandCardHost(workspace)
        )
        # Built ahead of the first opt-out, in every test anew; what a test opens is built then.
        monkeypatch.setattr(OptOutDesk, "start", lambda _desk: None)
        self.windows = _Windows()
        app.installEventFilter(self.windows)
        super().__init__(app=app, folder=folder, out=out)

    def close(self) -> None:
        """End the program."""
        QApplication.instance().removeEventFilter(self.windows)  # type: ignore[union-attr]
        super().close()

    @property
    def card(self) -> HandCardHost:
        """The card window."""
        host = self.page.host
        assert isinstance(host, HandCardHost)
        return host

    @property
    def payments(self) -> HandPayments:
        """The processor's side."""
        payments = self.workspace.payments
        assert isinstance(payments, HandPayments)
        return payments

    @property
    def gateway(self) -> HandGateway:
        """What answers confirmations."""
        return self.payments.gateway

    # Keys

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        self.player.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus, and wait for what it starts."""
        self.player.type(text)
        self.settle()

    def enter(self, text: str = "") -> None:
        """Type, then Enter."""
        if text:
            self.type(text)
        self.press(Qt.Key.Key_Return)
        self.settle()

    def retype(self, text: str) -> None:
        """Put other text in place of what stands in the field."""
        self.chord(CONTROL, Qt.Key.Key_A)
        self.type(text)

    def paste(self, text: str) -> None:
        """Paste, as Ctrl+V does."""
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(text)
        self.chord(CONTROL, Qt.Key.Key_V)
        clipboard.clear()
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key and wait for what it starts."""
        if modifier is None:
            self.press(key)
        else:
            self.chord(modifier, key)
        self.settle()

    # What is shown

    @property
    def focus(self) -> str:
        """The object name of what has the focus."""
        widget = self.workspace.window.focusWidget()
        return widget.objectName() if widget is not None else ""

    @property
    def said(self) -> str:
        """The announcement that stands in the key bar."""
        return self.workspace.window.key_bar.announcement()

    def reason(self, action_id: str) -> str:
        """Why an action cannot be used now."""
        return self.workspace.actions.get(action_id).reason

    def label(self, name: str) -> str:
        """The words of a visible label."""
        found = [one for one in self.workspace.window.findChildren(QLabel, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} labels called {name} are shown"
        return found[0].text()

    def error(self, name: str) -> str:
        """The message under the field called *name*."""
        row = next(
            row
            for row in self.workspace.window.findChildren(FieldRow)
            if row.editor.objectName() == name
        )
        return row.error

    def hint(self, name: str) -> str:
        """What is said under a field, error or hint."""
        found = self.workspace.window.findChild(QWidget, name)
        assert isinstance(found, QWidget)
        return found.accessibleDescription()

    def lines(self) -> list[tuple[str, int]]:
        """SKU and quantity of the saved lines."""
        view = self.page.view
        return [(line.sku, line.quantity) for line in view.lines] if view else []

    # Ways that many tests begin with

    def call(self) -> None:
        """F2."""
        self.player.wait_for_focus("waiting_caller_edit")
        self.key(Qt.Key.Key_F2)
        self.player.wait_for_focus("caller_edit")

    def call_with(self, number: str = CALLER) -> None:
        """A call from a customer on file."""
        self.call()
        self.enter(number)
        self.player.wait_for_focus("entry_edit")
        self.settle()

    def order(self, sku: str = "LMP-2204", quantity: str = "") -> None:
        """One more line."""
        self.add_item(sku, quantity, lines=self.line_count + 1)
        self.settle()

    def to_card(self) -> None:
        """A call, a line, F8."""
        self.call_with()
        self.order()
        self.key(Qt.Key.Key_F8)
        assert self.page.payment_state == "card_window"

    def to_taken(self) -> None:
        """A call, a line, a card."""
        self.to_card()
        self.card.give()
        self.player.wait_for_focus("payment_finish_button")

    # The records

    def orders(self) -> list[tuple[str, str]]:
        """Number and state of every order of this test, oldest first."""
        with self.workspace.database.read() as session:
            found = session.scalars(
                select(Order).where(Order.call_id.is_not(None)).order_by(Order.created_at)
            )
            return [(order.number, order.state.value) for order in found]

    def write(self, work: Callable[[Any], object]) -> None:
        """Change the records as another program would."""
        other = Database(self.workspace.database.url)
        with other.write() as session:
            work(session)
        other.close()

    @contextmanager
    def file_coming_in(self) -> Iterator[None]:
        """Another program writes what is in a file, for as long as this goes on."""
        with closing(Database(self.workspace.database.url)) as other:
            with other.connected() as connection, other.write_on(connection):
                yield

    @contextmanager
    def database_gone(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """No session can be opened."""

        @contextmanager
        def gone(_database: Database) -> Iterator[Any]:
            raise DatabaseGone("the test took it away")
            yield

        with monkeypatch.context() as patch:
            patch.setattr(Database, "write", gone)
            patch.setattr(Database, "read", gone)
            tasks = self.workspace.tasks
            for name in ("_session_scope", "_read_scope"):
                patch.setattr(tasks, name, lambda: gone(self.workspace.database))
            yield


class _Windows(QObject):
    """Sees every window that is shown; the desk has one, and lists that drop down."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            dropped = watched.inherits("QComboBoxPrivateContainer")
            if watched.isWindow() and not dropped:
                self.shown.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False
