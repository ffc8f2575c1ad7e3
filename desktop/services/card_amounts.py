"""What a card can be asked for at once."""

from __future__ import annotations

from models import limits


def refusal(total_minor: int) -> str:
    """Why no card can pay a total, as a code: `too_little`, `too_much`; "" when one can.

    Nothing at all needs no card and is placed without one. Sent all the same, such an amount comes back
    as an error that tells the agent nothing.
    """
    if total_minor < limits.CARD_LEAST_MINOR:
        return "too_little"
    return "too_much" if total_minor > limits.CARD_MOST_MINOR else ""
