"""Sets the stage, plays a scenario, and sees in the books that all of it truly happened."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop import pace
from desktop.bootstrap import Workspace
from desktop.demo.player import DidNotHappen, Player
from desktop.demo.room import make_room
from desktop.demo.scenarios import SCENARIOS
from desktop.errors import AgentError
from desktop.logs import start_log, stop_log
from desktop.paths import DataFolder
from desktop.payments.gateway import charges_at_processor
from desktop.payments.stripe_gateway import StripeGateway
from models.document import Document
from models.hold import HoldState
from models.order import Order
from models.payment import AttemptState, Payment, PaymentAttempt

WINDOW = (1366, 768)
_STATES = {
    AttemptState.SUCCEEDED: "authorized",
    AttemptState.DECLINED: "declined",
    AttemptState.UNKNOWN: "unknown",
}


def run_demo(*, out: Path, scenario: str) -> Mapping[str, Any]:
    """Play *scenario* into the folder *out* and return what `summary.json` says.

    Leaves numbered screenshots, `confirmation.pdf`, `summary.json`, and the database and logs of the
    played desk in `data`.

    Raises:
        AgentError: there is no such scenario, or *out* holds something that is not a demo's.
        WorldError: *out* cannot be written.
        DidNotHappen: something that was to happen did not; what there is stays for a look.
    """
    if scenario not in SCENARIOS:
        raise AgentError("There is no such scenario.", field="scenario")
    make_room(out)
    folder = DataFolder(out / "data")
    folder.create()
    log = start_log(folder.logs)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise DidNotHappen("Another kind of program runs in this process.", can_retry=False)
    workspace = Workspace(app=application, folder=folder, practice=True, letters_folder=out)
    pace.settle()
    try:
        return _play(workspace, out=out, scenario=scenario)
    finally:
        workspace.window.close()
        workspace.close()
        stop_log(log)


def _play(workspace: Workspace, *, out: Path, scenario: str) -> Mapping[str, Any]:
    problems: list[str] = []
    workspace.messages.problem_raised.connect(lambda problem: problems.append(problem.title))
    workspace.window.resize(*WINDOW)
    workspace.window.show()
    workspace.window.activateWindow()
    player = Player(workspace=workspace, out=out)
    player.wait("the window to be active", workspace.window.isActiveWindow)
    began = datetime.now(UTC) - timedelta(minutes=1)
    player.settle()
    SCENARIOS[scenario](player)
    player.settle()
    if problems:
        raise DidNotHappen(f"The desk showed a problem: {problems[0]}.", can_retry=False)
    summary = _summary(workspace, player, out, began=began)
    (out / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return summary


def _summary(
    workspace: Workspace, player: Player, out: Path, *, began: datetime
) -> Mapping[str, Any]:
    with workspace.database.read() as session:
        order = session.scalars(
            select(Order).where(Order.call_id.is_not(None)).order_by(Order.created_at.desc())
        ).first()
        if order is None:
            raise DidNotHappen("No order was placed.", can_retry=False)
        attempt, last4 = session.execute(
            select(PaymentAttempt, Payment.last4)
            .join(Payment)
            .where(Payment.order_id == order.id)
            .order_by(PaymentAttempt.created_at.desc())
        ).first() or (None, None)
        if attempt is None or attempt.state not in _STATES:
            raise DidNotHappen("No payment was carried out.", can_retry=False)
        on_record = session.scalar(select(Document.pdf_sha256).where(Document.order_id == order.id))
        facts = {
            "order_number": order.number,
            "state": order.state.value,
            "holds": [h.kind.value for h in order.holds if h.state is HoldState.OPEN],
            "total_minor": order.total_minor,
            "currency": order.currency,
            "payment_state": _STATES[attempt.state],
            "last4": last4,
        }
    _keep_letter(out, str(facts["order_number"]), on_record or "")
    gateway = StripeGateway(connection=workspace.payments.connection())
    keys = player.counter.count + player.card_keystrokes
    return {
        **facts,
        "keystrokes": keys,
        "charges_at_processor": charges_at_processor(
            gateway, since=began, until=datetime.now(UTC) + timedelta(minutes=1)
        ),
        "steps": [asdict(step) for step in player.steps],
    }


def _keep_letter(out: Path, number: str, sha256: str) -> None:
    """Give the saved letter its plain name, after a look that it is the one in the books."""
    saved = out / f"confirmation-{number}.pdf"
    if not saved.exists():
        raise DidNotHappen("The confirmation was not saved.", can_retry=False)
    if hashlib.sha256(saved.read_bytes()).hexdigest() != sha256:
        raise DidNotHappen("The saved confirmation is not the one on record.", can_retry=False)
    saved.replace(out / "confirmation.pdf")
