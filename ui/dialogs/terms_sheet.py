"""Within how many days a company pays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import tenders
from desktop.services.desk import Desk, Refused
from desktop.services.tenders import TermsView
from models.ids import uuid7
from ui import labels_money
from ui.actions import Action, ActionTable
from ui.labels import tr
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class TermsSheet(SideSheet):
    """The days, 0 for none. F10 saves. For supervisors; deleted when it closes.

    Signals:
        terms_saved(TermsView).
    """

    terms_saved = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        desk: Desk,
        actions: ActionTable,
        terms: TermsView,
        parent: QWidget | None = None,
    ) -> None:
        """For one company."""
        super().__init__(tr("Terms"), theme=theme, name="terms_sheet", subtitle=terms.company_name,
                         parent=parent)  # fmt: skip
        self._tasks, self._desk, self._terms = tasks, desk, terms
        self._command_id = uuid7()
        self.days_row = FieldRow(
            tr("Pays within so many days"), theme=theme, name="terms_days_edit", advance=False
        )
        self.days_row.line_edit.setText(str(terms.days))
        self.days_row.line_edit.setMaxLength(3)
        self.days_row.set_hint(tr("0: no terms, they pay before we ship."))
        self.body.addWidget(self.days_row)
        self.body.addStretch(1)
        actions.remove_context(self.sheet_id)
        save = actions.add(
            Action("terms_save", tr("Save the terms"), icon="check", context=self.sheet_id,
                   keys=("F10",)),
            self._on_save_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=theme, action=save, variant="primary", wide=True))
        self.days_row.line_edit.returnPressed.connect(self._on_save_triggered)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The days."""
        return self.days_row.line_edit

    def _on_save_triggered(self) -> None:
        typed = self.days_row.text().strip()
        days = int(typed) if typed.isdecimal() else -1
        desk, customer_id, command_id = self._desk, self._terms.customer_id, self._command_id
        self._tasks.command(
            self,
            lambda session: tenders.set_terms(
                session, desk, customer_id, days, command_id=command_id
            ),
            done=self._on_saved,
            failed=self._on_save_failed,
            changed={"customers"},
            name="set_terms",
        )

    def _on_saved(self, terms: TermsView) -> None:
        self.close_sheet()
        self.terms_saved.emit(terms)

    def _on_save_failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            self._tasks.unhandled.emit(error, "set_terms")
            return
        self._command_id = uuid7()
        self.days_row.set_error(labels_money.refusal(error, currency=self._desk.currency))
        self.days_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
