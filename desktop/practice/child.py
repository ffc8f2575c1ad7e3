"""The practice processor as a process: a child of the workspace, or shared by a training room."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import sys
from pathlib import Path

from desktop.children import encode_line, harden_this_process
from desktop.payments.connection import ProcessorConnection
from desktop.practice.server import PracticeServer


def main() -> int:
    """Run until standard input ends. Prints one line of JSON once it listens."""
    harden_this_process()
    asyncio.run(_serve_until_end_of_input())
    return 0


def serve_shared(connection_file: Path) -> int:
    """Run until interrupted, for several desks that read *connection_file*.

    The file is readable by its owner alone, holds this run's keys, and is removed at the end.

    Raises:
        OSError: the file cannot be written, or stands there already.
    """
    harden_this_process()
    asyncio.run(_serve_until_signal(connection_file))
    return 0


async def _serve_until_end_of_input() -> None:
    server = PracticeServer()
    await server.start()
    sys.stdout.buffer.write(encode_line({"type": "started", **_spoken(server.connection)}))
    sys.stdout.buffer.flush()
    await asyncio.to_thread(_wait_for_end_of_input)
    await server.stop()


def _wait_for_end_of_input() -> None:
    while os.read(0, 4096):
        pass


async def _serve_until_signal(connection_file: Path) -> None:
    server = PracticeServer()
    await server.start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows: Ctrl+C ends the program by itself
            break
    try:
        _write_private(connection_file, json.dumps(_spoken(server.connection)))
        try:
            await ended.wait()
        finally:
            connection_file.unlink(missing_ok=True)
    finally:
        await server.stop()


def _write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read, whole or not at all."""
    if path.exists():
        words = "its file is there already, perhaps because another one runs"
        raise FileExistsError(errno.EEXIST, words, str(path))
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    part.replace(path)


def _spoken(connection: ProcessorConnection) -> dict[str, str | int]:
    return {
        "port": int(connection.api_base.rsplit(":", 1)[1]),
        "publishable_key": connection.publishable_key,
        "secret_key": connection.secret_key,
        "run_id": connection.run_id,
    }
