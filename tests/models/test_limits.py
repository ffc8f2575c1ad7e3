from __future__ import annotations

import ast
from pathlib import Path

from models import limits

TABLE = Path(limits.__file__)


def test_every_number_stands_with_its_source() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    numbers = [line for line in lines if ": Final" in line]
    assert len(numbers) == len({line.partition(":")[0] for line in numbers})
    without = [line for line in numbers if not line.partition("#")[2].strip()]
    assert without == []


def test_the_table_holds_nothing_but_numbers() -> None:
    tree = ast.parse(TABLE.read_text(encoding="utf-8"))
    names = [
        node.target.id
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    assert names
    assert {type(getattr(limits, name)) for name in names} == {int}


def test_numbers_of_the_rules() -> None:
    assert limits.IDLE_MINUTES == 15
    assert (limits.SIGN_IN_FAILURES, limits.LOCK_MINUTES) == (10, 30)
    assert (limits.PASSWORD_LENGTH, limits.PASSWORDS_REMEMBERED, limits.PASSWORD_DAYS) == (
        12,
        4,
        90,
    )
    assert (limits.SHIP_WITHOUT_PROMISE_DAYS, limits.SHIP_ON_CREDIT_DAYS) == (30, 50)
    assert (limits.SILENCE_CONSENTS_DAYS, limits.REFUND_WORKING_DAYS) == (30, 7)
    assert (limits.AUTHORIZATION_DAYS, limits.AUTHORIZATION_WARNING_HOURS) == (7, 48)
    assert (limits.CALLS_FROM_HOUR, limits.CALLS_TO_HOUR) == (8, 21)
