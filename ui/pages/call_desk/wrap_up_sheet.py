"""Ending a call: how it ended, and what failed at the web checkout."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)

from models.call import CallOutcome
from models.checkout_report import CheckoutFailure, CheckoutPlace
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_FAILURES = tuple(CheckoutFailure)
_PLACES = (CheckoutPlace.BROWSER, CheckoutPlace.OFFICE, CheckoutPlace.HOME)


class WrapUpSheet(SideSheet):
    """The likely outcome is marked, so F12 and Enter end a call. Digits say what failed and where.

    Signals:
        call_ended(CallOutcome, CheckoutFailure | None, CheckoutPlace).
    """

    call_ended = Signal(object, object, object)

    def __init__(
        self, *, kit: DeskKit, likely: CallOutcome, warning: str = "", parent: QWidget | None = None
    ) -> None:
        """*warning*: what ending the call drops, or ""."""
        super().__init__(
            labels.tr("Wrap-up"), theme=kit.theme, name="wrap_up_sheet",
            subtitle=warning,
            parent=parent,
        )  # fmt: skip
        self._outcomes = tuple(CallOutcome)
        theme = kit.theme
        self.outcome_list: QListWidget = _OutcomeList()
        self.outcome_list.setObjectName("outcome_list")
        self.outcome_list.setAccessibleName(self.tr("How the call ended"))
        self.outcome_list.setFrameShape(QListWidget.Shape.NoFrame)
        self.outcome_list.setFont(theme.font("body"))
        for outcome in self._outcomes:
            item = QListWidgetItem(labels.outcome(outcome)[0])
            item.setSizeHint(QSize(0, theme.px(28)))
            self.outcome_list.addItem(item)
        self.outcome_list.setCurrentRow(self._outcomes.index(likely))
        self.outcome_list.setFixedHeight(theme.px(28) * len(self._outcomes) + theme.px(4))
        self.body.addWidget(TextLabel(self.tr("How the call ended"), theme=theme, role="title"))
        self.body.addWidget(self.outcome_list)
        failed = self.tr("What failed at the web checkout, if they say so")
        self.body.addWidget(TextLabel(failed, theme=theme, role="title", wrap=True))
        self._failures = self._digits(
            [labels.checkout_failure(f) for f in _FAILURES], first=1, name="failure"
        )
        self.body.addWidget(TextLabel(self.tr("Where"), theme=theme, role="title"))
        self._places = self._digits(
            [labels.checkout_place(p) for p in _PLACES], first=len(_FAILURES) + 1, name="place"
        )
        kept = self.tr(
            "Kept for repairs only: what, where and the hour. Nothing leads back to the caller."
        )
        self.body.addWidget(TextLabel(kept, theme=theme, role="caption", tone="muted", wrap=True))
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        end = kit.actions.add(
            Action("end_call", self.tr("End the call"), icon="phone-disconnect",
                   context=self.sheet_id, keys=("F10",)),
            self._on_end_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=theme, action=end, variant="primary", wide=True, key_text="Enter")
        )

    def first_field(self) -> QWidget | None:
        """The list of outcomes."""
        return self.outcome_list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends; a digit chooses, a second time takes it back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._on_end_triggered()
            return
        if event.text().isdigit() and event.text() != "0":
            self._choose_digit(int(event.text()))
            return
        super().keyPressEvent(event)

    def _digits(self, words: list[str], *, first: int, name: str) -> QButtonGroup:
        group = QButtonGroup(self)
        grid = QGridLayout()
        for index, word in enumerate(words):
            button = QRadioButton(f"{first + index}  {word}")
            button.setObjectName(f"{name}_{index + 1}_radio")
            button.setAccessibleName(word)
            button.setAutoExclusive(False)
            group.addButton(button, first + index)
            grid.addWidget(button, index // 2, index % 2)
        group.setExclusive(False)
        group.idClicked.connect(lambda number: self._only(group, number))
        self.body.addLayout(grid)
        return group

    def _choose_digit(self, number: int) -> None:
        for group in (self._failures, self._places):
            button = group.button(number)
            if button is not None:
                button.setChecked(not button.isChecked())
                self._only(group, number)

    @staticmethod
    def _only(group: QButtonGroup, number: int) -> None:
        for button in group.buttons():
            if group.id(button) != number:
                button.setChecked(False)

    @staticmethod
    def _checked(group: QButtonGroup) -> int:
        return next((group.id(b) for b in group.buttons() if b.isChecked()), 0)

    def _on_end_triggered(self) -> None:
        failure = self._checked(self._failures)
        place = self._checked(self._places)
        self.call_ended.emit(
            self._outcomes[self.outcome_list.currentRow()],
            _FAILURES[failure - 1] if failure else None,
            _PLACES[place - len(_FAILURES) - 1] if place else CheckoutPlace.UNKNOWN,
        )
        self.close_sheet()


class _OutcomeList(QListWidget):
    """Leaves digits to the sheet, where a plain list would look for a row that begins with one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            event.ignore()
            return
        super().keyPressEvent(event)
