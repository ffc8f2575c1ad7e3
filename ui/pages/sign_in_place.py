"""Where somebody signs in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from desktop.services.sign_in import SignInAnswer
from ui import labels_settings


@dataclass(frozen=True, kw_only=True)
class SignInPlace:
    """The shop and the computer, before there is a person at the desk.

    Attributes:
        store_id: the store.
        workstation_id: this computer.
        shop_name: as the letterhead has it.
        workstation_name: as people call this desk.
        time_zone: IANA name; times are said on the shop's clock.
    """

    store_id: uuid.UUID
    workstation_id: uuid.UUID
    shop_name: str
    workstation_name: str
    time_zone: str

    def failure_words(self, answer: SignInAnswer, *, now: datetime) -> str:
        """Why somebody was not let in, as one sentence."""
        until = answer.person.locked_until
        time = labels_settings.time_of(until, self.time_zone, now) if until is not None else ""
        return labels_settings.sign_in_failure(answer.code, until=time)
