"""The print room in its window: a small shop behind it, a printer that keeps what it gets, hands."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.dispatch.batch_files import Progress
from desktop.dispatch.print_batches import PrintBench, PrinterWord, into_file, print_batch
from desktop.dispatch.print_pieces import PiecesMade, make_envelopes, make_labels
from desktop.platform.printers import Printer, PrintError, PrinterState
from desktop.services import print_room
from desktop.services.print_room_shapes import Batch
from models.ids import uuid7
from tests.desktop.factories import DeskShop, card
from ui.actions import ActionTable
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.page import PrintRoomPage
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LASER = Printer("laser", "Office LaserJet", PrinterState.READY, is_default=True)
BACK = Printer("back", "Back room", PrinterState.PAUSED, problem="It is paused.")


class Room:
    """A shop's print room. Call ``close`` at the end.

    Attributes:
        jobs: titles and files that the printer took.
        trouble: what the printer says instead of taking a batch; "" where it takes it.
        start: while it is cleared, a batch is not begun.
        gate: while it is cleared, the printer waits with a batch in its hands.
        went: where the page led to.
        told: what was announced.
    """

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme, shop: DeskShop) -> None:
        self.qtbot, self.theme, self.folder, self.shop = qtbot, theme, folder, shop
        self.desk = self.shop.desk()
        self.changes, self.actions = Changes(), ActionTable()
        self.tasks = Tasks(
            session_scope=self.shop.database.write,
            read_scope=self.shop.database.read,
            changes=self.changes,
        )
        self.printers: tuple[Printer, ...] = (LASER, BACK)
        self.jobs: list[tuple[str, bytes]] = []
        self.trouble = ""
        self.printer_word: PrinterWord | None = None
        self.start, self.gate = threading.Event(), threading.Event()
        self.start.set()
        self.gate.set()
        self.remembered = {"printer": ""}
        self.went: list[tuple[str, object]] = []
        self.told: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.bars: list[tuple[str, str]] = []
        with theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
            self.page = PrintRoomPage(kit=self._kit())
        self.page.sheet_wanted.connect(self.window.open_sheet)
        self.page.problem_met.connect(
            lambda error, where: self.problems.append(f"{where}: {error!r}")
        )
        self.page.bar_changed.connect(self._on_bar_changed)
        self.window.add_page(self.page)
        self.window.add_page(
            Page(theme=theme, page_id="settings", title="Settings", icon="gear-six")
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)

    def _kit(self) -> PrintRoomKit:
        kept = self.remembered
        return PrintRoomKit(
            theme=self.theme, actions=self.actions, tasks=self.tasks, changes=self.changes,
            desk=self.desk, announce=self._announce,
            open_order=lambda order_id: self.went.append(("order", order_id)),
            open_request=lambda request_id: self.went.append(("request", request_id)),
            list_printers=lambda: self.printers,
            print_batch=self._print,
            save_batch=self._save,
            make_envelopes=lambda ids: make_envelopes(self.shop.database, self.desk, ids),
            make_labels=lambda ids, first: make_labels(
                self.shop.database, self.desk, ids, sheet="5160", first=first
            ),
            print_pieces=self._print_pieces,
            printer_says=lambda _batch: self.printer_word,
            remembered_printer=lambda: kept["printer"],
            remember_printer=lambda name: kept.update(printer=name),
            folder=self.folder,
        )  # fmt: skip

    def _announce(self, text: str, kind: str) -> None:
        self.told.append((text, kind))
        self.window.announce(text, kind)

    def _on_bar_changed(self, title: str, detail: str) -> None:
        self.bars.append((title, detail))
        self.window.call_bar.show_state(title, detail, icon="printer")

    def _print(
        self, ids: Sequence[uuid.UUID], printer: Printer, command_id: uuid.UUID, watch: Progress
    ) -> Batch:
        return self._carry_out(ids, printer.description, command_id, watch, self._take)

    def _take(self, path: Path, title: str) -> str:
        if self.trouble:
            raise PrintError(self.trouble)
        assert self.gate.wait(10)
        self.jobs.append((title, path.read_bytes()))
        return f"laser-{len(self.jobs)}"

    def _print_pieces(self, made: PiecesMade, printer: Printer, are_labels: bool) -> str:
        if self.trouble:
            raise PrintError(self.trouble)
        self.jobs.append((f"{'labels' if are_labels else 'envelopes'}, {printer.name}", made.pdf))
        return "pieces"

    def _save(
        self, ids: Sequence[uuid.UUID], target: Path, replace: bool, command_id: uuid.UUID,
        watch: Progress,
    ) -> Batch:  # fmt: skip
        way = into_file(target, overwrite=replace)
        return self._carry_out(ids, target.name, command_id, watch, way)

    def _carry_out(
        self, ids: Sequence[uuid.UUID], printer: str, command_id: uuid.UUID, watch: Progress,
        hand_over: Callable[[Path, str], str],
    ) -> Batch:  # fmt: skip
        assert self.start.wait(10)
        bench = PrintBench(self.shop.database, self.desk, hand_over)
        return print_batch(bench, ids, printer=printer, command_id=command_id, progress=watch)

    def close(self) -> None:
        """Let the work end; nothing may have failed."""
        self.start.set()
        self.gate.set()
        assert self.tasks.drain(10_000)
        self.shop.database.close()
        assert self.problems == []

    def show(self) -> PrintRoomPage:
        """Bring the page to the front and wait for its rows."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("print_room")
        self.settle()
        return self.page

    def order(self, name: str) -> uuid.UUID:
        """An order that somebody placed."""
        given, family = name.split()
        customer = self.shop.customer(given_name=given, family_name=family)
        draft = self.shop.ready_draft(customer_id=customer.id)
        view, _placed = self.shop.placed(draft, entry=card(f"pm_{uuid7().hex}"))
        return view.id

    def hand_over(self, batch: Batch) -> None:
        """What a crash leaves just after the printer was spoken to."""
        with self.shop.database.write() as session:
            print_room.hand_over(session, self.desk, batch.id)

    # Keys

    def settle(self) -> None:
        """Wait until nothing is asked or read."""
        for _ in range(2):
            assert self.tasks.drain(10_000)
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key as the window system sends it; what it starts goes on."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key, and wait for what it starts."""
        self.press(key, modifier)
        self.settle()

    def alt(self, key: Qt.Key) -> None:
        """Alt and a key."""
        self.key(key, ALT)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        for character in text:
            QTest.keyClick(self.window.windowHandle(), character)  # type: ignore[call-overload]
        self.settle()

    # What is seen

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

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """What the list shows."""
        return [row.cells for row in self.page.list_panel.table.rows]

    @property
    def people(self) -> list[str]:
        """To whom its letters go."""
        return [row[1] for row in self.rows]

    @property
    def states(self) -> list[str]:
        """How they stand."""
        return [row[4] for row in self.rows]

    def words(self, name: str) -> str:
        """What an action of the page says, or why it cannot be used."""
        action = self.actions.get(f"print_room.{name}")
        return action.reason or action.text()

    def banner(self, name: str) -> str:
        """What a visible strip says; "" where it is not there."""
        (banner,) = self.window.findChildren(Banner, f"print_room_{name}_banner")
        return f"{banner.title()} | {banner.text()}" if banner.isVisible() else ""
