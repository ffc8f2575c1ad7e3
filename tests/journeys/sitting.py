"""Somebody at the desk: the real workspace on a database file, and hands on its keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.bootstrap import Workspace
from desktop.demo.player import Player
from desktop.paths import DataFolder
from desktop.payments.gateway import IntentView
from desktop.payments.stripe_gateway import StripeGateway
from ui.pages.call_desk.page import CallDeskPage

WINDOW = (1366, 768)
LOOK_MS = 2
"""How long the event loop runs between two looks; a test waits for hundreds of things."""


class QuickPlayer(Player):
    """A player that looks often, and waits for what the work it waited for has begun as well."""

    def pause(self, milliseconds: int = LOOK_MS) -> None:
        """Let the event loop run."""
        super().pause(milliseconds)

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        super().settle()
        while self.workspace.tasks.pending:
            super().settle()


class Sitting:
    """One run of the program, from its start to its end. Use as a context manager.

    Attributes:
        problems: What the window said went wrong, in its own words.
        problems_expected: Set by a test that provokes one.
    """

    def __init__(self, *, app: QApplication, folder: DataFolder, out: Path) -> None:
        """Open the desk; pictures and letters go to *out*."""
        out.mkdir(exist_ok=True)
        self.workspace = Workspace(app=app, folder=folder, practice=True, letters_folder=out)
        self.problems: list[str] = []
        self.workspace.messages.problem_raised.connect(lambda p: self.problems.append(p.title))
        self.player = QuickPlayer(workspace=self.workspace, out=out)
        self.workspace.window.resize(*WINDOW)
        self.workspace.window.show()
        self.workspace.window.activateWindow()
        self.until(self.workspace.window.isActiveWindow, "the window to be active")
        self.player.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if error is None:
            assert self.problems == []

    def close(self) -> None:
        """End the program as closing its window does, and forget it. Harmless twice."""
        if not shiboken6.isValid(self.workspace):
            return
        self.workspace.window.close()
        self.workspace.close()
        for thing in (self.workspace.window, self.workspace):
            if shiboken6.isValid(thing):
                thing.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # What is shown

    @property
    def page(self) -> CallDeskPage:
        """The call desk."""
        return self.workspace.page

    def text(self, name: str) -> str:
        """What stands in the line edit called *name*."""
        found = [edit for edit in self._named(QLineEdit, name) if edit.isVisible()]
        assert len(found) == 1, f"{len(found)} fields called {name} are shown"
        return found[0].text()

    def shown_texts(self) -> str:
        """The words of everything that is visible, for finding one sentence in them."""
        shown = [w for w in self.workspace.window.findChildren(QWidget) if w.isVisible()]
        words = [str(widget.property("text") or "") for widget in shown]
        words += [widget.accessibleDescription() for widget in shown]
        return "\n".join(words)

    def _named(self, kind: type[QLineEdit], name: str) -> list[QLineEdit]:
        return self.workspace.window.findChildren(kind, name)

    # Keys

    def press(self, *keys: Qt.Key) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.player.key(key)

    def chord(self, modifier: Qt.KeyboardModifier, key: Qt.Key) -> None:
        """Press a key together with a modifier."""
        self.player.key(key, modifier)

    def alt(self, key: Qt.Key) -> None:
        """Press Alt and a key."""
        self.chord(Qt.KeyboardModifier.AltModifier, key)

    def tab_to(self, name: str) -> None:
        """Press Tab until the field called *name* has the focus."""
        for _ in range(60):
            if self.player.focus_is(name):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name}")

    def add_item(self, sku: str, quantity: str = "", *, lines: int) -> None:
        """Type a SKU and a quantity, and wait until *lines* lines are saved."""
        self.player.wait_for_focus("entry_edit")
        self.player.type(sku)
        self.press(Qt.Key.Key_Return)
        self.player.wait_for_focus("quantity_edit")
        self.player.type(quantity)
        self.press(Qt.Key.Key_Return)
        self.player.wait_for_focus("entry_edit")
        self.until(lambda: self.line_count == lines)

    def until(self, happened: Callable[[], bool], what: str = "what was to come") -> None:
        """Wait with the event loop running."""
        self.player.wait(what, happened)

    @property
    def line_count(self) -> int:
        """Saved lines of the order on the desk."""
        return len(self.page.view.lines) if self.page.view is not None else 0

    # The processor

    def intents(self, order_number: str) -> list[IntentView]:
        """What the practice processor knows of an order, newest first."""
        now = datetime.now(UTC)
        with self._gateway() as gateway:
            listed = gateway.list_created_between(now - timedelta(hours=1), now + timedelta(1))
        return [view for view in listed if view.metadata.get("order") == order_number]

    def charges(self, order_number: str) -> int:
        """How many of them hold money."""
        return sum(view.holds_money for view in self.intents(order_number))

    @contextmanager
    def _gateway(self) -> Iterator[StripeGateway]:
        gateway = StripeGateway(connection=self.workspace.payments.connection())
        yield gateway
        gateway.close()
