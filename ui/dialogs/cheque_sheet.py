"""A cheque or money order has come: what it says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import tenders
from desktop.services.desk import Desk, Refused
from desktop.services.tenders import ChequeAwaited
from models.ids import uuid7
from models.money import parse_amount
from ui import labels, labels_money
from ui.actions import Action, ActionTable
from ui.labels import tr
from ui.pages.call_desk.card_watch import watch_row
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class ChequeSheet(SideSheet):
    """The amount that it says, and its number. F10 takes it; one that is too small only at a second F10.

    Deleted when it closes.

    Signals:
        cheque_taken: it is in the records.
    """

    cheque_taken = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        desk: Desk,
        actions: ActionTable,
        awaited: ChequeAwaited,
        parent: QWidget | None = None,
    ) -> None:
        """For the cheque of one order."""
        super().__init__(
            tr("A cheque has arrived"), theme=theme, name="cheque_sheet",
            subtitle=tr("Order {number}, {name}").format(
                number=awaited.shown_number, name=awaited.customer_name
            ),
            parent=parent,
        )  # fmt: skip
        self._tasks, self._desk, self._awaited = tasks, desk, awaited
        self._command_id = uuid7()
        self._accepts_part = self._busy = False
        wanted = labels.money(awaited.amount_minor, awaited.currency, symbol=True)
        self.amount_row = FieldRow(
            tr("Amount that it says"), theme=theme, name="cheque_amount_edit"
        )
        self.amount_row.set_hint(tr("The order needs {wanted}").format(wanted=wanted))
        self.reference_row = FieldRow(
            tr("Its number"), theme=theme, name="cheque_number_edit", advance=False
        )
        self.reference_row.line_edit.setMaxLength(tenders.REFERENCE_LENGTH)
        self.reference_row.line_edit.setText(awaited.reference)
        for row in (self.amount_row, self.reference_row):
            watch_row(row)
            self.body.addWidget(row)
        self.body.addStretch(1)
        actions.remove_context(self.sheet_id)
        self._take = actions.add(
            Action("cheque_take", tr("It is here"), icon="check", context=self.sheet_id,
                   keys=("F10",)),
            self._on_take_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=theme, action=self._take, variant="primary", wide=True))
        self.amount_row.line_edit.textChanged.connect(self._on_amount_changed)
        self.reference_row.line_edit.returnPressed.connect(self._on_take_triggered)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The amount."""
        return self.amount_row.line_edit

    def _on_amount_changed(self, _text: str) -> None:
        self._accepts_part = False
        self._take.set_words(tr("It is here"))

    def _on_take_triggered(self) -> None:
        if self._busy:
            return
        self.amount_row.clear_error()
        parsed = parse_amount(self.amount_row.text().strip(), self._desk.currency)
        if parsed is None or parsed.minor <= 0:
            self._refuse(Refused("cheque_amount", field="amount"))
            return
        desk, order_id, command_id = self._desk, self._awaited.order_id, self._command_id
        number, part = self.reference_row.text().strip(), self._accepts_part
        self._busy = True
        self._tasks.command(
            self,
            lambda session: tenders.cheque_arrived(
                session, desk, order_id, amount_minor=parsed.minor, reference=number,
                command_id=command_id, accept_part=part,
            ),
            done=lambda _none: self._on_taken(),
            failed=self._on_take_failed,
            changed={"orders", "money"},
            name="cheque_arrived",
        )  # fmt: skip

    def _on_taken(self) -> None:
        self.close_sheet()
        self.cheque_taken.emit()

    def _on_take_failed(self, error: BaseException) -> None:
        self._busy = False
        if not labels_money.refusal(error, currency=self._desk.currency):
            self._tasks.unhandled.emit(error, "cheque_arrived")
            return
        self._command_id = uuid7()
        self._refuse(error)
        if isinstance(error, Refused) and error.code == "cheque_too_small":
            self._accepts_part = True
            self._take.set_words(tr("Keep it, and wait for the rest"))

    def _refuse(self, error: BaseException) -> None:
        words = labels_money.refusal(error, currency=self._desk.currency)
        is_number = not isinstance(error, Refused)
        row = self.reference_row if is_number else self.amount_row
        row.set_error(words)
        row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
