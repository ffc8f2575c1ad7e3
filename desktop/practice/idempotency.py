"""Idempotency keys as Stripe documents them (docs.stripe.com/api/idempotent_requests).

The same key with the same request gives the first answer again, errors of executed requests
included; with another request it is refused; while the first one still runs it is a conflict. An
answer is kept for 24 hours. Nothing is kept of a request that was refused before it ran.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from desktop.practice.errors import ApiError

KEPT_SECONDS = 24 * 60 * 60
MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class Answer:
    """A status and a body, as first given."""

    status: int
    body: dict[str, Any]


@dataclass
class _Entry:
    endpoint: str
    fingerprint: str
    created: int
    answer: Answer | None = None


def fingerprint(parameters: Iterable[tuple[str, str]]) -> str:
    """What stands for the parameters: two requests are the same when theirs are equal."""
    digest = hashlib.sha256()
    for name, value in parameters:
        digest.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    return digest.hexdigest()


class IdempotencyStore:
    """The keys of one run, in memory."""

    def __init__(self, *, now: Callable[[], int]) -> None:
        self._now = now
        self._entries: dict[str, _Entry] = {}

    def begin(self, key: str, *, endpoint: str, mark: str) -> Answer | None:
        """Claim *key* for a request to *endpoint*, or give the answer it had.

        Raises:
            ApiError: the key is in use by a running request (409), or was used for another one (400).
        """
        if len(key) > MAX_KEY_LENGTH:
            raise ApiError(
                400,
                f"Idempotency keys may be at most {MAX_KEY_LENGTH} characters.",
                kind="idempotency_error",
            )
        entry = self._entries.get(key)
        if entry is None or self._now() - entry.created >= KEPT_SECONDS:
            self._entries[key] = _Entry(endpoint, mark, self._now())
            return None
        if entry.endpoint != endpoint:
            raise ApiError(
                400,
                "Keys for idempotent requests can only be used for the same endpoint they were "
                f"first used for ({entry.endpoint!r} vs {endpoint!r}).",
                kind="idempotency_error",
            )
        if entry.fingerprint != mark:
            raise ApiError(
                400,
                "Keys for idempotent requests can only be used with the same parameters they were "
                "first used with. Try using another key.",
                kind="idempotency_error",
            )
        if entry.answer is None:
            raise ApiError(
                409,
                "There is currently another in-progress request using this Idempotency-Key. "
                "Please try again later.",
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        return entry.answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep *answer* for whoever sends the request again."""
        self._entries[key].answer = answer

    def forget(self, key: str) -> None:
        """Free *key*: its request was refused before it ran."""
        self._entries.pop(key, None)
