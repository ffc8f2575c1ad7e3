"""Payment runners in processes of their own, told what to do and when to die."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from desktop.payments.connection import ProcessorConnection
from models.session import Database


@contextmanager
def child(
    database: Database, connection: ProcessorConnection, attempt_id: uuid.UUID, **how: str
) -> Iterator[tuple[subprocess.Popen[str], IO[str], IO[str]]]:
    """A payment runner in its own process, told what to do."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.payments.runner_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    order = {
        "database": database.url,
        "attempt": str(attempt_id),
        "connection": {
            "port": int(connection.api_base.rsplit(":", 1)[1]),
            "publishable_key": connection.publishable_key,
            "secret_key": connection.secret_key,
            "run_id": connection.run_id,
        },
        **how,
    }
    try:
        print(json.dumps(order), file=process.stdin, flush=True)
        yield process, process.stdin, process.stdout
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
        process.stdin.close()
        process.stdout.close()
