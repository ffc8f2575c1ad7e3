"""Where letters go from here: the printer, and the envelope that they are put into."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.documents.stationery import stationery_for
from desktop.platform.printers import Printer
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.ready_dock import ReadyDock

WINDOW, PLAIN = "window", "plain"
"""Envelopes with a window for the address, and without."""


class Outlets(QObject):
    """Fills the two combos, and remembers what was chosen.

    Signals:
        printer_changed: another printer, or the list is new.
        window_changed(bool): whether the envelope has a window.
    """

    printer_changed = Signal()
    window_changed = Signal(bool)

    def __init__(self, *, kit: PrintRoomKit, dock: ReadyDock, parent: QObject) -> None:
        """``show_envelopes`` and ``ask_printers`` fill them."""
        super().__init__(parent)
        self._kit, self._dock = kit, dock
        self._shop_has_window: bool | None = None
        dock.printer_chosen.connect(self._on_printer_chosen)
        dock.envelope_chosen.connect(lambda _key: self._take_envelope())

    @property
    def printer(self) -> Printer | None:
        """The printer chosen."""
        return self._dock.printer

    def show_envelopes(self, has_window: bool) -> None:
        """Show those that the shop has: some without a window lie in every house.

        Whatever is chosen stays so until the shop has others.
        """
        if has_window == self._shop_has_window:
            return
        self._shop_has_window = has_window
        name = stationery_for(self._kit.desk.country).envelope
        offered = [(PLAIN, tr("{envelope}, no window").format(envelope=name))]
        if has_window:
            offered.insert(0, (WINDOW, tr("{envelope}, left window").format(envelope=name)))
        self._dock.show_envelopes(offered, chosen=offered[0][0])
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
