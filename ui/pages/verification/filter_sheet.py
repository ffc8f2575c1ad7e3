"""The reasons there are, with how many orders each holds; Enter shows those alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.services.verification_shapes import HeldOrder
from models.hold import HoldKind
from ui import labels_counts, labels_verification
from ui.theme import Theme
from ui.widgets.choice_list import ChoiceList
from ui.widgets.side_sheet import SideSheet


class FilterSheet(SideSheet):
    """A list of reasons.

    Signals:
        kind_chosen(HoldKind | None): show the orders that it holds, or all.
    """

    kind_chosen = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        rows: Sequence[HeldOrder],
        current: HoldKind | None,
        parent: QWidget | None = None,
    ) -> None:
        """*rows* is the whole queue."""
        super().__init__(
            self.tr("Why held"),
            theme=theme,
            name="filter_sheet",
            subtitle=self.tr("Enter shows the orders that one reason holds."),
            parent=parent,
        )
        counts = Counter(kind for row in rows for kind in dict.fromkeys(row.reasons))
        self._kinds: list[HoldKind | None] = [None, *(kind for kind in HoldKind if counts[kind])]
        self.reason_list = ChoiceList(theme=theme, name="reason_list", title=self.tr("Reasons"))
        words = []
        for kind in self._kinds:
            word = self.tr("All reasons")
            count = len(rows)
            if kind is not None:
                word, count = labels_verification.reason_word(kind)[0], counts[kind]
            said = self.tr("{reason}: {orders}")
            words.append(said.format(reason=word, orders=labels_counts.orders(count)))
        self.reason_list.show_words(words)
        row = self._kinds.index(current) if current in self._kinds else 0
        self.reason_list.setCurrentRow(row)
        self.reason_list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.body.addWidget(self.reason_list)
        self.body.addStretch(1)
        self.sheet_closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._choose()
            return
        super().keyPressEvent(event)

    def _choose(self) -> None:
        kind = self._kinds[max(0, self.reason_list.currentRow())]
        self.close_sheet()
        self.kind_chosen.emit(kind)
