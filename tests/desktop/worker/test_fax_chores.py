"""The worker's faxes and e-mail: beside the payments, and none of them waits for another."""

from __future__ import annotations

import threading
from datetime import timedelta

from desktop.clock import SystemClock
from desktop.payments.connection import ProcessorConnection
from desktop.payments.leases import LeaseKeeper
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from desktop.worker.fax_chores import fax_chores
from desktop.worker.worker import Chore, Worker
from models.session import Database

HOUR = timedelta(hours=1)


class Exchange:
    """Does so much each time."""

    def faxes_in(self) -> int:
        return 1

    def faxes_out(self) -> int:
        return 2

    def mail_out(self) -> int:
        return 3

    def bounces(self) -> int:
        return 4


def test_the_chores_of_faxes_and_e_mail() -> None:
    made = fax_chores(Exchange())  # type: ignore[arg-type]
    assert [(one.name, one.work(), one.lane, one.takes_long) for one in made] == [
        ("faxes_in", 1, "faxes in", True),
        ("faxes_out", 2, "faxes out", True),
        ("mail_out", 3, "mail", True),
        ("bounces", 4, "mail", True),
    ]
    assert [one.every.total_seconds() for one in made] == [15, 5, 5, 300]


def test_lanes_run_beside_each_other_and_each_does_one_thing_at_a_time(
    database: Database, connection: ProcessorConnection
) -> None:
    gateway = StripeGateway(connection=connection)
    clock, stop = SystemClock(), threading.Event()
    both = threading.Barrier(2, timeout=30)
    done: list[str] = []

    def meets() -> int:
        both.wait()
        return 1

    def alone(name: str) -> Chore:
        def work() -> int:
            done.append(name)
            assert len([one for one in threading.enumerate() if one.name in ("c", "d")]) == 1
            if len(done) == 2:
                stop.set()
            return 1

        return Chore(name, HOUR, work, takes_long=True, lane="three")

    worker = Worker(
        lease=LeaseKeeper(database=database, clock=clock, role="worker"),
        runner=PaymentRunner(database=database, gateways=lambda: gateway, clock=clock),
        clock=clock,
        chores=(
            Chore("a", HOUR, meets, takes_long=True, lane="one"),
            Chore("b", HOUR, meets, takes_long=True, lane="two"),
            alone("c"),
            alone("d"),
        ),
        stop=stop,
        idle_seconds=0.01,
    )
    worker.run()
    assert done == ["c", "d"]
    assert not both.broken
    gateway.close()
