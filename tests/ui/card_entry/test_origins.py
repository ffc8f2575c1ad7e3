"""Which addresses the card page may reach."""

from __future__ import annotations

import pytest

from ui.card_entry.origins import AllowedOrigins

LIVE = AllowedOrigins(
    ("https://js.stripe.com", "https://*.js.stripe.com", "https://api.stripe.com")
)
PRACTICE = AllowedOrigins(("http://127.0.0.1:4711",))


@pytest.mark.parametrize(
    "url",
    [
        "https://js.stripe.com/v3/",
        "https://JS.stripe.com:443/v3/",
        "https://a.b.js.stripe.com/x",
        "https://api.stripe.com/v1/payment_methods?x=1",
    ],
)
def test_the_processor_is_reached(url: str) -> None:
    assert LIVE.allow(url)
    assert not PRACTICE.allow(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://js.stripe.com/v3/",
        "https://js.stripe.com:444/",
        "https://evil.example/https://js.stripe.com/",
        "https://js.stripe.com.evil.example/",
        "https://js.stripe.com@evil.example/",
        "https://user@js.stripe.com/",
        "https://xjs.stripe.com/",
        "https://stripe.com/",
        "wss://js.stripe.com/",
        "file:///etc/passwd",
        "chrome://gpu",
        "javascript:alert(1)",
        "https://js.stripe.com:notaport/",
        "",
    ],
)
def test_nothing_else_is(url: str) -> None:
    assert not LIVE.allow(url)


def test_practice_reaches_its_own_port_alone() -> None:
    assert PRACTICE.allow("http://127.0.0.1:4711/v3/field.html")
    assert not PRACTICE.allow("http://127.0.0.1:4712/")
    assert not PRACTICE.allow("http://localhost:4711/")
    assert not PRACTICE.allow("https://127.0.0.1:4711/")


@pytest.mark.parametrize(
    "entry", ["http://js.stripe.com", "https://a b", "https://x;script-src *", "*", "data:"]
)
def test_an_entry_that_is_no_origin_is_an_error(entry: str) -> None:
    with pytest.raises(ValueError):
        AllowedOrigins((entry,))


def test_the_policy_names_the_origins_and_the_nonce() -> None:
    policy = PRACTICE.policy("abc")
    assert "default-src 'none'" in policy
    assert "script-src 'nonce-abc' http://127.0.0.1:4711;" in policy
    assert "frame-src http://127.0.0.1:4711;" in policy
    assert "unsafe-eval" not in policy
