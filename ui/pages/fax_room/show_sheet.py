"""F4: which faxes the list shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import labels_fax
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_fax import tr
from ui.theme import Theme


class ShowSheet(ChoiceSheet):
    """To do, done, junk, all.

    Signals:
        showing_chosen(str): one of `labels_fax.SHOWINGS`.
    """

    showing_chosen = Signal(str)

    def __init__(self, *, theme: Theme, current: str, parent: QWidget | None = None) -> None:
        """*current* is shown now."""
        super().__init__(
            tr("Which faxes"),
            theme=theme,
            name="fax_showing",
            words=[labels_fax.showing(one) for one in labels_fax.SHOWINGS],
            current=labels_fax.SHOWINGS.index(current),
            subtitle=tr("Enter shows the marked ones."),
            parent=parent,
        )
        self.chosen.connect(lambda row: self.showing_chosen.emit(labels_fax.SHOWINGS[row]))
