"""Which addresses the card page may reach: an allow-list of origins, everything else refused."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

PAGE_URL = "https://card.orderdesk.invalid/card"
"""The page's own address. The reserved top level domain `invalid` never resolves (RFC 2606)."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


class AllowedOrigins:
    """The origins of one processor.

    An entry is `scheme://host[:port]`; a host may begin with `*.` for its subdomains. Plain http is
    taken for this machine only, where the practice processor listens.

    Raises:
        ValueError: an entry is not an origin, or is plain http elsewhere.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = tuple(entries)
        self._parsed = frozenset(_parse(entry) for entry in self._entries)

    def allow(self, url: str) -> bool:
        """Whether *url* is of one of the origins. Never raises."""
        try:
            scheme, host, port = _parse(url)
        except ValueError:
            return False
        return any(
            (scheme, port) == (known_scheme, known_port)
            and (host == known or (known.startswith("*.") and host.endswith(known[1:])))
            for known_scheme, known, known_port in self._parsed
        )

    def policy(self, nonce: str) -> str:
        """The page's content security policy: our own script by *nonce*, the processor's origins."""
        listed = " ".join(self._entries)
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src 'nonce-{nonce}' {listed}",
                f"frame-src {listed}",
                f"connect-src {listed}",
                f"img-src data: {listed}",
                "font-src data:",
                "style-src 'unsafe-inline'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        )


def _parse(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.username or parts.password:
        raise ValueError("not the address of a web page")
    if any(character.isspace() or character in ";,'\"" for character in parts.netloc):
        raise ValueError("not the address of a web page")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ValueError("plain http is for this machine only")
    return parts.scheme, host, parts.port or _DEFAULT_PORTS[parts.scheme]
