"""What a command answers: one object for programs, some lines for people."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

DONE, FAILED, MISUSED, FAULT = 0, 1, 2, 3
"""Exit codes: it is done; the world or an answer stood against it; not a command; a fault of ours."""


@dataclass(frozen=True)
class Answer:
    """The end of a command. `facts` must be JSON; "ok" is added to them."""

    words: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    exit_code: int = DONE

    @property
    def ok(self) -> bool:
        """Whether all that was asked for is done."""
        return self.exit_code == DONE


def failure(kind: str, words: str, *, exit_code: int = FAILED, **facts: object) -> Answer:
    """The answer of a command that could not be done."""
    told = {"error": {"kind": kind, "words": words, **facts}}
    return Answer(words=(words,), facts=told, exit_code=exit_code)


def tell(answer: Answer, *, as_json: bool) -> int:
    """Write *answer* and return the exit code.

    JSON is exactly one object on one line of standard output, whatever happened. Words about a
    failure go to standard error. An answer that cannot be written is no success.
    """
    stream = sys.stderr if answer.facts.get("error") and not as_json else sys.stdout
    lines = answer.words
    if as_json:
        lines = (json.dumps({"ok": answer.ok, **answer.facts}, ensure_ascii=True),)
    try:
        stream.writelines(f"{_writable(line, stream)}\n" for line in lines)
        stream.flush()
    except OSError:
        _give_up(stream)
        return answer.exit_code or FAILED
    return answer.exit_code


def _writable(line: str, stream: TextIO) -> str:
    """*line* with what the stream cannot take spelled out, such as a file's name in other bytes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return line.encode(encoding, "backslashreplace").decode(encoding)


def _give_up(stream: TextIO) -> None:
    """Nobody reads any more, or the disk is full: what is left must not be tried again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
