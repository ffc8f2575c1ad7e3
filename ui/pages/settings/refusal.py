"""What the person at the desk can mend, whoever refused it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.errors import AgentError
from desktop.services.desk import Refused
from models.card_guard import CardNumberRefused
from ui import labels, labels_settings


@dataclass(frozen=True)
class Refusal:
    """One sentence, and the field it belongs to ("" for the form)."""

    field: str
    words: str


def refusal_of(error: BaseException) -> Refusal | None:
    """The words for an error that the person at the desk can mend; None for any other."""
    if isinstance(error, Refused):
        return Refusal(error.field, labels_settings.refusal(error))
    if isinstance(error, AgentError):
        return Refusal(error.field, error.words)
    if isinstance(error, CardNumberRefused):
        return Refusal("", labels.card_wiped())
    return None
