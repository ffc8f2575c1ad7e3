"""The page's id, which is the context of its actions."""

from __future__ import annotations

from typing import Final

CONTEXT: Final = "fax_room"
