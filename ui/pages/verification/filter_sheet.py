"""The reasons there are, with how many orders each holds; Enter shows those alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.verification_shapes import HeldOrder
from models.hold import HoldKind
from ui import labels_counts, labels_verification
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_verification import tr
from ui.theme import Theme


class FilterSheet(ChoiceSheet):
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
        counts = Counter(kind for row in rows for kind in dict.fromkeys(row.reasons))
        kinds: list[HoldKind | None] = [None, *(kind for kind in HoldKind if counts[kind])]
        words = []
        for kind in kinds:
            word, count = tr("All reasons"), len(rows)
            if kind is not None:
                word, count = labels_verification.reason_word(kind)[0], counts[kind]
            said = tr("{reason}: {orders}")
            words.append(said.format(reason=word, orders=labels_counts.orders(count)))
        super().__init__(
            tr("Why held"),
            theme=theme,
            name="reason",
            words=words,
            current=kinds.index(current) if current in kinds else 0,
            subtitle=tr("Enter shows the orders that one reason holds."),
            parent=parent,
        )
        self.chosen.connect(lambda row: self.kind_chosen.emit(kinds[row]))
