"""What comes in and goes out by wire: who does it, with which passwords, and never in practice."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from desktop.dispatch.exchange import Exchange
from desktop.dispatch.fax_servers import FaxSources, hylafax
from desktop.dispatch.passwords import Which
from desktop.errors import WorldError
from desktop.fax import vault
from desktop.fax.hylafax import HylafaxServer
from desktop.fax.intake import FaxIntake
from desktop.fax.server import FaxServerGone, ReceivedFile
from desktop.payments.leases import Role
from desktop.services import fax_settings, inlet_health, outbox_health
from models.dispatch import DispatchState
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState, SealedOriginal
from models.store import Store, StoreMode
from tests.desktop.dispatch.fax_bench import FaxBench
from tests.desktop.fax.fake_source import read_fake
from tests.desktop.outgoing_papers import queue_email, queue_fax
from tests.desktop.services.faxes import FaxRoom

SENT = frozenset({"dispatches", "tasks"})
STATE = DispatchState
Passwords = Callable[[uuid.UUID, Which], str | None]


def everything(_store: uuid.UUID, _which: Which) -> str | None:
    return "open sesame"


def nothing(_store: uuid.UUID, _which: Which) -> str | None:
    return None


class NoFaxes:
    """A source in which nothing lies; it counts the looks."""

    kind, name = FaxSource.SAMPLE, "nothing"

    def __init__(self) -> None:
        self.looks = 0

    def received(self) -> tuple[ReceivedFile, ...]:
        self.looks += 1
        return ()

    def fetch(self, name: str, *, most: int) -> bytes:
        raise AssertionError

    def remove(self, name: str) -> None:
        raise AssertionError


def exchange(
    bench: FaxBench,
    *,
    role: Role = "desk",
    desk: int = 1,
    passwords: Passwords = everything,
    **more: Any,
) -> Exchange:
    return Exchange(
        database=bench.database,
        store_id=bench.shop.store_id,
        clock=bench.shop.clock,
        key_file=Path(bench.server_folder) / "fax.keys",
        role=role,
        holder_id=bench.shop.workstations[desk - 1] if role == "desk" else None,
        read_password=passwords,
        make_server=lambda _settings: bench.server,
        **more,
    )


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of these tests are no PDF files."""

    class Pages:
        def __init__(self, pdf: bytes) -> None:
            self.tiff = b"II*\0" + pdf

    monkeypatch.setattr("desktop.dispatch.exchange.fax_tiff", Pages)


def make_practice(bench: FaxBench) -> None:
    with bench.shop.database.write() as session:
        session.execute(update(Store).values(mode=StoreMode.PRACTICE))


def test_a_round_says_what_changed(bench: FaxBench) -> None:
    ours = exchange(bench, sources=lambda: ())
    assert ours.round_out() == frozenset()
    fax = queue_fax(bench.shop)
    assert ours.round_out() == SENT
    assert bench.row(fax).state is STATE.SENT


def test_a_desk_does_only_what_it_has_passwords_for(bench: FaxBench) -> None:
    fax = queue_fax(bench.shop)
    source = NoFaxes()
    without = exchange(bench, passwords=nothing)
    assert without.round_out() == frozenset()
    assert bench.row(fax).state is STATE.QUEUED
    other = exchange(bench, desk=2, sources=lambda: (source,))
    assert other.round_out() == SENT
    assert (other.round_in(), source.looks) == (frozenset(), 1)
    assert without.faxes_in() == 0, "the desk that has the password has the work"


def test_a_worker_comes_before_a_desk(bench: FaxBench) -> None:
    desk = exchange(bench, sources=lambda: ())
    worker = exchange(bench, role="worker", sources=lambda: ())
    desk.round_out()
    fax = queue_fax(bench.shop)
    assert worker.faxes_out() == 1
    again = queue_fax(bench.shop)
    assert desk.faxes_out() == 0
    worker.close()
    assert desk.faxes_out() == 1
    assert [bench.row(one).state for one in (fax, again)] == [STATE.SENT] * 2


