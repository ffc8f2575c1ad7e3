"""How something reached us (channel) and how we reach people (medium)."""

from __future__ import annotations

import enum


class Channel(enum.Enum):
    """How something reached us."""

    PHONE = "phone"
    FAX = "fax"
    MAIL = "mail"
    EMAIL = "email"


class Medium(enum.Enum):
    """How we reach people."""

    CALL = "call"
    TEXT = "text"
    FAX = "fax"
    EMAIL = "email"
    POST = "post"
