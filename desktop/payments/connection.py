"""Where a processor is and the keys to it. Practice and live never mix (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

CARD_PAGE_ORIGIN = "https://card.orderdesk.invalid"
"""Origin of our own card page, in practice and live. No such host can exist (RFC 6761)."""

PRACTICE_NAME = "Practice processor"


class ConnectionRefused(ValueError):
    """Keys or addresses of one mode were given for the other. The message repeats no key."""


@dataclass(frozen=True, kw_only=True)
class ProcessorConnection:
    """How to reach one processor.

    Attributes:
        kind: Practice or live; never changed.
        name: As people read it.
        api_base: Where the API is, without a slash at its end.
        script_url: The page script.
        publishable_key: The card page's key.
        secret_key: The payment runner's key. In no repr, no log and no message. Empty at a live
            desk that leaves the payments to a worker.
        origins: What the card page may reach.
        run_id: The practice processor's run, whose memory ends with it; empty at a live one.

    Raises:
        ConnectionRefused: a practice connection with live keys or off this machine, or a live one
            with test keys or without TLS.
    """

    kind: Literal["practice", "live"]
    name: str
    api_base: str
    script_url: str
    publishable_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    origins: tuple[str, ...]
    run_id: str = ""

    def __post_init__(self) -> None:
        marks = ("pk_test_", "sk_test_") if self.kind == "practice" else ("pk_live_", "sk_live_")
        if not self.publishable_key.startswith(marks[0]):
            raise ConnectionRefused(f"This is not a {self.kind} processor's publishable key.")
        is_without = self.kind == "live" and not self.secret_key
        is_ours = self.secret_key.startswith((marks[1], marks[1].replace("sk_", "rk_")))
        if not is_ours and not is_without:
            raise ConnectionRefused(f"This is not a {self.kind} processor's secret key.")
        for address in (self.api_base, self.script_url):
            parts = urlsplit(address)
            if self.kind == "practice" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
                raise ConnectionRefused("A practice processor is on this computer only.")
            if self.kind == "live" and parts.scheme != "https":
                raise ConnectionRefused("A live processor is reached by HTTPS only.")
        if (self.kind == "practice") != bool(self.run_id):
            raise ConnectionRefused("A practice processor has a run, and a live one has none.")

    @property
    def processor(self) -> str:
        """As stored with a payment: practice or stripe."""
        return "practice" if self.kind == "practice" else "stripe"


LIVE_NAME = "Stripe"
LIVE_API = "https://api.stripe.com"
LIVE_SCRIPT = "https://js.stripe.com/v3/?advancedFraudSignals=false"
"""Without its signals about whoever uses the browser: here that is an agent, and never the buyer."""
LIVE_ORIGINS = (
    "https://js.stripe.com",
    "https://*.js.stripe.com",
    "https://api.stripe.com",
    "https://hooks.stripe.com",
)
"""The hosts that Stripe names for pages with its script and fields (docs.stripe.com/security/guide)."""


def live_connection(*, publishable_key: str, secret_key: str = "") -> ProcessorConnection:
    """The connection to Stripe, with live keys only.

    Raises:
        ConnectionRefused: a key is none of a live account.
    """
    return ProcessorConnection(
        kind="live",
        name=LIVE_NAME,
        api_base=LIVE_API,
        script_url=LIVE_SCRIPT,
        publishable_key=publishable_key,
        secret_key=secret_key,
        origins=LIVE_ORIGINS,
    )


def practice_connection(
    *, port: int, publishable_key: str, secret_key: str, run_id: str
) -> ProcessorConnection:
    """The connection to a practice processor that listens on *port* of 127.0.0.1."""
    base = f"http://127.0.0.1:{port}"
    return ProcessorConnection(
        kind="practice",
        name=PRACTICE_NAME,
        api_base=base,
        script_url=f"{base}/v3/",
        publishable_key=publishable_key,
        secret_key=secret_key,
        origins=(base,),
        run_id=run_id,
    )
