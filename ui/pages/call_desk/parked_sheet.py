"""Several parked calls: which one is to be taken back?"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.services.calls import CallView
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.waiting_view import parked_detail, who
from ui.tables.choice_delegate import ChoiceDelegate
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

ROW = 36


class ParkedSheet(SideSheet):
    """The one that waits longest is first and marked: Enter takes it back.

    Signals:
        call_chosen(UUID).
    """

    call_chosen = Signal(object)

    def __init__(
        self, *, kit: DeskKit, parked: tuple[CallView, ...], parent: QWidget | None = None
    ) -> None:
        """List *parked*."""
        super().__init__(
            labels.tr("Parked calls"), theme=kit.theme, name="parked_sheet", parent=parent
        )
        self._parked = parked
        theme = kit.theme
        self.parked_list = QListWidget()
        self.parked_list.setObjectName("parked_list")
        self.parked_list.setAccessibleName(self.tr("Parked calls"))
        self.parked_list.setFrameShape(QListWidget.Shape.NoFrame)
        self.parked_list.setFont(theme.font("body"))
        self.parked_list.setItemDelegate(ChoiceDelegate(theme=theme, parent=self.parked_list))
        now = kit.desk.now()
        for call in parked:
            words = self.tr("{name}: {detail}").format(
                name=who(call), detail=parked_detail(call, now=now)
            )
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(0, theme.px(ROW)))
            self.parked_list.addItem(item)
        self.parked_list.setCurrentRow(0)
        self.body.addWidget(self.parked_list, 1)
        self.parked_list.itemClicked.connect(lambda _item: self._on_take_triggered())
        kit.actions.remove_context(self.sheet_id)
        take = kit.actions.add(
            Action("take_back", self.tr("Take this call back"), icon="play",
                   context=self.sheet_id, keys=("Return", "Enter", "F10")),
            self._on_take_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=theme, action=take, variant="primary", wide=True))
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The list."""
        return self.parked_list

    def _on_take_triggered(self) -> None:
        row = self.parked_list.currentRow()
        self.close_sheet()
        if 0 <= row < len(self._parked):
            self.call_chosen.emit(self._parked[row].id)
