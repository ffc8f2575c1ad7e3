"""What the workspace asks of the card window, and what it gets back.

Plain frozen values that cross to another process as JSON. Nothing here can hold a card number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ProcessorKind = Literal["practice", "live"]
Scheme = Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True)
class CardProcessor:
    """The processor whose hosted fields the card window shows.

    Attributes:
        kind: A live processor is refused where the web engine's sandbox cannot run.
        name: As the agent reads it in the window's head.
        publishable_key: The page's key; never the secret one.
        script_url: Where the page script (version 3 of Stripe.js or its practice peer) is.
        origins: Origins the page may reach, such as `https://api.stripe.com`; a host may begin
            with `*.`. Everything else is refused.
    """

    kind: ProcessorKind
    name: str
    publishable_key: str
    script_url: str
    origins: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CardPageSetup:
    """What the page needs before there is an order, so that a waiting window can be ready.

    Attributes:
        processor: Whose fields are shown.
        ask_code: False for the channels fax and mail: the security code is never asked there.
        tokens: The colour table of the theme, name to `#RRGGBB` (LOOKS §2).
        scheme: Light or dark.
        scale: k of LOOKS §1: height of the application font's metrics through 16.
        font_family: Family of the application font; empty for the system's.
        font_pixels: Height of the application font in logical pixels.
        readable_by_screen_readers: True lets assistive technology, and with it any other program
            of the user, read the fields. See DESIGN §1, Accessibility.
        words: The page's words in the agent's language. The host fills them in.
    """

    processor: CardProcessor
    ask_code: bool = True
    tokens: Mapping[str, str] = field(default_factory=dict)
    scheme: Scheme = "light"
    scale: float = 1.0
    font_family: str = ""
    font_pixels: float = 13.333
    readable_by_screen_readers: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BillingDetails:
    """The billing details for the address check; the processor sees these fields and no others."""

    name: str
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"


@dataclass(frozen=True, kw_only=True)
class CardEntryRequest:
    """One card entry.

    Attributes:
        setup: Processor and looks. Equal to what `prepare` was given, the window is at once there.
        amount_text: The order's total as the agent reads it, such as `$202.98`.
        reference: The order number as people see it; empty while there is none.
        billing: For the address check, and the name beside the amount.
    """

    setup: CardPageSetup
    amount_text: str
    reference: str
    billing: BillingDetails


@dataclass(frozen=True, kw_only=True)
class CardEntryResult:
    """How a card entry ended: a token, or an error code and no token.

    Attributes:
        payment_method: The processor's token (`pm_…`); empty when there is an error.
        brand: As the processor names it, such as `visa`.
        last4: The last four digits.
        keystrokes: Keys the card window took.
        error: Empty, or one of `ERRORS`.
    """

    payment_method: str = ""
    brand: str = ""
    last4: str = ""
    keystrokes: int = 0
    error: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether a token came back."""
        return not self.error and bool(self.payment_method)


ERRORS: Mapping[str, str] = {
    "cancelled": "the agent ended it",
    "processor_unreachable": "the processor's script or fields did not load",
    "page_failed": "the page or the web engine broke",
    "sandbox_refused": "a live processor where the web engine's sandbox cannot run",
    "timed_out": "nothing happened for too long",
    "rejected": "the processor refused our key or our request",
    "unknown_card": "there is no test card of that name",
    "protocol": "the two processes did not understand each other",
    "died": "the card window's process ended without a word",
}
"""Every error code of a result, and what it means. The words for agents are the panel's."""
