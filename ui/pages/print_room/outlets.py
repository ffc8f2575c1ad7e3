"""Where letters go from here: the printer, and the envelope that they are put into."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.documents.stationery import stationery_for
from desktop.platform.printers import Printer
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.ready_dock import ReadyDock

WINDOW, PLAIN = "window", "plain"
"""Envelopes with a window for the address, and without; as `desktop.settings` keeps them."""


class Outlets(QObject):
    """Fills the two combos, and remembers what was chosen.

    Signals:
        printer_changed: another printer, or the list is new.
        window_changed(bool): whether the envelope has a window.
    """

    printer_changed = Signal()
    window_changed = Signal(bool)

    def __init__(self, *, kit: PrintRoomKit, dock: ReadyDock, parent: QObject) -> None:
        """``begin`` fills them."""
        super().__init__(parent)
        self._kit, self._dock = kit, dock
        dock.printer_chosen.connect(self._on_printer_chosen)
        dock.envelope_chosen.connect(self._on_envelope_chosen)

    @property
    def printer(self) -> Printer | None:
        """The printer chosen."""
        return self._dock.printer

    def begin(self) -> None:
        """Show the envelopes that go with the shop's paper."""
        name = stationery_for(self._kit.desk.country).envelope
        offered = (
            (WINDOW, tr("{envelope}, left window").format(envelope=name)),
            (PLAIN, tr("{envelope}, no window").format(envelope=name)),
        )
        self._dock.show_envelopes(offered, chosen=self._kit.remembered_envelope())
        self._take_envelope()

    def ask_printers(self) -> None:
        """Look again which printers there are."""
        dock, kit = self._dock, self._kit
        kit.tasks.network(
            self,
            kit.list_printers,
            done=lambda found: dock.show_printers(found, chosen=kit.remembered_printer()),
            failed=lambda _error: dock.show_printers((), chosen=""),
        )

    def _take_envelope(self) -> None:
        has_window = self._dock.envelope != PLAIN
        self._dock.offer_pieces(not has_window)
        self.window_changed.emit(has_window)

    def _on_printer_chosen(self, name: str) -> None:
        if name:
            self._kit.remember_printer(name)
        self.printer_changed.emit()

    def _on_envelope_chosen(self, key: str) -> None:
        self._kit.remember_envelope(key)
        self._take_envelope()
