"""Keeps what is half typed in the call's record, so that a crash does not lose it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.services import calls
from models import card_guard, phone_numbers
from models.address_forms import is_postal_code
from ui.pages.call_desk.kit import DeskKit

PAUSE_MS = 250
"""How long after the last key half-typed text is saved."""
_NUMBERS = frozenset({"phone", "mobile", "fax"})


class FormSaver(QObject):
    """Saves the fields of the open form, and whom the call is about, a moment after the last key.

    A field with eight digits or more is left out unless it is a telephone number or a postal code:
    it could be most of a card number (DESIGN §4).
    """

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Start without a call."""
        super().__init__(parent)
        self._kit = kit
        self._call_id: uuid.UUID | None = None
        self._customer_id: uuid.UUID | None = None
        self._form: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save_now)

    def begin(
        self, call_id: uuid.UUID, *, customer_id: uuid.UUID | None, form: dict[str, str]
    ) -> None:
        """Save for this call from now on."""
        self._timer.stop()
        self._call_id, self._customer_id, self._form = call_id, customer_id, form

    def stop(self) -> None:
        """The call is over: nothing more is saved."""
        self._timer.stop()
        self._call_id = self._customer_id = None
        self._form = {}

    def set_customer(self, customer_id: uuid.UUID) -> None:
        """Save whom the call is about."""
        self._customer_id = customer_id
        self.save_now()

    def keep(self, form: Mapping[str, str]) -> None:
        """Save this soon; {} when nothing is half typed any more."""
        country = form.get("country") or self._kit.desk.country
        self._form = {
            name: text for name, text in form.items() if self._may_keep(name, text, country)
        }
        if self._call_id is not None:
            self._timer.start()

    def save_now(self) -> None:
        """Save at once."""
        self._timer.stop()
        call_id, customer_id, form = self._call_id, self._customer_id, dict(self._form)
        if call_id is None:
            return
        self._kit.tasks.command(
            self,
            lambda session: calls.save_form(session, call_id, customer_id=customer_id, form=form),
            done=None,
            name="save_form",
        )

    def _may_keep(self, name: str, text: str, country: str) -> bool:
        if not text or card_guard.looks_like_card(text):
            return False
        if not card_guard.digits_withheld(text):
            return True
        if name in _NUMBERS:
            return phone_numbers.parse(text, self._kit.desk.country) is not None
        return name == "postal_code" and is_postal_code(country, text)
