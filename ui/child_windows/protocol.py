"""What both sides of a conversation refuse."""

from __future__ import annotations


class ProtocolError(ValueError):
    """A line that the other side must not send. Carries no part of the line."""
