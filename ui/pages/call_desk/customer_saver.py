"""Writes the customer of a form, once, and says what became of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.services import customers
from desktop.services.customers import CustomerInput, CustomerView
from desktop.services.desk import Refused, Stale
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels
from ui.pages.call_desk.kit import DeskKit


class CustomerSaver(QObject):
    """A new customer, or changes of one on file. One save at a time; the same one is never made twice.

    Signals:
        customer_made(CustomerView): a new one was saved.
        customer_changed(CustomerView): one on file was saved.
        input_refused(str field, str words): a field has to be mended; "" for none in particular.
        changed_elsewhere(CustomerView): somebody else saved the customer meanwhile; this is theirs.
            The next save is over it.
    """

    customer_made = Signal(object)
    customer_changed = Signal(object)
    input_refused = Signal(str, str)
    changed_elsewhere = Signal(object)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Begin with a new customer."""
        super().__init__(parent)
        self._kit = kit
        self.begin(None)

    @property
    def on_file(self) -> CustomerView | None:
        """The customer who is being changed; None while it is a new one."""
        return self._on_file

    def begin(self, customer: CustomerView | None) -> None:
        """What is saved from now on is changes of *customer*, or a new one."""
        self._command_id = uuid7()
        self._busy = False
        self._on_file = customer

    def save(self, made: CustomerInput) -> None:
        """Save, unless it is being saved already."""
        if self._busy:
            return
        command_id, desk, old = self._command_id, self._kit.desk, self._on_file
        self._busy = True
        self._kit.tasks.command(
            self,
            lambda session: (
                customers.create(session, desk, made, command_id=command_id)
                if old is None
                else customers.change(
                    session, desk, old.id, made, version=old.version, command_id=command_id
                )
            ),
            done=self._on_saved,
            failed=self._on_save_failed,
            changed={"customers"},
            name="create_customer" if old is None else "change_customer",
        )

    def _on_saved(self, customer: CustomerView) -> None:
        self._busy = False
        (self.customer_made if self._on_file is None else self.customer_changed).emit(customer)

    def _on_save_failed(self, error: BaseException) -> None:
        """The same command may be tried again where the world broke; another input is another one."""
        self._busy = False
        if not isinstance(error, Refused | CardNumberRefused | Stale):
            self._kit.tasks.unhandled.emit(error, "save_customer")
            return
        self._command_id = uuid7()
        if isinstance(error, Refused):
            self.input_refused.emit(error.field or "", labels.refusal(error))
        elif isinstance(error, CardNumberRefused):
            self._kit.announce(labels.card_refused(), "bad")
        else:
            self._read_again()

    def _read_again(self) -> None:
        old, desk = self._on_file, self._kit.desk
        if old is not None:
            self._kit.tasks.query(
                self,
                lambda session: customers.view(session, desk, old.id),
                done=self._on_read_again,
            )

    def _on_read_again(self, theirs: CustomerView) -> None:
        if self._on_file is None or self._on_file.id != theirs.id:
            return
        self.changed_elsewhere.emit(theirs)
        self._on_file = theirs
