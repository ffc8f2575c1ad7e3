"""Starting our own child processes, from a checkout and from a frozen bundle alike.

Whatever may show a card number lives in a process of its own (DESIGN §1). Parent and child speak one
JSON object per line; a child ends when its standard input ends, so that none outlives its parent.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

MAX_LINE = 65_536
"""Longest line, in bytes, that either side accepts. A longer one ends the conversation."""

CHILD_OPTION = "--child"

CHILDREN: Mapping[str, str] = {
    "card-window": "ui.card_entry.child:main",
    "page-reader": "desktop.fax.reader_child:main",
    "practice-processor": "desktop.practice.child:main",
    "redaction-window": "ui.redaction.child:main",
    "sample-faxes": "desktop.practice.fax_child:main",
}
"""Name of each child and the `module:function` that `desktop.__main__` runs for it."""

_KEPT_VARIABLES = frozenset(
    {
        "APPDATA", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
        "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LOCALAPPDATA", "LOGNAME", "PATH",
        "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "USER",
        "USERPROFILE", "WAYLAND_DISPLAY", "WINDIR", "XAUTHORITY", "XDG_RUNTIME_DIR",
        "XDG_SESSION_TYPE",
    }
)  # fmt: skip


def child_command(name: str) -> list[str]:
    """The command line that starts the child called *name*.

    Raises:
        KeyError: no child has that name.
    """
    CHILDREN[name]
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_OPTION, name]
    return [sys.executable, "-I", "-m", "desktop", CHILD_OPTION, name]


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment a child gets: a short list of kept variables, and *extra*.

    Key-log files, proxies, preloaded libraries and web-engine switches are thereby dropped.
    """
    kept = {k: v for k, v in os.environ.items() if k.upper() in _KEPT_VARIABLES}
    kept.update(extra or {})
    return kept


def harden_this_process() -> None:
    """Forbid core dumps of this process and, on Linux, reading its memory by other programs.

    A core limit of 0 does not stop a core handler that is a pipe; 1 does. Elsewhere the system has
    no such switch for a running program and nothing is done.
    """
    forbid_core_dumps()
    if sys.platform == "linux":
        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def forbid_core_dumps() -> None:
    """Let this process leave no image of its memory behind when it falls over, where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))


def encode_line(message: Mapping[str, Any]) -> bytes:
    """*message* as one line of JSON, newline included.

    Raises:
        ValueError: the line would be longer than `MAX_LINE`.
    """
    line = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
    if len(line) > MAX_LINE:
        raise ValueError("message to or from a child process is too long")
    return line


def decode_line(line: bytes) -> dict[str, Any]:
    """The JSON object in *line*.

    Raises:
        ValueError: the line is too long, is not JSON, or is not an object.
    """
    if len(line) > MAX_LINE:
        raise ValueError("line from a child process is too long")
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("line from a child process is not an object")  # noqa: TRY004  (a bad line, whatever is wrong with it)
    return message
