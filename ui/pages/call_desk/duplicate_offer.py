"""Somebody on file who may be the one being typed: offered, never forced."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services import customers
from desktop.services.customers import CustomerInput, CustomerView
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton


class DuplicateOffer(Banner):
    """Says who it may be, and that one key takes that customer instead.

    Signals:
        offer_changed: somebody is offered, or nobody any more.
    """

    offer_changed = Signal()

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the action use_duplicate."""
        super().__init__(theme=kit.theme, name="duplicate_banner", kind="info", parent=parent)
        self._kit = kit
        self._looked_for: CustomerInput | None = None
        self.offered: CustomerView | None = None
        self.add_button(KeyButton(theme=kit.theme, action=kit.actions.get("use_duplicate")))

    def look_for(self, typed: CustomerInput) -> None:
        """Ask the records, unless just this was asked before."""
        if typed == self._looked_for or (not typed.contacts and typed.address is None):
            return
        self._looked_for = typed
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: customers.likely_duplicates(session, desk, typed),
            done=lambda found: self._on_found(typed, found),
        )

    def clear(self) -> None:
        """Nobody is offered."""
        self._looked_for = None
        self._offer(())

    def _on_found(self, typed: CustomerInput, found: tuple[CustomerView, ...]) -> None:
        form = self.parentWidget()
        if typed == self._looked_for and form is not None and form.isVisible():
            self._offer(found)

    def _offer(self, found: tuple[CustomerView, ...]) -> None:
        before, self.offered = self.offered, found[0] if found else None
        if self.offered is None:
            self.show_message(kind="info")
        else:
            words = self.tr("Perhaps on file already: {name}").format(
                name=self.offered.display_name
            )
            self.show_message(kind="info", title=words, text=self._where(self.offered, found))
            if before is None or before.id != self.offered.id:
                self._kit.announce(words, "info")
        self.offer_changed.emit()

    def _where(self, one: CustomerView, found: tuple[CustomerView, ...]) -> str:
        address = one.bill_to.address if one.bill_to else None
        parts = [address.line1, address.city] if address else []
        parts.append(one.phone.shown if one.phone else "")
        words = ", ".join(part for part in parts if part)
        more = len(found) - 1
        if more == 1:
            return self.tr("{words}, and 1 more like this").format(words=words)
        if more:
            return self.tr("{words}, and {n} more like this").format(words=words, n=more)
        return words
