"""Giving money back: how much, and why."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import refunds
from desktop.services.desk import Desk, Refused
from desktop.services.refunds import Refundable, RefundStarted
from models.ids import uuid7
from models.money import parse_amount
from ui import labels, labels_money
from ui.actions import Action, ActionTable
from ui.labels import tr
from ui.pages.call_desk.card_watch import watch_row
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.facts import Facts
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class RefundSheet(SideSheet):
    """One order: what was taken, what can go back at most, the amount, the reason. F10 refunds.

    Deleted when it closes.

    Signals:
        refund_started(RefundStarted): it is in the records; its attempts wait to be carried out.
    """

    refund_started = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        desk: Desk,
        actions: ActionTable,
        order_id: uuid.UUID,
        parent: QWidget | None = None,
    ) -> None:
        """For one order; what can go back is read now."""
        super().__init__(
            tr("Refund"), theme=theme, name="refund_sheet", subtitle=" ", parent=parent
        )
        self._tasks, self._desk, self._actions = tasks, desk, actions
        self._order_id, self._command_id = order_id, uuid7()
        self._found: Refundable | None = None
        self._busy = False
        self.facts = Facts(theme=theme, name="refund_facts")
        self.amount_row = FieldRow(
            tr("Amount to give back"), theme=theme, name="refund_amount_edit"
        )
        self.reason_row = FieldRow(
            tr("Reason"), theme=theme, name="refund_reason_edit", advance=False
        )
        self.reason_row.line_edit.setMaxLength(refunds.REASON_LENGTH)
        self._by_hand = TextLabel(theme=theme, tone="muted", wrap=True)
        self._by_hand.setObjectName("refund_by_hand_label")
        self._refusal = TextLabel(theme=theme, tone="held", wrap=True)
        self._refusal.setObjectName("refund_refusal_label")
        actions.remove_context(self.sheet_id)
        self._all = actions.add(
            Action(
                "refund_all", tr("All of it"), icon="checks", context=self.sheet_id, keys=("Alt+A",)
            ),
            self._on_all_triggered,
            host=self,
        )
        self._give = actions.add(
            Action("refund_give", tr("Refund"), icon="check", context=self.sheet_id, keys=("F10",)),
            self._on_give_triggered,
            host=self,
        )
        self._build(theme)
        self._give.set_reason(tr("One moment."))
        self._all.set_reason(tr("One moment."))
        self._read()

    def first_field(self) -> QWidget | None:
        """The amount."""
        return self.amount_row.line_edit

    def _build(self, theme: Theme) -> None:
        self.body.addWidget(self.facts)
        self.body.addWidget(self.amount_row)
        all_button = KeyButton(theme=theme, action=self._all, variant="quiet")
        self.body.addWidget(all_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.reason_row, self._by_hand, self._refusal):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._by_hand.hide()
        self._refusal.hide()
        self.foot.addWidget(KeyButton(theme=theme, action=self._give, variant="primary", wide=True))
        for row in (self.amount_row, self.reason_row):
            watch_row(row)
        self.amount_row.line_edit.textChanged.connect(lambda _text: self._say_give())
        self.reason_row.line_edit.returnPressed.connect(self._give.trigger)
        self.sheet_closed.connect(self.deleteLater)

    def _read(self) -> None:
        desk, order_id = self._desk, self._order_id
        self._tasks.query(
            self, lambda session: refunds.refundable(session, desk, order_id), done=self._on_read
        )

    def _on_read(self, found: Refundable) -> None:
        self._found = found
        self.subtitle_label.setText(
            tr("Order {number}, {name}").format(number=found.shown_number, name=found.customer_name)
        )
        most = self._money(found.most_minor)
        facts = [(tr("Taken"), self._money(found.captured_minor), "currency-dollar", "muted")]
        if found.refunded_minor:
            given = self._money(found.refunded_minor)
            facts.append((tr("Given back"), given, "arrows-clockwise", "muted"))
        if found.due_minor:
            facts.append((tr("Due to go back"), self._money(found.due_minor), "clock", "held_text"))
        self.facts.show_facts(facts)
        self.amount_row.set_hint(tr("At most {most}").format(most=most))
        self._by_hand.setText(tr("What did not come by card is sent back by hand: Alt+0 lists it."))
        self._by_hand.setVisible(found.by_hand)
        self._refuse()
        self._say_give()

    def _refuse(self) -> None:
        """Why nothing can be given back here, in words."""
        found, words = self._found, ""
        if found is None:
            return
        if found.needs_supervisor and not self._desk.may_supervise:
            words = tr("Only a supervisor gives money back in this shop.")
        elif found.most_minor <= 0:
            words = tr("Nothing can go back: nothing was taken, or all of it went back already.")
        self._refusal.setText(words)
        self._refusal.setVisible(bool(words))
        for action in (self._give, self._all):
            action.set_reason(words)

    def _say_give(self) -> None:
        amount = self._amount()
        words = tr("Refund {amount}").format(amount=self._money(amount)) if amount else tr("Refund")
        self._give.set_words(words)

    def _amount(self) -> int | None:
        parsed = parse_amount(self.amount_row.text().strip(), self._desk.currency)
        return parsed.minor if parsed is not None and parsed.minor > 0 else None

    def _on_all_triggered(self) -> None:
        if self._found is not None:
            text = labels.money(self._found.most_minor, self._found.currency)
            self.amount_row.line_edit.setText(text)
            self.reason_row.line_edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_give_triggered(self) -> None:
        found, amount = self._found, self._amount()
        if found is None or self._busy:
            return
        reason = self.reason_row.text().strip()
        if self._say_wrong(found, amount, reason) or amount is None:
            return
        desk, order_id, command_id = self._desk, self._order_id, self._command_id
        self._busy = True
        self._tasks.command(
            self,
            lambda session: refunds.refund(
                session, desk, order_id, amount_minor=amount, reason=reason, command_id=command_id
            ),
            done=self._on_given,
            failed=self._on_give_failed,
            changed={"orders", "money"},
            name="refund",
        )

    def _say_wrong(self, found: Refundable, amount: int | None, reason: str) -> bool:
        """Say beside its field what is wrong; whether something is."""
        for row in (self.amount_row, self.reason_row):
            row.clear_error()
        if amount is None:
            self._on_refused(Refused("refund_amount", field="amount"))
        elif amount > found.most_minor:
            self._on_refused(Refused("refund_too_much", field="amount", most=found.most_minor))
        elif not reason:
            self._on_refused(Refused("reason_missing", field="reason"))
        else:
            return False
        return True

    def _on_given(self, started: RefundStarted) -> None:
        self.refund_started.emit(started)
        self.close_sheet()

    def _on_give_failed(self, error: BaseException) -> None:
        self._busy = False
        if not labels_money.refusal(error, currency=self._desk.currency):
            self._tasks.unhandled.emit(error, "refund")
            return
        self._command_id = uuid7()
        self._on_refused(error)
        self._read()

    def _on_refused(self, error: BaseException) -> None:
        field = error.field if isinstance(error, Refused) else "reason"
        row = self.reason_row if field == "reason" else self.amount_row
        row.set_error(labels_money.refusal(error, currency=self._desk.currency))
        row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        row.line_edit.selectAll()

    def _money(self, minor: int) -> str:
        return labels.money(minor, self._desk.currency, symbol=True)
