"""Doing a command once, however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models.command import Command


def once(
    session: Session,
    desk: Desk,
    command_id: uuid.UUID,
    name: str,
    work: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Run *work* and store its result under *command_id*, in the session's own transaction.

    When the id is there already, its first result is returned and nothing is done again.

    Raises:
        ValueError: the id belongs to a command of another name.
    """
    stored = session.get(Command, command_id)
    if stored is not None:
        if stored.name != name:
            raise ValueError(f"command id of {stored.name} used again for {name}")
        first: dict[str, Any] = stored.result
        return first
    result = work()
    stamp = desk.stamp()
    session.add(
        Command(
            id=command_id,
            store_id=desk.store_id,
            name=name,
            result=result,
            at=stamp.at,
            workstation_id=stamp.workstation_id,
            actor_id=stamp.actor_id,
        )
    )
    return result
