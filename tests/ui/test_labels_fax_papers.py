"""Words for the papers of the fax room."""

from __future__ import annotations

from desktop.documents.fax_answer_data import AnswerReason
from ui.labels_fax_papers import answer_reason


def test_every_reason_has_words_of_its_own() -> None:
    words = [answer_reason(reason) for reason in AnswerReason]
    assert all(words)
    assert len(set(words)) == len(words)
