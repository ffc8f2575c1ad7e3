"""Reads the list of orders, page by page, and never more than one question at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import order_search
from desktop.services.order_filters import OrderFilter
from desktop.services.order_search import Cursor, OrderCount, OrderPage
from models.card_guard import CardNumberRefused
from models.types import ColumnRefused
from ui.pages.orders.kit import OrdersKit

WAIT_MS = 60
"""How long the box waits for the next key before it asks."""
_MOST_AGAIN = 300
"""How many rows are read again when something changed; further down one rarely looks."""


class OrderLister(QObject):
    """Asks for what is wanted; an answer to what is not wanted any more is dropped.

    Signals:
        rows_read(tuple rows, bool has_more, bool is_new): the first rows of a new list, or more.
        counted(OrderCount | None): how many there are; None: not known yet.
        failed(object exc).
    """

    rows_read = Signal(object, bool, bool)
    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, *, kit: OrdersKit, parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._kit = kit
        self._wanted = OrderFilter()
        self._asked: OrderFilter | None = None
        self._next: Cursor | None = None
        self._shown = 0
        self._missing = 0
        self._under_way = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)

    @property
    def wanted(self) -> OrderFilter:
        """What is asked for."""
        return self._wanted

    @property
    def is_settled(self) -> bool:
        """The rows that were given are those of what is wanted."""
        return self._asked == self._wanted and not self._under_way and not self._timer.isActive()

    def ask(self, wanted: OrderFilter, *, at_once: bool = False) -> None:
        """Want other orders."""
        self._wanted = wanted
        if at_once:
            self._timer.stop()
            self._ask()
        else:
            self._timer.start()

    def ask_again(self) -> None:
        """Something changed: read what is shown again."""
        self._again = True
        self._ask()

    def more(self) -> None:
        """The list has come to its end: read on."""
        if self._next is not None and not self._under_way and self._asked == self._wanted:
            self._missing = order_search.PAGE
            self._read_on()

    def _ask(self) -> None:
        if self._under_way or (self._wanted == self._asked and not self._again):
            return
        again = self._again and self._wanted == self._asked
        self._again = False
        self._asked, self._under_way = self._wanted, True
        most = min(max(order_search.PAGE, self._shown), _MOST_AGAIN) if again else order_search.PAGE
        self._missing = most
        if not again:
            self.counted.emit(None)
        self._query(None, most, is_new=True)

    def _read_on(self) -> None:
        self._under_way = True
        self._query(self._next, self._missing, is_new=False)

    def _query(self, after: Cursor | None, most: int, *, is_new: bool) -> None:
        wanted, desk = self._asked or OrderFilter(), self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: order_search.search(session, desk, wanted, after=after, most=most),
            done=lambda page: self._on_page(wanted, page, is_new=is_new),
            failed=lambda error: self._on_failed(wanted, error),
        )

    def _on_page(self, wanted: OrderFilter, page: OrderPage, *, is_new: bool) -> None:
        self._under_way = False
        if wanted != self._wanted or self._again:
            if not self._timer.isActive():
                self._ask()
            if wanted != self._wanted:
                return
        self._next = page.next
        self._shown = len(page.rows) if is_new else self._shown + len(page.rows)
        self._missing -= len(page.rows)
        self.rows_read.emit(page.rows, page.next is not None, is_new)
        if self._under_way:
            return
        if is_new:
            self._count(wanted)
        if page.next is not None and self._missing > 0 and len(page.rows) < order_search.PAGE // 2:
            self._read_on()

    def _count(self, wanted: OrderFilter) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: order_search.count(session, desk, wanted),
            done=lambda number: self._on_counted(wanted, number),
            failed=lambda _error: None,
        )

    def _on_counted(self, wanted: OrderFilter, number: OrderCount) -> None:
        if wanted == self._wanted:
            self.counted.emit(number)

    def _on_failed(self, wanted: OrderFilter, error: BaseException) -> None:
        self._under_way = False
        if isinstance(error, CardNumberRefused | ColumnRefused):
            # No record can hold such a text, so there is no such order.
            self._on_page(wanted, OrderPage((), None), is_new=True)
            return
        self._asked = None
        self.failed.emit(error)
