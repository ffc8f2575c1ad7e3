"""A fax server that keeps its jobs as files of a folder, so that it outlives whoever speaks to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop.dispatch.fax_route import NOWHERE
from desktop.fax.server import (
    FaxFailure,
    FaxRefused,
    FaxServerGone,
    JobState,
    ReceivedFile,
    ServerJob,
)

PAGES = 2
DONE = "done"
WAITS = "waits"
"""A plan for a job that stays in the queue until somebody takes it off."""
REFUSED = "refused"


class FakeFaxServer:
    """Does with the n-th job what the n-th plan says: `DONE`, `WAITS`, `REFUSED`, or a `FaxFailure`.

    Each look moves a job one step on: it waits, sends page 1, sends page 2, is over. A failure other
    than `DROPPED` comes before the first page, that one after it.

    Args:
        folder: Where the jobs are; two that share it are one server.
        point: Is told before and after each call.
    """

    def __init__(
        self,
        folder: Path,
        *,
        plan: Sequence[str | FaxFailure] = (),
        point: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._folder = folder
        self._point = point
        self._folder.mkdir(exist_ok=True)
        self.is_gone = self.loses_answers = False
        if plan:
            named = [one.value if isinstance(one, FaxFailure) else one for one in plan]
            (folder / "plan.json").write_text(json.dumps(named))

    def submit(self, *, tag: str, number: str, tiff: bytes) -> str:
        """Take a job, unless the plan is to refuse it."""
        self._called("submit")
        taken = self.jobs()
        plan: list[str] = json.loads((self._folder / "plan.json").read_text())
        does = plan[len(taken)] if len(taken) < len(plan) else DONE
        job_id = str(len(taken) + 1)
        self._write(
            {"id": job_id, "tag": tag, "number": number, "size": len(tiff), "does": does,
             "looks": 0, "is_cancelled": False, "is_forgotten": False}
        )  # fmt: skip
        if does == REFUSED:
            raise FaxRefused("The server will not have it.")
        self._answers("submit")
        return job_id

    def find(self, tag: str) -> ServerJob | None:
        """The newest job of that tag, one step further; to ask after none is no point of its own."""
        if tag == NOWHERE and not self.is_gone:
            return None
        self._called("find")
        found = [job for job in self.jobs() if job["tag"] == tag and not job["is_forgotten"]]
        if found:
            found[-1]["looks"] += 1
            self._write(found[-1])
        self._answers("find")
        return _as_told(found[-1]) if found else None

    def cancel(self, job_id: str) -> None:
        """Take it off, if it is not over."""
        self._called("cancel")
        job = self._job(job_id)
        if _as_told(job).state in (JobState.WAITING, JobState.SENDING):
            self._write(job | {"is_cancelled": True})
        self._answers("cancel")

    def forget(self, job_id: str) -> None:
        """Delete it."""
        self._called("forget")
        job = self._job(job_id)
        assert _as_told(job).state in (JobState.DONE, JobState.FAILED), "it is not over"
        self._write(job | {"is_forgotten": True})
        self._answers("forget")

    def received(self) -> tuple[ReceivedFile, ...]:
        """Nothing comes in here."""
        return ()

    def fetch(self, name: str, *, most: int) -> bytes:
        """Nothing comes in here."""
        raise FaxRefused(f"{name} is not here, of {most} bytes or fewer")

    def remove(self, name: str) -> None:
        """Nothing comes in here."""

    def close(self) -> None:
        """Nothing is open."""

    def jobs(self) -> list[dict[str, Any]]:
        """Every job there ever was, forgotten ones too, the oldest first."""
        files = sorted(self._folder.glob("job-*.json"))
        return [json.loads(file.read_text()) for file in files]

    def kept(self) -> list[str]:
        """The names of the jobs that it still has."""
        return [job["id"] for job in self.jobs() if not job["is_forgotten"]]

    def _called(self, name: str) -> None:
        self._point(f"before {name}")
        if self.is_gone:
            raise FaxServerGone("The fax server does not answer.")

    def _answers(self, name: str) -> None:
        self._point(f"after {name}")
        if self.loses_answers:
            raise FaxServerGone("The fax server does not answer.")

    def _job(self, job_id: str) -> dict[str, Any]:
        return next(job for job in self.jobs() if job["id"] == job_id)

    def _write(self, job: dict[str, Any]) -> None:
        (self._folder / f"job-{int(job['id']):04}.json").write_text(json.dumps(job))


def _as_told(job: dict[str, Any]) -> ServerJob:
    state, sent, failure = JobState.WAITING, 0, None
    looks, does = job["looks"], job["does"]
    if job["is_cancelled"]:
        state, failure = JobState.FAILED, FaxFailure.STOPPED
    elif does == DONE and looks > 1:
        sent = min(looks - 1, PAGES)
        state = JobState.DONE if looks > PAGES + 1 else JobState.SENDING
    elif does not in (DONE, WAITS) and looks > 1:
        state, failure = JobState.FAILED, FaxFailure(does)
        sent = 1 if failure is FaxFailure.DROPPED else 0
    said = f"it was {failure.value}" if failure else ""
    return ServerJob(job["id"], job["tag"], state, sent, PAGES, 1, failure, said)
