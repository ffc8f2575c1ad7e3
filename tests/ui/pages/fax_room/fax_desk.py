"""The fax room in its window, with a small shop behind it and hands on its keyboard."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.fax import vault
from desktop.fax.boxes import Box, BoxReason
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail
from desktop.zip_codes import ZipPlace, ZipTable
from models.received_fax import FaxState
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.services.faxes import FaxRoom
from tests.ui.pages.fax_room import paper
from ui.actions import ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.pages.fax_room.kit import BlankForm, FaxAnswer, FaxHealth, FaxRoomKit
from ui.pages.fax_room.page import FaxRoomPage
from ui.redaction.request import RedactionRequest, RedactionResult
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return
BOXES = (Box(1, 560, 1100, 940, 80, BoxReason.CARD_NUMBER),)


class FakeRedaction(QObject):
    """Stands in for the redaction window: keeps what it was given, ends as the test says."""

    finished = Signal(object)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.anchor = anchor
        self.request: RedactionRequest | None = None
        self.requests: list[RedactionRequest] = []

    def open(self, request: RedactionRequest) -> None:
        """A window would lie over the anchor now."""
        self.request = request
        self.requests.append(request)

    def close_window(self) -> None:
        """Ended by the workspace."""
        self.escape()

    def shutdown(self) -> None:
        """Nothing runs."""

    def confirm(self, *, boxes: tuple[Box, ...] = BOXES) -> None:
        """F10 in the window."""
        assert self.request is not None
        count = self.request.page_count
        pages = tuple(paper.page(number) for number in range(1, count + 1))
        self._end(
            RedactionResult(pages=pages, boxes=boxes, rotations=(0,) * count, was_confirmed=True)
        )

    def escape(self, *, boxes: tuple[Box, ...] = BOXES) -> None:
        """Esc in the window."""
        self._end(RedactionResult(boxes=boxes, rotations=(0,)))

    def fall_over(self, error: str) -> None:
        """It ends in another way."""
        self._end(RedactionResult(error=error))

    def _end(self, result: RedactionResult) -> None:
        self.request = None
        self.finished.emit(result)


class FaxDesk:
    """Dana at the fax room. Call ``close`` at the end."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme, *, faxes: bool = True) -> None:
        self.qtbot, self.theme = qtbot, theme
        self.shop: DeskShop = make_desk_shop(folder)
        self.faxes = FaxRoom(self.shop, folder / "fax-keys")
        self.ids: dict[str, uuid.UUID] = {}
        self.health = FaxHealth(says="line up since 07:58")
        self.called: list[uuid.UUID] = []
        self.answers: list[FaxAnswer] = []
        self.forms: list[BlankForm] = []
        self.shown_pages: list[tuple[uuid.UUID, str]] = []
        self.told: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.disk_refuses = ""
        self.read_words = [paper.words(number) for number in range(1, 10)]
        if faxes:
            self._receive()
        self._begin()

    def close(self) -> None:
        """Let the work end; nothing may have failed, and no window but one was shown."""
        QApplication.instance().removeEventFilter(self.windows)  # type: ignore[union-attr]
        self.page.shutdown()
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.unhandled == []
        assert self.problems == []
        assert self.windows.shown == ["MainWindow main_window"]

    # The shop

    def _receive(self) -> None:
        arrive = self.faxes.arrive
        self.ids = {
            "stroud": arrive(sender="+18055550163", minutes_ago=6),
            "none": arrive(minutes_ago=28, proposals=[], looked=True),
            "torn": arrive(
                sender="+12135550118", minutes_ago=40, state=FaxState.DAMAGED, damage="truncated",
                pages=0,
            ),
            "two": arrive(sender="+19095550125", minutes_ago=60, pages=2),
        }  # fmt: skip

    def _begin(self) -> None:
        self.changes, self.actions = Changes(), ActionTable()
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.unhandled: list[str] = []
        self.tasks.unhandled.connect(lambda error, _name: self.unhandled.append(repr(error)))
        self.windows = _Windows()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self.windows)
        with self.theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=self.theme, actions=self.actions, practice=True)
            self.page = FaxRoomPage(kit=self._kit())
        self.page.keeper.save_after_ms = 1
        self.page.sheet_wanted.connect(self.window.open_sheet)
        self.page.problem_met.connect(
            lambda error, where: self.problems.append(f"{where}: {error!r}")
        )
        self.bar: list[tuple[str, str]] = []
        self.page.bar_changed.connect(lambda *said: self.bar.append(said))
        self.window.add_page(self.page)
        self.window.add_page(
            Page(theme=self.theme, page_id="settings", title="Settings", icon="gear-six")
        )
        self.qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("fax_room")
        self.settle()

    def _kit(self) -> FaxRoomKit:
        return FaxRoomKit(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            changes=self.changes,
            desk=self.shop.desk(),
            announce=self._announce,
            look_up_zip=_look_up_zip,
            languages=(("en", "English"), ("es", "Spanish")),
            make_redaction=self._make_redaction,
            key_file=lambda _session: self.faxes.key_file,
            destroy_key=self._destroy_key,
            read_words=self._read_words,
            health=lambda _session: self.health,
            call_now=self.called.append,
            send_answer=self._send_answer,
            send_order_form=self._send_form,
            show_pages=lambda fax_id, title: self.shown_pages.append((fax_id, title)),
        )

    def _announce(self, text: str, kind: str) -> None:
        self.told.append((text, kind))
        self.window.announce(text, kind)

    def _make_redaction(self, anchor: QWidget) -> FakeRedaction:
        self.redaction = FakeRedaction(anchor)
        return self.redaction

    def _destroy_key(self, file: Path, slot: int, fax_id: uuid.UUID) -> bool:
        if self.disk_refuses:
            raise vault.KeysGone(self.disk_refuses)
        return vault.destroy_key(file, slot, fax_id)

    def _read_words(self, pages: Sequence[bytes]) -> Sequence[Sequence[Any]]:
        return self.read_words[: len(pages)]

    def _send_answer(
        self, _session: Any, _fax_id: uuid.UUID, answer: FaxAnswer, _command_id: uuid.UUID
    ) -> Any:
        if not answer.number:
            raise Refused("number_missing", field="number")
        self.answers.append(answer)
        return None

    def _send_form(self, _session: Any, form: BlankForm, command_id: uuid.UUID) -> uuid.UUID:
        if not form.number:
            raise Refused("number_missing", field="number")
        self.forms.append(form)
        return command_id

    # Keys

    def settle(self) -> None:
        """Wait until nothing is asked, read, saved or waited for."""
        page = self.page
        self.qtbot.waitUntil(
            lambda: (
                not page._fax_timer.isActive()
                and self.tasks.pending == 0
                and page.reader.is_settled
                and page.keeper.is_idle
            )
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

    def choose(self, name: str) -> None:
        """Go to a fax with the arrow keys."""
        self.page.table.setFocus()
        for _ in range(len(self.page.table.faxes.rows)):
            if self.page.table.current_id == self.ids[name]:
                break
            self.key(Qt.Key.Key_Down)
        else:
            self.key(Qt.Key.Key_Home)
            while self.page.table.current_id != self.ids[name]:
                self.key(Qt.Key.Key_Down)
        self.settle()

    def review(self, name: str) -> None:
        """Choose a fax, open it, confirm; the form has the focus then."""
        self.choose(name)
        self.key(ENTER)
        self.redaction.confirm()
        self.settle()

    @property
    def focus(self) -> str:
        """The object name of what has the focus."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    # What is shown

    def fax(self, name: str) -> FaxDetail:
        """A fax as the database has it."""
        return self.faxes.detail(self.ids[name])

    def field(self, name: str) -> str:
        """What stands in a field of the form."""
        return self.page.form_panel.fields.edit(name).text()

    def text(self, name: str) -> str:
        """What a label of the page says."""
        widget = self.page.findChild(QWidget, name)
        assert widget is not None, name
        return str(widget.text())  # type: ignore[attr-defined]

    @property
    def sheet(self) -> SideSheet:
        """The sheet that is open."""
        sheet = self.window.open_sheet_now
        assert sheet is not None, "no sheet is open"
        return sheet

    def reason(self, name: str) -> str:
        """Why an action of the page cannot be used now."""
        return self.actions.get(f"fax_room.{name}").reason


def _look_up_zip(zip5: str) -> ZipPlace | None:
    return ZipTable.load().lookup(zip5)


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
