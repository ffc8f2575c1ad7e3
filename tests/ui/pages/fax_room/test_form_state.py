"""What of a form is saved while it is typed."""

from __future__ import annotations

import random

from models.ids import uuid7
from tests.models import card_like
from ui.pages.fax_room.form_state import FormState


def test_half_a_card_number_is_in_no_draft_and_what_is_typed_stays() -> None:
    half = card_like.number(random.Random(9), "4", 16)[:9]
    values = {
        "name": "Jane Roe",
        "line1": half,
        "company": f"Roe {half}",
        "postal_code": "91764-0012",
    }
    state = FormState(uuid7(), values)
    draft = state.draft()
    assert (draft.given_name, draft.family_name, draft.postal_code) == ("Jane", "Roe", "91764-0012")
    assert (draft.line1, draft.company) == ("", "")
    assert state.values == values
    assert state.form(call_back=False).line1 == half, "the order's own check looks at all of it"
