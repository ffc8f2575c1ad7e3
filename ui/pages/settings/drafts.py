"""What has been typed over what is stored, record by record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEW = "new"
"""The key of the record that is being made and is stored nowhere yet."""


class Drafts:
    """Keeps, for each record, the fields that differ from what is stored, and nothing else.

    So a record that someone else saved meanwhile can be shown as they left it with one's own
    changes laid over it, and a field that is typed back to what it was is no change.
    """

    def __init__(self) -> None:
        """Start with nothing stored and nothing typed."""
        self._stored: dict[str, dict[str, Any]] = {}
        self._mine: dict[str, dict[str, Any]] = {}

    def set_stored(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what is stored now. Changes to a record that is gone are dropped with it."""
        self._stored = {key: dict(values) for key, values in stored.items()}
        mine, self._mine = self._mine, {}
        for key, changes in mine.items():
            if key in self._stored:
                self.note(key, {**self._stored[key], **changes})

    def note(self, key: str, values: Mapping[str, Any]) -> None:
        """Take what stands in the form of a record."""
        stored = self._stored[key]
        changes = {name: value for name, value in values.items() if value != stored[name]}
        if changes:
            self._mine[key] = changes
        else:
            self._mine.pop(key, None)

    def take_saved(self, key: str, sent: Mapping[str, Any], *, stored_as: str) -> None:
        """What was *sent* is stored now, if in other letters; what was typed since stays.

        Call it before ``set_stored``; a new record goes on under the key it was stored as.
        """
        changes = self._mine.pop(key, {})
        since = {name: value for name, value in changes.items() if value != sent[name]}
        if since:
            self._mine[stored_as] = since

    def values(self, key: str) -> dict[str, Any]:
        """What the form is to show. Raises KeyError for a record that is not stored."""
        return {**self._stored[key], **self._mine.get(key, {})}

    def changed_keys(self) -> list[str]:
        """The records that have changes, in the order in which they were begun."""
        return list(self._mine)

    def is_changed(self, key: str) -> bool:
        """Whether a record has changes."""
        return key in self._mine

    def drop(self, key: str) -> None:
        """Forget the changes of a record."""
        self._mine.pop(key, None)
