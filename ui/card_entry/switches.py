"""What the workspace tells a card window's process before it is there: names of variables."""

from __future__ import annotations

SANDBOX_VARIABLE = "ORDERDESK_CARD_SANDBOX"
"""`optional`: for a practice processor Chromium's sandbox may be missing where it cannot run."""

READABLE_VARIABLE = "ORDERDESK_CARD_READABLE"
"""`1`: the agent uses a screen reader (DESIGN §1, Accessibility)."""
