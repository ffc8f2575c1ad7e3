"""Two versions of one draft made into one, so that nobody's keys are lost."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from desktop.services.orders import Draft, DraftLine


def merged(base: Draft, mine: Draft, theirs: Draft) -> Draft:
    """What was keyed here since *base*, laid over what another program saved meanwhile.

    Field by field: what was changed here stands, what was not is theirs. Lines are compared one by
    one under their ids, so that a line added there and a line added here are both kept.
    """
    fields: dict[str, Any] = {
        field.name: _chosen(
            getattr(base, field.name), getattr(mine, field.name), getattr(theirs, field.name)
        )
        for field in dataclasses.fields(Draft)
        if field.name not in ("order_id", "lines")
    }
    lines = _lines(base.lines, mine.lines, theirs.lines)
    return dataclasses.replace(theirs, lines=lines, **fields)


def _chosen(base: object, mine: object, theirs: object) -> object:
    return theirs if mine == base else mine


def _lines(
    base: tuple[DraftLine, ...], mine: tuple[DraftLine, ...], theirs: tuple[DraftLine, ...]
) -> tuple[DraftLine, ...]:
    before, here = _by_id(base), _by_id(mine)
    kept = []
    for line in theirs:
        if line.id in before and line.id not in here:
            continue
        changed = here.get(line.id)
        kept.append(changed if changed is not None and changed != before.get(line.id) else line)
    there = _by_id(theirs)
    new = [line for line in mine if line.id not in before and line.id not in there]
    again = [
        line
        for line in mine
        if line.id in before and line.id not in there and line != before[line.id]
    ]
    return (*kept, *again, *new)


def _by_id(lines: tuple[DraftLine, ...]) -> dict[uuid.UUID, DraftLine]:
    return {line.id: line for line in lines}
