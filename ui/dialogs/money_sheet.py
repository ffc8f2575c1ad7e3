"""Money that somebody has to see to: what is due back, what runs out, what is awaited by post."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services import money_list, refunds
from desktop.services.desk import Desk
from desktop.services.expiring import ExpiringView
from desktop.services.money_list import MoneyItem, MoneyToSeeTo
from desktop.services.refunds import RefundDueView, RefundStarted
from desktop.services.tenders import ChequeAwaited
from models.ids import uuid7
from models.payment import Tender
from ui import labels, labels_money
from ui.actions import Action, ActionTable
from ui.labels import tr
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel


class MoneySheet(SideSheet):
    """Three lists; Tab goes from one to the next. The foot says what F10 does with the current row.

    Enter in a list goes to that button, so that no money moves with one key. Deleted when it closes.

    Signals:
        order_wanted(UUID): open this order.
        cheque_wanted(ChequeAwaited): ask for the cheque that has come.
        refund_started(RefundStarted): money goes back; its attempts wait to be carried out.
    """

    order_wanted = Signal(object)
    cheque_wanted = Signal(object)
    refund_started = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        desk: Desk,
        actions: ActionTable,
        parent: QWidget | None = None,
    ) -> None:
        """Reads the lists at once."""
        super().__init__(
            tr("Money to see to"), theme=theme, name="money_sheet", width=720, parent=parent
        )
        self._tasks, self._desk = tasks, desk
        self._found: MoneyToSeeTo | None = None
        self._busy = False
        self._refusal = TextLabel(theme=theme, tone="held", wrap=True)
        self._refusal.setObjectName("money_refusal_label")
        self._refusal.hide()
        self._empty = EmptyState(
            theme=theme, name="money_empty", icon="check-circle", head=tr("Nothing to see to"),
            text=tr("No refund is due, no authorization runs out, no cheque is awaited."),
        )  # fmt: skip
        self._empty.hide()
        self._sections = {
            name: _Section(theme=theme, name=name, title=title, columns=columns)
            for name, title, columns in _sections()
        }
        actions.remove_context(self.sheet_id)
        self._act = actions.add(
            Action(
                "money_act", tr("See to it"), icon="check", context=self.sheet_id, keys=("F10",)
            ),
            self._on_act_triggered,
            host=self,
        )
        self._open = actions.add(
            Action("money_open", tr("Open the order"), icon="receipt", context=self.sheet_id,
                   keys=("Alt+O",)),
            self._on_open_triggered,
            host=self,
        )  # fmt: skip
        self._build(theme)
        self._say_act()
        self.reload()

    def reload(self) -> None:
        """Read the lists again."""
        desk = self._desk
        self._tasks.query(self, lambda session: money_list.read(session, desk), done=self._on_read)

    def first_field(self) -> QWidget | None:
        """The first list that has rows."""
        for section in self._sections.values():
            if section.table.rows:
                return section.table
        return self.close_button

    def table(self, name: str) -> ListTable:
        """One list: dues, expiring, or cheques."""
        return self._sections[name].table

    def _build(self, theme: Theme) -> None:
        self.body.addWidget(self._empty, 1)
        for name, section in self._sections.items():
            head = QHBoxLayout()
            head.setSpacing(theme.px(12))
            head.addWidget(section.title)
            head.addWidget(section.none, 1)
            self.body.addLayout(head)
            self.body.addWidget(section.table)
            section.table.row_opened.connect(lambda _row: self._on_row_opened())
            section.table.current_changed.connect(lambda _row: self._say_act())
            section.table.focus_entered.connect(lambda name=name: self._on_list_entered(name))
        self.body.addWidget(self._refusal)
        self.body.addStretch(1)
        self._act_button = KeyButton(theme=theme, action=self._act, variant="primary", wide=True)
        self._act_button.setObjectName("money_act_button")
        self.foot.addWidget(KeyButton(theme=theme, action=self._open, wide=True, height=36))
        self.foot.addWidget(self._act_button)
        self.foot.addWidget(ReasonLabel(theme=theme, action=self._act))
        self.sheet_closed.connect(self.deleteLater)

    def _on_list_entered(self, name: str) -> None:
        for other, section in self._sections.items():
            section.mark(other == name)
        self._say_act()

    def _on_read(self, found: MoneyToSeeTo) -> None:
        self._found = found
        self._empty.setVisible(found.count == 0)
        zone = self._desk.time_zone
        rows = {
            "dues": [_due_row(one) for one in found.dues],
            "expiring": [_expiring_row(one, zone) for one in found.expiring],
            "cheques": [_cheque_row(one) for one in found.cheques],
        }
        had_focus = any(section.table.hasFocus() for section in self._sections.values())
        for name, section in self._sections.items():
            section.show_rows(rows[name], hide=found.count == 0)
        chosen = self._current_section()
        for section in self._sections.values():
            section.mark(section is chosen)
        self._say_act()
        field = self.first_field()
        current = self._current_section()
        if self.isVisible() and field is not None and not (had_focus and current.table.rows):
            QTimer.singleShot(0, field, field.setFocus)

    def _current_section(self) -> _Section:
        sections = list(self._sections.values())
        marked = next((s for s in sections if s.is_current and s.table.rows), None)
        return marked or next((s for s in sections if s.table.rows), sections[0])

    def _current(self) -> MoneyItem | None:
        if self._found is None:
            return None
        row = self._current_section().table.current_id
        for one in self._found.items:
            if row == _row_id(one):
                return one
        return None

    def _say_act(self) -> None:
        """What F10 does now, and why it cannot."""
        one, reason = self._current(), ""
        words = tr("See to it")
        if one is None:
            reason = tr("There is nothing to see to.")
        elif isinstance(one, RefundDueView):
            amount = labels.money(one.amount_minor, one.currency, symbol=True)
            to = labels_money.paid_by(one.tender, one.brand, one.last4)
            words = tr("Send {amount} back to {card}").format(amount=amount, card=to)
            if one.tender is not Tender.CARD:
                words = tr("A cheque for {amount} has been sent").format(amount=amount)
            if one.is_under_way:
                reason = tr("It is on its way: the processor has been asked.")
        elif isinstance(one, ExpiringView):
            words = tr("Open order {number}").format(number=one.shown_number)
        else:
            words = tr("The cheque for order {number} is here").format(number=one.shown_number)
        self._act.set_words(words)
        self._act.set_reason(reason)
        self._open.set_reason("" if one is not None else tr("There is nothing to see to."))

    def _on_row_opened(self) -> None:
        if self._act.isEnabled():
            self._act_button.setFocus()

    def _on_open_triggered(self) -> None:
        one = self._current()
        if one is not None:
            self.close_sheet()
            self.order_wanted.emit(one.order_id)

    def _on_act_triggered(self) -> None:
        one = self._current()
        if isinstance(one, RefundDueView):
            self._refund(one.id)
        elif isinstance(one, ExpiringView):
            self._on_open_triggered()
        elif one is not None:
            self.close_sheet()
            self.cheque_wanted.emit(one)

    def _refund(self, due_id: uuid.UUID) -> None:
        if self._busy:
            return
        self._busy = True
        desk, command_id = self._desk, uuid7()
        self._tasks.command(
            self,
            lambda session: refunds.refund_due_now(session, desk, due_id, command_id=command_id),
            done=self._on_refunded,
            failed=self._on_refund_failed,
            changed={"orders", "money"},
            name="refund_due_now",
        )

    def _on_refunded(self, started: RefundStarted) -> None:
        self._busy = False
        self._refusal.hide()
        self.refund_started.emit(started)
        self.reload()

    def _on_refund_failed(self, error: BaseException) -> None:
        self._busy = False
        words = labels_money.refusal(error, currency=self._desk.currency)
        if not words:
            self._tasks.unhandled.emit(error, "refund_due_now")
            return
        self._refusal.setText(words)
        self._refusal.show()
        self.reload()


class _Section(QObject):
    """One list with its title, or a line that says it is empty."""

    def __init__(
        self, *, theme: Theme, name: str, title: str, columns: tuple[ListColumn, ...]
    ) -> None:
        super().__init__()
        self._words = title
        self.is_current = False
        self.title = TextLabel(title, theme=theme, role="title")
        self.none = TextLabel(tr("None"), theme=theme, tone="muted")
        self.table = _Table(
            theme=theme, name=f"money_{name}_table", title=title, columns=columns, row_height=32
        )
        theme.theme_changed.connect(self._fit)

    def mark(self, current: bool) -> None:
        """One list has a current row; F10 is about it."""
        self.is_current = current
        if not current:
            self.table.setCurrentIndex(QModelIndex())
        elif not self.table.current_id and self.table.rows:
            self.table.set_current(self.table.rows[0].id)

    def show_rows(self, rows: list[ListRow], *, hide: bool) -> None:
        self.table.set_rows(rows)
        self._fit()
        self.table.setVisible(bool(rows))
        self.title.setVisible(not hide)
        self.title.setText(f"{self._words} ({len(rows)})" if rows else self._words)
        self.none.setVisible(not rows and not hide)

    def _fit(self) -> None:
        """As high as its rows."""
        self.table.setFixedHeight(self.table.sizeHint().height())


class _Table(ListTable):
    """Says when the focus comes into it."""

    focus_entered = Signal()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.focus_entered.emit()


def _sections() -> tuple[tuple[str, str, tuple[ListColumn, ...]], ...]:
    order, customer = ListColumn(tr("Order")), ListColumn(tr("Customer"), stretch=True)
    amount = ListColumn(tr("Amount"), right=True, strong=True)
    return (
        ("dues", tr("Refunds due"), (ListColumn(tr("By")), order, customer,
                                     ListColumn(tr("Back to")), amount)),
        ("expiring", tr("Authorizations running out"),
         (ListColumn(tr("Left")), order, customer, ListColumn(tr("Until")), amount)),
        ("cheques", tr("Cheques awaited"),
         (ListColumn(tr("Since")), order, customer, ListColumn(tr("Its number")), amount)),
    )  # fmt: skip


def _row_id(one: MoneyItem) -> str:
    if isinstance(one, RefundDueView):
        return f"due {one.id}"
    if isinstance(one, ExpiringView):
        return f"expiring {one.order_id} {one.last4}"
    return f"cheque {one.order_id}"


def _due_row(one: RefundDueView) -> ListRow:
    day = labels.short_date(one.due_on)
    if one.is_under_way:
        day = tr("On its way")
    elif one.is_overdue:
        day = tr("Overdue, {day}").format(day=day)
    to = labels_money.paid_by(one.tender, one.brand, one.last4)
    amount = labels.money(one.amount_minor, one.currency)
    return ListRow(_row_id(one), (day, one.shown_number, one.customer_name, to, amount))


def _expiring_row(one: ExpiringView, zone: str) -> ListRow:
    until = labels_money.moment(one.expires_at, zone)
    amount = labels.money(one.amount_minor, one.currency)
    left = labels_money.hours(one.hours_left)
    return ListRow(_row_id(one), (left, one.shown_number, one.customer_name, until, amount))


def _cheque_row(one: ChequeAwaited) -> ListRow:
    amount = labels.money(one.amount_minor, one.currency)
    since = labels_money.days(one.days)
    return ListRow(
        _row_id(one), (since, one.shown_number, one.customer_name, one.reference, amount)
    )
