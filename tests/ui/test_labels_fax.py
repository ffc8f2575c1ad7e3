"""Whatever is wrong with a received fax has words of its own, in the list and beside the page."""

from __future__ import annotations

import pytest

from desktop.fax.damage import DamageReason
from desktop.fax.losses import Loss
from ui import labels_fax

REASONS = [*DamageReason, *Loss]


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.value)
def test_a_reason_is_told(reason: DamageReason | Loss) -> None:
    assert labels_fax.damage(reason.value) != labels_fax.damage("nobody knows")
    assert labels_fax.damage(reason.value).endswith(".")
    assert labels_fax.damage_in_brief(reason.value) != labels_fax.damage_in_brief("nobody knows")


def test_no_two_reasons_sound_alike() -> None:
    assert len({labels_fax.damage(reason.value) for reason in REASONS}) == len(REASONS)
    assert len({labels_fax.damage_in_brief(reason.value) for reason in REASONS}) == len(REASONS)


@pytest.mark.parametrize(
    ("inlet", "trouble"),
    [
        ("server", "kept"), ("folder", "gone"), ("folder", "kept"), ("keys", "keys"),
        ("anybody", "nobody"),
    ],
)  # fmt: skip
def test_a_silent_way_in_is_told_with_what_to_do(inlet: str, trouble: str) -> None:
    words = labels_fax.inlet(inlet, trouble, "07:58")
    assert words.endswith((".", "?"))
    assert "{" not in words
    assert ("07:58" in words) is (trouble != "kept")
