"""Errors in Stripe's shape, and the one way in which the processor ends a conversation badly."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer that is an error, as Stripe words it.

    Attributes:
        status: The HTTP status.
        was_executed: True when the request ran and then failed (a decline, say). Only then does the
            idempotency store keep the answer; a request refused before it ran may be sent again,
            mended, under the same key.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        decline_code: str | None = None,
        charge: str | None = None,
        payment_intent: dict[str, Any] | None = None,
        was_executed: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.was_executed = was_executed
        self._members: dict[str, Any] = {
            "type": kind,
            "message": message,
            "code": code,
            "param": param,
            "decline_code": decline_code,
            "charge": charge,
            "payment_intent": payment_intent,
        }

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body: `{"error": {…}}` without empty members."""
        return {"error": {k: v for k, v in self._members.items() if v is not None}}


class NoAnswer(Exception):
    """The request ran, its answer is kept, and the connection breaks instead of bringing it."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__("the connection is cut")
        self.status = status
        self.body = body


def missing(param: str) -> ApiError:
    """The error for a parameter that must be there and is not."""
    return ApiError(400, f"Missing required param: {param}.", code="parameter_missing", param=param)


def no_such(noun: str, identifier: str, param: str) -> ApiError:
    """The error for an id that names nothing (the memory of an earlier run is gone)."""
    shown = identifier if identifier.replace("_", "").isalpha() else "(not an id)"
    return ApiError(
        404 if param in ("intent", "charge") else 400,
        f"No such {noun}: '{shown}'",
        code="resource_missing",
        param=param,
    )
