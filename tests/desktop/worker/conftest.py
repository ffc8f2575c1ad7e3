"""A practice shop in a data folder, a practice processor that is shared, and workers as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.clock import SystemClock
from desktop.paths import DataFolder
from desktop.payments.connection import ProcessorConnection
from desktop.practice.launcher import from_file
from desktop.worker.gateways import SHARED_PROCESSOR_VARIABLE
from models.agent import Agent, Role
from models.ids import uuid7
from models.session import Database, database_url
from models.store import Store, Workstation
from tests.desktop.shops import make_shop

Worker = subprocess.Popen[str]


@pytest.fixture(scope="session")
def shared_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of a practice processor that several programs share."""
    file = tmp_path_factory.mktemp("processor") / "connection.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data-dir", str(file.parent / "data"), "--json",
         "practice-processor", "--connection", str(file)],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        while not file.exists():
            assert process.poll() is None, "the practice processor did not start"
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        yield file
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def connection(shared_file: Path) -> ProcessorConnection:
    return from_file(shared_file)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A practice shop with one store, a desk and an agent."""
    made = DataFolder(tmp_path / "data")
    made.create()
    make_shop(made.practice, clock=SystemClock())
    database = Database(database_url(made.practice.database))
    now = datetime.now(UTC)
    with database.write() as session:
        store_id = session.scalars(select(Store.id)).one()
        session.add_all(
            [
                Workstation(id=uuid7(), store_id=store_id, name="Desk 1", created_at=now),
                Agent(
                    id=uuid7(), store_id=store_id, sign_in_name="dana", display_name="Dana",
                    role=Role.SUPERVISOR, created_at=now,
                ),
            ]
        )  # fmt: skip
    database.close()
    return made


@pytest.fixture
def database(folder: DataFolder) -> Iterator[Database]:
    made = Database(database_url(folder.practice.database))
    yield made
    made.close()


@pytest.fixture
def start_worker(folder: DataFolder, shared_file: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers; each is gone after the test."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "desktop",
                    "--data-dir",
                    str(folder.root),
                    "--practice",
                    "--json",
                    "worker",
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, SHARED_PROCESSOR_VARIABLE: str(shared_file)},
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


def stopped(process: Worker) -> dict[str, object]:
    """Ask a worker to stop; what it answered. It ended well and wrote nothing else."""
    process.terminate()
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    told: dict[str, object] = json.loads(out)
    return told
