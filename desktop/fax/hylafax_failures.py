"""Why a job failed, from the words of HylaFAX 6 (and HylaFAX+, which puts a code before them)."""

from __future__ import annotations

from desktop.fax.server import FaxFailure

_PHRASES: tuple[tuple[FaxFailure, tuple[str, ...]], ...] = (
    (
        FaxFailure.STOPPED,
        (
            "aborted by request",
            "aborted by user",
            "interrupted by user",
            "operator intervention",
        ),
    ),
    (FaxFailure.BUSY, ("busy signal detected",)),
    (
        FaxFailure.NO_ANSWER,
        (
            "no answer from remote",
            "ringback detected, no answer",
            "no answer (t.30 t1 timeout)",
            "no answer or ring back",
        ),
    ),
    (
        FaxFailure.NOT_A_FAX,
        (
            "no carrier detected",
            "no receiver protocol",
            "data connection established",
            "without successful handshake",
            "carrier established, but phase a failure",
            "unspecified phase a error",
            "remote has no t.4 receiver capability",
            "remote cannot receive",
            "remote station cannot receive",
            "no dis or dtc",
        ),
    ),
    (
        FaxFailure.NO_LINE,
        (
            "no local dialtone",
            "no loop current",
            "glare - ring detected",
            "unknown problem",
            "lock modem",
            "configure modem",
            "initialize modem",
            "setup modem",
            "assign modem",
            "appears to be wedged",
            "modem command failed",
            "is not registered",
        ),
    ),
    (
        FaxFailure.REJECTED,
        (
            "invalid dialing command",
            "dialing disabled",
            "blacklisted",
            "canonical format",
        ),
    ),
    (
        FaxFailure.SERVER,
        (
            "document",
            "kill time expired",
            "time limit exceeded",
            "job file",
            "job description",
            "terminated abnormally",
            "prepare job",
            "conversion",
            "reject:",
            "appears invalid",
            "too many pages",
            "modem does not support",
            "polling",
            "fork",
        ),
    ),
    (
        FaxFailure.DROPPED,
        (
            "no response to",
            "rspre",
            "comrec",
            "disconnected prematurely",
            "unable to transmit page",
            "failure to train",
            "failed to properly",
            "failure to",
            "phase b",
            "phase c",
            "phase d",
            "repeated 3 times",
            "received 3 times",
            "t.30",
            "tcf",
            "ecm",
            "fax protocol error",
            "trouble with v.",
            "flow control",
            "message carrier",
            "same page",
            "modem on hook",
            "invalid response",
            "dcs sent 3 times",
            "v.21",
            "data underflow",
            "modem protocol error",
            "10 sec. timeout",
            "pin or pip",
            "call aborted",
            "fax disconnected",
            "procedure interrupt",
        ),
    ),
)
"""In this order; the first that occurs decides."""


def failure_of(said: str, *, pages_sent: int) -> FaxFailure:
    """Why the job failed.

    Args:
        said: The server's words on one line.
        pages_sent: Pages that the other machine has confirmed: more than none means that the line
            was lost, whatever words there are for it.
    """
    words = said.lower()
    found = next(
        (failure for failure, phrases in _PHRASES if any(one in words for one in phrases)),
        FaxFailure.UNKNOWN,
    )
    if pages_sent > 0 and found is FaxFailure.UNKNOWN:
        return FaxFailure.DROPPED
    return found
