"""Words for what stands on the papers of the fax room."""

from __future__ import annotations

from desktop.documents.fax_answer_data import AnswerReason
from ui.labels import tr


def answer_reason(value: AnswerReason) -> str:
    """Why a fax is answered."""
    return {
        AnswerReason.UNREADABLE: tr("We could not read it"),
        AnswerReason.MISSING_PAGES: tr("Pages are missing"),
        AnswerReason.NO_NUMBER_TO_CALL: tr("No number to call"),
        AnswerReason.CARD_NUMBER_WRITTEN: tr("A card number was written on it"),
        AnswerReason.OTHER: tr("Something else"),
    }[value]
