"""The sample faxes as a process: asked for one by its number, it hands over the file and is asked again.

    in    {"type": "draw", "number": n}
    out   {"type": "fax", "size": N}, then the file as `desktop.fax.chunks` writes it

It holds the pixels of published test cards' numbers, which the workspace never does, and ends when its
standard input ends.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from desktop.children import MAX_LINE, decode_line, encode_line, harden_this_process
from desktop.fax.chunks import to_lines


def main() -> int:
    """Run until standard input ends."""
    harden_this_process()
    from desktop.practice.fax_drawing import draw

    while line := sys.stdin.buffer.readline(MAX_LINE + 1):
        request = decode_line(line)
        if request.get("type") != "draw":
            raise ValueError("nothing that is known was asked for")
        content = draw(int(request["number"]))
        _tell({"type": "fax", "size": len(content)})
        for piece in to_lines(content):
            _tell(piece)
        sys.stdout.buffer.flush()
    return 0


def _tell(message: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(encode_line(message))
