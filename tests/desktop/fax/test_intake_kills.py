"""The program killed at every step of the intake: nothing is lost, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from desktop.fax import vault
from desktop.fax.intake_book import IntakeBook
from desktop.fax.intake_sweep import ORPHAN_DAYS
from models.received_fax import FaxState, SealedOriginal
from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop
from tests.desktop.fax.intake_room import IntakeRoom

CONTENTS = [b"sound 1", b"broken", b"sound 3"]
STEPS = (
    "received", "fetch", "new_key", "seal", "put", "commit", "read_key", "remove", "removed",
    "sealed", "unseal", "read", "damaged", "owners",
)  # fmt: skip


class Killed(BaseException):
    """What no code may catch."""


class Wire:
    """Ends the program at the *n*th time that a step is reached."""

    def __init__(self, number: int, *, after: bool) -> None:
        self._left = number
        self._after = after
        self.was_hit = False

    def around(self, known: Callable[..., Any]) -> Callable[..., Any]:
        """The step *known*, with the wire across it."""

        def step(*arguments: Any, **names: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                self._kill()
            result = known(*arguments, **names)
            if self._left == 0 and self._after:
                self._kill()
            return result

        return step

    def _kill(self) -> None:
        self.was_hit = True
        raise Killed


@pytest.fixture(scope="module")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def room(shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[IntakeRoom]:
    shop = copy_desk_shop(shop_to_copy, tmp_path)
    made = IntakeRoom(shop, tmp_path / "keys" / "fax.keys")
    for number, content in enumerate(CONTENTS):
        made.source.arrive(f"fax{number}.tif", content, minutes=number)
    yield made
    shop.database.close()


@contextmanager
def stretched(room: IntakeRoom, step: str, wire: Wire) -> Iterator[None]:
    """The wire lies across one step."""
    engine, on_commit = room.shop.database.engine, wire.around(lambda _connection: None)
    if step == "commit":  # what is told just before the database is asked to
        event.listen(engine, "commit", on_commit)
        try:
            yield
        finally:
            event.remove(engine, "commit", on_commit)
        return
    owner: object = IntakeBook
    if step in ("received", "fetch", "remove"):
        owner = room.source
    elif step in ("new_key", "seal", "read_key", "unseal", "owners"):
        owner = vault
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, step, wire.around(getattr(owner, step)))
        yield


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_again_and_again(room: IntakeRoom, step: str, after: bool) -> None:
    hits = 0
    for number in range(1, 10):
        wire = Wire(number, after=after)
        with stretched(room, step, wire):
            try:
                room.run()
            except Killed:
                hits += 1
                room.shop.database.close()  # as the system closes what a program had open
    assert hits >= 1
    while room.run():
        pass
    assert_all_is_there(room)


def assert_all_is_there(room: IntakeRoom) -> None:
    found = room.faxes()
    assert [room.opened(fax.id) for fax in found] == CONTENTS
    assert [(fax.state, fax.pages) for fax in found] == [
        (FaxState.UNREVIEWED, 1), (FaxState.DAMAGED, 1), (FaxState.UNREVIEWED, 3),
    ]  # fmt: skip
    assert all(fax.removed_at is not None for fax in found)
    assert room.source.files == {}
    assert room.shop.count(SealedOriginal) == (3,)
    ids = {fax.id for fax in found}
    assert ids <= room.keys()
    room.shop.clock.advance(timedelta(days=ORPHAN_DAYS, seconds=1))
    room.run()
    assert room.keys() == ids
