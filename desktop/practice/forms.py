"""Reading form-encoded parameters as Stripe's API takes them: `a[b][c]=…`, `expand[0]=…`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from desktop.practice.errors import ApiError, missing

MAX_FIELDS = 100
_INDEX = re.compile(r"\[\d*\]")


class Form:
    """The parameters of one request, flat, by their bracketed names (list indexes left out).

    Raises:
        ApiError: a parameter is not one of *allowed*. A name that ends with `[]` or `[*]` allows
            any list item or any member under it.
    """

    def __init__(self, encoded: str, *, allowed: frozenset[str]) -> None:
        self._values: dict[str, list[str]] = {}
        try:
            pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except ValueError:
            raise ApiError(400, "Invalid request: too many parameters.") from None
        for name, value in pairs:
            plain = _INDEX.sub("[]", name)
            if plain not in allowed and f"{plain.rsplit('[', 1)[0]}[*]" not in allowed:
                raise ApiError(
                    400,
                    f"Received unknown parameter: {_shown(name)}",
                    code="parameter_unknown",
                    param=_shown(name),
                )
            self._values.setdefault(plain, []).append(value)

    def text(self, name: str) -> str | None:
        """The value of *name*, or None where it is absent or empty."""
        values = self._values.get(name)
        return values[-1] or None if values else None

    def required(self, name: str) -> str:
        """The value of *name*.

        Raises:
            ApiError: it is not there.
        """
        value = self.text(name)
        if value is None:
            raise missing(name)
        return value

    def integer(self, name: str) -> int | None:
        """The value of *name* as a whole number of minor units or seconds, or None.

        Raises:
            ApiError: it is no whole number.
        """
        value = self.text(name)
        if value is None:
            return None
        if re.fullmatch(r"-?[0-9]{1,12}", value) is None:
            raise ApiError(400, "Invalid integer", code="parameter_invalid_integer", param=name)
        return int(value)

    def items(self, name: str) -> list[str]:
        """Every item of the list *name*."""
        return self._values.get(f"{name}[]", [])

    def members(self, name: str) -> Mapping[str, str]:
        """What stands under *name*, by the last bracket: `metadata[order]` gives `order`."""
        return {
            plain[len(name) + 1 : -1]: values[-1]
            for plain, values in self._values.items()
            if plain.startswith(f"{name}[") and plain.count("[") == 1
        }

    def flat(self) -> Iterator[tuple[str, str]]:
        """Every name and value, ordered by name: what an idempotency key stands for."""
        for name in sorted(self._values):
            for value in self._values[name]:
                yield name, value


def _shown(name: str) -> str:
    """*name* where it is a plain parameter name; a stranger's text is not repeated."""
    return name if re.fullmatch(r"[a-z_]{1,40}(\[[a-z0-9_]{0,40}\]){0,4}", name) else "(unnamed)"
