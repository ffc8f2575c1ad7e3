from __future__ import annotations

import random

import pytest

from desktop.children import MAX_LINE, decode_line, encode_line
from desktop.fax.chunks import PIECE, Chunks, to_lines


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])
def test_bytes_arrive_as_they_were(size: int) -> None:
    content = random.Random(size).randbytes(size)
    lines = [encode_line(message) for message in to_lines(content)]
    assert max(len(line) for line in lines) <= MAX_LINE
    chunks = Chunks(size, most=size)
    for line in lines:
        assert not chunks.done
        chunks.take(decode_line(line))
    assert chunks.done
    assert chunks.content == content


@pytest.mark.parametrize("size", [11, -1, True, 2.0, "5", None])
def test_more_than_is_accepted_or_no_number_is_refused(size: object) -> None:
    with pytest.raises(ValueError, match="announced"):
        Chunks(size, most=10)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "word"},
        {"type": "chunk"},
        {"type": "chunk", "data": 5},
        {"type": "chunk", "data": "not base64"},
        {"type": "chunk", "data": "AAAAAAAAAAAAAAAA"},
        {"type": "end"},
    ],
)
def test_what_is_no_piece_of_what_was_announced_is_refused(message: dict[str, object]) -> None:
    chunks = Chunks(4, most=10)
    with pytest.raises(ValueError):
        chunks.take(message)
    assert not chunks.done
    with pytest.raises(ValueError):
        _ = chunks.content


def test_nothing_is_taken_after_the_end() -> None:
    chunks = Chunks(0, most=0)
    chunks.take({"type": "end"})
    with pytest.raises(ValueError):
        chunks.take({"type": "end"})
