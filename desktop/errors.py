"""The three kinds of error, because each is shown in another place.

- `AgentError`: the person at the desk can mend it; the words stand beside the field.
- `WorldError`: something outside broke (disk, printer, network); a banner with "Try again".
- anything else is ours: it is logged, and a dialog shows a reference that can be copied.

No message of any kind repeats what was typed, so that none can carry a card number.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

_REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which people misread to each other on the telephone."""


class AgentError(Exception):
    """The person at the desk can mend this.

    Args:
        words: What is wrong and the way out of it, one sentence.
        field: Name of the field beside which the words belong, or an empty text.
    """

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.field = field


class WorldError(Exception):
    """Something outside the program broke.

    Args:
        words: What happened and what still works, in words for the person at the desk.
        can_retry: Whether trying again may help without anybody doing anything else.
    """

    def __init__(self, words: str, *, can_retry: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.can_retry = can_retry


@dataclass(frozen=True)
class FaultReport:
    """What a person is told about a fault of ours. `reference` finds its lines in the log."""

    reference: str
    kind: str


def new_reference() -> str:
    """A reference such as `K7Q2-9XMT`, short enough to be read out."""
    letters = [secrets.choice(_REFERENCE_ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def report_fault(error: BaseException, *, log: logging.Logger) -> FaultReport:
    """Write *error* and its traceback to *log* under a new reference, and return the reference.

    The log's formatter takes card numbers out of the message and the traceback (`desktop.logs`).
    """
    report = FaultReport(reference=new_reference(), kind=type(error).__name__)
    log.error("fault %s", report.reference, exc_info=error)
    return report
