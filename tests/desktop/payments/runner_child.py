"""A payment runner in a process of its own, that dies or waits at a named point.

`python -m tests.desktop.payments.runner_child`; standard input has one JSON object. At the point
`kill_at` it kills itself as a power cut would; at those in `wait_at`
(named with commas) it says so and waits for a line. At its end it prints the name of the result.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import uuid

from desktop.clock import SystemClock
from desktop.payments.connection import practice_connection
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.session import Database


def main() -> int:
    """Run the attempt that standard input names."""
    order = json.loads(sys.stdin.readline())
    gateway = StripeGateway(connection=practice_connection(**order["connection"]))

    def reached(point: str) -> None:
        if point == order.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)
        if point in order.get("wait_at", ""):
            print("waiting", flush=True)  # noqa: T201
            sys.stdin.readline()

    runner = PaymentRunner(
        database=Database(order["database"]),
        gateways=lambda: gateway,
        clock=SystemClock(),
        reached=reached,
    )
    result = runner.run_attempt(uuid.UUID(order["attempt"]))
    print(type(result).__name__, flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
