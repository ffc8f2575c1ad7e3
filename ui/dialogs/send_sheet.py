"""Where a paper goes by fax or by e-mail."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services import outbox
from desktop.services.desk import Refused
from models.card_guard import CardNumberRefused
from models.dispatch import Route
from ui import labels, labels_outbox
from ui.actions import Action, ActionTable
from ui.labels_outbox import tr
from ui.pages.call_desk.card_watch import watch_row
from ui.shortcuts import KEYS
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_NAME_LENGTH = 200


class SendSheet(SideSheet):
    """The number or address, and who it is for. It stays open until the caller says what came of it.

    Deleted when it closes.

    Signals:
        send_wanted(str to, str name): as typed; the number or the address was looked at.
    """

    send_wanted = Signal(str, str)

    def __init__(
        self,
        title: str,
        *,
        theme: Theme,
        actions: ActionTable,
        route: Route,
        country: str,
        subtitle: str = "",
        to: str = "",
        to_name: str = "",
        after: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Ask for it.

        Args:
            title: the head line.
            theme: sizes and fonts.
            actions: gets the sheet's own key.
            route: fax or e-mail.
            country: of the shop: how a number without a country is read.
            subtitle: what is sent.
            to: a number or an address to begin with.
            to_name: who it is for.
            after: what becomes of it, under the fields.
            parent: the owner.
        """
        super().__init__(title, theme=theme, name="send_sheet", subtitle=subtitle, parent=parent)
        self._route, self._country = route, country
        self._is_sending = False
        label = tr("Fax number") if route is Route.FAX else tr("E-mail address")
        self.to_row = FieldRow(label, theme=theme, name="send_to_edit")
        self.to_row.line_edit.setText(to)
        self.name_row = FieldRow(tr("For whom"), theme=theme, name="send_name_edit", advance=False)
        self.name_row.line_edit.setMaxLength(_NAME_LENGTH)
        self.name_row.line_edit.setText(to_name)
        for row in (self.to_row, self.name_row):
            watch_row(row)
            self.body.addWidget(row)
        self.to_row.field_left.connect(self._on_to_row_left)
        self.name_row.line_edit.returnPressed.connect(self._on_send_triggered)
        if after:
            self.body.addWidget(
                TextLabel(after, theme=theme, role="caption", tone="muted", wrap=True)
            )
        self.body.addStretch(1)
        actions.remove_context(self.sheet_id)
        self.send_action = actions.add(
            Action("send_paper", tr("Send"), icon="paper-plane-tilt", context=self.sheet_id,
                   keys=KEYS["finish"]),
            self._on_send_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(
            KeyButton(theme=theme, action=self.send_action, variant="primary", wide=True)
        )
        self.sheet_closed.connect(self.deleteLater)

    def show_refusal(self, error: BaseException) -> None:
        """It was not taken; what was typed stays."""
        self._is_sending = False
        self.send_action.set_reason("")
        if isinstance(error, Refused):
            self.to_row.set_error(labels_outbox.refusal(error))
            self.to_row.setFocus()
        elif isinstance(error, CardNumberRefused):
            self.name_row.set_error(labels.card_refused())
        else:
            words = tr("It could not be put into the outbox. What you typed is still here.")
            self.to_row.set_error(words)

    def _on_to_row_left(self) -> None:
        if self.to_row.text().strip():
            self._look_at_it()

    def _look_at_it(self) -> bool:
        """Say beside the field what is wrong with it, or what should be known of it."""
        self.to_row.clear_error()
        self.to_row.set_hint("")
        try:
            if self._route is Route.FAX:
                found = outbox.check_number(self.to_row.text(), self._country)
                self.to_row.set_hint(" ".join(found.warnings))
            else:
                outbox.check_address(self.to_row.text())
        except Refused as error:
            self.to_row.set_error(labels_outbox.refusal(error))
            return False
        return True

    def _on_send_triggered(self) -> None:
        if self._is_sending:
            return
        if not self._look_at_it():
            self.to_row.setFocus()
            return
        self._is_sending = True
        self.send_action.set_reason(tr("It is being put into the outbox."))
        self.send_wanted.emit(self.to_row.text().strip(), self.name_row.text().strip())