def test_practice_sends_nothing_and_takes_its_samples_in(bench: FaxBench) -> None:
    fax, source = queue_fax(bench.shop), NoFaxes()
    make_practice(bench)
    ours = exchange(bench, sources=lambda: (source,))
    assert (ours.round_out(), ours.round_in()) == (frozenset(), frozenset())
    assert (source.looks, bench.server.jobs()) == (1, [])
    assert bench.row(fax).state is STATE.QUEUED
    worker = exchange(bench, role="worker")
    assert (worker.faxes_in(), worker.mail_out(), worker.bounces()) == (0, 0, 0)


def test_a_keyring_that_does_not_answer_is_no_end(
    bench: FaxBench, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(_store: uuid.UUID, _which: Which) -> str | None:
        raise WorldError("The keyring is locked.")

    fax = queue_fax(bench.shop)
    assert exchange(bench, passwords=locked).round_out() == frozenset()
    assert "The keyring is locked." in caplog.text
    assert bench.row(fax).state is STATE.QUEUED


def test_without_a_mail_server_a_desk_leaves_e_mail_alone(bench: FaxBench) -> None:
    email = queue_email(bench.shop)
    ours = exchange(bench, sources=lambda: ())
    assert ours.mail_out() == 0
    worker = exchange(bench, role="worker", sources=lambda: ())
    assert worker.mail_out() == 1, "that there is no server is news"
    assert bench.row(email).state is STATE.QUEUED
    with bench.shop.database.read() as session:
        words = outbox_health.health(session, bench.shop.desk())[1].words
    assert words == "The shop has no mail server. E-mail waits here until one is set up."


def test_returned_mail_is_looked_for_every_five_minutes(
    bench: FaxBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    ours = exchange(bench, sources=lambda: ())
    monkeypatch.setattr(ours, "bounces", lambda: looks.append(1) or 1)  # type: ignore[func-returns-value]
    assert ours.round_out() == SENT
    bench.shop.clock.advance(timedelta(minutes=4))
    assert (ours.round_out(), len(looks)) == (frozenset(), 1)
    bench.shop.clock.advance(timedelta(minutes=1))
    assert (ours.round_out(), len(looks)) == (SENT, 2)


def test_a_desk_takes_in_what_lies_in_a_folder_of_its_own(bench: FaxBench, tmp_path: Path) -> None:
    bench.set_settings(host="", user="", folder=str(tmp_path / "not here"))
    ours = exchange(bench, passwords=nothing)
    assert (ours.faxes_in(), ours.problems) == (1, {}), "that nobody can is news"
    assert inlets(bench) == [("anybody", "nobody")]
    assert (ours.faxes_in(), ours.problems) == (0, {})
    bench.set_settings(folder=str(tmp_path))
    assert (ours.faxes_in(), inlets(bench)) == (1, [])
    assert ours.faxes_in() == 0
    assert ours.problems == {}


def inlets(bench: FaxBench) -> list[tuple[str, str]]:
    with bench.shop.database.read() as session:
        found = inlet_health.troubles(session, bench.shop.store_id)
    return [(one.inlet, one.trouble) for one in found]


def test_a_worker_tells_that_its_folder_is_silent_and_since_when(
    bench: FaxBench, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    bench.set_settings(host="", user="", folder=str(folder))
    worker, desk = exchange(bench, role="worker"), exchange(bench, passwords=nothing)
    since = bench.shop.clock.now()
    assert (worker.faxes_in(), inlets(bench)) == (1, [("folder", "gone")])
    bench.shop.clock.advance(timedelta(seconds=20))
    assert (worker.faxes_in(), desk.faxes_in()) == (0, 0)
    with bench.shop.database.read() as session:
        [found] = inlet_health.troubles(session, bench.shop.store_id)
    assert found.since == since
    folder.mkdir()
    assert (worker.faxes_in(), inlets(bench)) == (1, [])


@pytest.mark.parametrize("role", ["desk", "worker"])
def test_without_any_source_what_came_is_read_and_owed_keys_are_ended(
    bench: FaxBench, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(
        "desktop.fax.intake.FaxIntake.__init__.__kwdefaults__",
        {**(FaxIntake.__init__.__kwdefaults__ or {}), "read": read_fake},
    )
    bench.set_settings(host="", user="", folder="")
    ours = exchange(bench, role=role, passwords=nothing)
    faxes = FaxRoom(bench.shop, Path(bench.server_folder) / "fax.keys")
    arrived, elsewhere = (faxes.arrive(state=FaxState.ARRIVED) for _ in range(2))
    owed, owed_elsewhere = (faxes.arrive(state=FaxState.DONE) for _ in range(2))
    slots = vault.owners(faxes.key_file)
    for fax in (elsewhere, owed_elsewhere):  # as if their keys were at another desk
        vault.destroy_key(faxes.key_file, slots[fax], fax)
    for _ in range(256):
        vault.new_key(faxes.key_file, uuid7())
    with bench.shop.database.write() as session:
        session.execute(
            delete(SealedOriginal).where(SealedOriginal.fax_id.in_([owed, owed_elsewhere]))
        )
    assert ours.faxes_in() == 2
    assert faxes.record(arrived).damage == "truncated", "the reader has looked"
    assert (faxes.record(owed).key_slot, faxes.has_key(owed)) == (None, False)
    assert faxes.record(elsewhere).state is FaxState.ARRIVED, "it is not called lost from here"
    assert faxes.record(owed_elsewhere).key_slot is not None
    assert (ours.faxes_in(), inlets(bench)) == (0, [])


def sources(bench: FaxBench, passwords: Passwords) -> FaxSources:
    return FaxSources(
        database=bench.database, store_id=bench.shop.store_id, read_password=passwords
    )


def test_sources_are_as_they_are_set(bench: FaxBench, tmp_path: Path) -> None:
    known = sources(bench, everything)
    (server,) = known()
    assert (server.kind, server.name) == (FaxSource.HYLAFAX, "127.0.0.1")
    bench.set_settings(folder=str(tmp_path))
    folder = known()[1]
    assert (folder.kind, folder.name) == (FaxSource.FOLDER, str(tmp_path))
    assert known()[1] == folder, "it remembers what it has seen"
    assert [one.kind for one in sources(bench, nothing)()] == [FaxSource.FOLDER]
    bench.set_settings(host="", user="", folder="")
    assert known() == ()


def test_a_keyring_that_does_not_answer_keeps_no_folder_closed(
    bench: FaxBench, tmp_path: Path
) -> None:
    def locked(_store: uuid.UUID, _which: Which) -> str | None:
        raise WorldError("The keyring is locked.")

    bench.set_settings(folder=str(tmp_path))
    server, folder = sources(bench, locked)()
    with pytest.raises(WorldError, match="locked"):
        server.received()
    assert folder.received() == ()
    for role in ("desk", "worker"):
        ours = exchange(bench, role=role, passwords=locked)
        ours.faxes_in()
        assert ours.problems == {"127.0.0.1": "The keyring is locked."}


def test_a_server_needs_its_password_and_a_name_for_signing_in(bench: FaxBench) -> None:
    with bench.database.read() as session:
        settings = fax_settings.get(session, bench.shop.store_id)
    assert isinstance(hylafax(settings, bench.shop.store_id, everything), HylafaxServer)
    with pytest.raises(FaxServerGone, match="no password") as missing:
        hylafax(settings, bench.shop.store_id, nothing)
    assert not missing.value.can_retry
    with pytest.raises(FaxServerGone, match="cannot be used"):
        hylafax(settings, bench.shop.store_id, lambda _store, _which: "two\nlines")
