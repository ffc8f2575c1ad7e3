"""Taking received faxes in: from their source, sealed, into the records, and read by the page reader.

    list → fetch → new key → seal → commit → remove at the source → read → proposals or damage

Whatever breaks in between, the next round goes on: until the commit the source has it, and from then
on the records have it. A key that was made for nothing is ended by the sweep.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from desktop.clock import Clock
from desktop.errors import WorldError, report_fault
from desktop.fax import vault
from desktop.fax.bounds import MOST_BYTES
from desktop.fax.damage import DamageReason
from desktop.fax.intake_book import IntakeBook, Known
from desktop.fax.intake_sweep import IntakeSweep, ReadWords
from desktop.fax.losses import Loss
from desktop.fax.reading import Damage, Reading, read_file
from desktop.fax.server import FaxRefused, ReceivedFile
from desktop.fax.sources import Source, source_ref
from models import card_guard
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState
from models.session import Database
from models.types import ColumnRefused

IsStopped = Callable[[], bool]
Trouble = Literal["gone", "kept", "keys"]
"""A source cannot be read; it does not let us delete what was taken; the file of keys does not work."""


class ReadFile(Protocol):
    """As `desktop.fax.reading.read_file`: looks at one file, and leaves off when it is to stop."""

    def __call__(self, content: bytes, /, *, is_cancelled: IsStopped) -> Reading | Damage:
        """What is on the file's pages, or why they cannot be seen."""


MOST_REFUSALS = 5
"""After so many a fax that its source does not hand over is shown to people as it is."""

_log = logging.getLogger(__name__)


class FaxIntake:
    """Takes faxes in for one store. One thread at a time; several programs may do it side by side.

    Args:
        sources: Where faxes lie now; asked at each round, for settings change.
        key_file: The slot file of `desktop.fax.vault`; of this database and no other.
        read: The page reader.
        read_words: Reads reviewed pages for their words; None leaves them unread.
        is_stopped: True ends a round, the page reader in the middle of a fax too.
    """

    def __init__(
        self,
        database: Database,
        store_id: uuid.UUID,
        sources: Callable[[], tuple[Source, ...]],
        key_file: Path,
        *,
        clock: Clock,
        read: ReadFile = read_file,
        read_words: ReadWords | None = None,
        is_stopped: IsStopped = lambda: False,
    ) -> None:
        self._sources = sources
        self._key_file = key_file
        self._read = read
        self._clock = clock
        self._is_stopped = is_stopped
        self._book = IntakeBook(database, store_id, clock)
        self._sweep = IntakeSweep(
            database, store_id, key_file, clock, read_words=read_words, is_stopped=is_stopped
        )
        self._refusals: dict[str, dict[str, int]] = {}
        """By source and file, how often it was not handed over."""
        self._problems: dict[str, str] = {}
        self._troubles: dict[FaxSource | None, Trouble] = {}

    @property
    def problems(self) -> dict[str, str]:
        """What does not work, in words for people, by the name of the source or "" for the rest."""
        return dict(self._problems)

    @property
    def troubles(self) -> dict[FaxSource | None, Trouble]:
        """The same in a word each, by the kind of the source; None for the keys."""
        return dict(self._troubles)

    def look_after(self) -> int:
        """What was taken in before, without looking at a source: it is read, and owed keys are ended.

        Nothing is called lost: its key may lie in the file of another computer.

        Raises:
            DatabaseGone: as `run_once`.
        """
        problems: dict[str, str] = {}
        done = 0
        try:
            here = vault.owners(self._key_file)
            for fax_id in self._book.arrived():
                if fax_id in here and not self._is_stopped():
                    done += self._read_one(fax_id)
            done += self._sweep.run_here()
        except WorldError as error:
            problems[""] = error.words
        self._troubles = {}
        self._say(problems)
        return done

    def run_once(self) -> int:
        """One round; returns how much there was to do.

        Raises:
            DatabaseGone: nothing can be written down; the faxes stay where they are.
        """
        problems: dict[str, str] = {}
        self._troubles = {}
        done = 0
        try:
            sources = self._sources()
        except WorldError as error:  # where the settings or a password cannot be read
            sources, problems[""] = (), error.words
        for source in sources:
            try:
                done += self._take_from(source)
            except WorldError as error:
                problems[source.name] = error.words
                self._note(source.kind, "keys" if isinstance(error, vault.KeysGone) else "gone")
        try:
            done += self._read_arrived() + self._sweep.run()
            if self._sweep.problem:
                problems[""] = self._sweep.problem
                self._note(None, "keys")
        except WorldError as error:
            problems[""] = error.words
            self._note(None, "keys")
        self._say(problems)
        return done

    def _note(self, kind: FaxSource | None, trouble: Trouble) -> None:
        self._troubles.setdefault(None if trouble == "keys" else kind, trouble)

    def _say(self, problems: dict[str, str]) -> None:
        # They may name a file, and files are named outside.
        problems = {name: card_guard.scrub(words) for name, words in problems.items()}
        for name, words in problems.items():
            if self._problems.get(name) != words:
                _log.warning("received faxes, %s: %s", name or "keys", words)
        self._problems = problems

    # From the source into the records

    def _take_from(self, source: Source) -> int:
        listed = {source_ref(source.kind, file): file for file in source.received()}
        known = self._book.known(source.kind, list(listed))
        self._book.gone_from(source.kind, listed.keys())
        refusals = self._refusals.get(source.name, {})
        self._refusals[source.name] = {ref: n for ref, n in refusals.items() if ref in listed}
        done = 0
        first_error: WorldError | None = None
        for ref, file in listed.items():
            if self._is_stopped():
                break
            try:
                if ref in known:
                    self._remove_known(source, file, known[ref])
                elif file.is_complete:
                    done += self._take(source, file, ref)
            except FaxRefused as error:
                done += self._refused(source, file, ref, error)
            except WorldError as error:
                first_error = first_error or error
                if error.can_retry or isinstance(error, vault.KeysGone):
                    break  # with the next one it would be the same
            except (CardNumberRefused, ColumnRefused) as error:  # ours: no fax holds up the others
                report_fault(error, log=_log)
        if first_error is not None:
            raise first_error
        return done

    def _take(self, source: Source, file: ReceivedFile, ref: str) -> int:
        if file.size > MOST_BYTES:
            return self._put_aside(source, file, DamageReason.TOO_LARGE.value)
        content = source.fetch(file.name, most=MOST_BYTES)
        fax_id = uuid7(self._clock.now())
        slot, key = vault.new_key(self._key_file, fax_id)
        sealed = vault.seal(key, content, fax_id)
        stored = self._book.put(
            source.kind, file, fax_id=fax_id, slot=slot, sealed=sealed, size=len(content)
        )
        if not stored:  # another program has it, under a key of its own
            vault.destroy_key(self._key_file, slot, fax_id)
            return 0
        self._remove_known(source, file, Known(fax_id, FaxState.ARRIVED, slot))
        return 1

    def _refused(self, source: Source, file: ReceivedFile, ref: str, error: FaxRefused) -> int:
        """It was gone between two looks, or is still written to; else people are told."""
        refusals = self._refusals[source.name]
        refusals[ref] = refusals.get(ref, 0) + 1
        if refusals[ref] < MOST_REFUSALS:
            return 0
        _log.warning("a received fax at %s is not handed over: %s", source.name, error.words)
        return self._put_aside(source, file, Loss.NOT_FETCHED.value)

    def _put_aside(self, source: Source, file: ReceivedFile, reason: str) -> int:
        """Show people that it is there. None of its bytes are kept, so its source keeps them."""
        stored = self._book.put(
            source.kind,
            file,
            fax_id=uuid7(self._clock.now()),
            slot=None,
            sealed=None,
            size=file.size,
            damage=reason,
        )
        return int(stored)

    def _remove_known(self, source: Source, file: ReceivedFile, fax: Known) -> None:
        """Have the source delete its copy, if ours is as good."""
        is_sealed = fax.state in (FaxState.ARRIVED, FaxState.UNREVIEWED, FaxState.DAMAGED)
        if is_sealed and not self._has_key(fax):
            if fax.state is FaxState.ARRIVED:
                self._book.drop(fax.id)  # taken anew in the next round
            return  # the source's copy is the only one, until a person has done with it
        try:
            source.remove(file.name)
        except WorldError as error:
            if not error.can_retry:
                self._note(source.kind, "kept")
            raise
        self._book.removed([fax.id])

    def _has_key(self, fax: Known) -> bool:
        if fax.key_slot is None:
            return False
        try:
            vault.read_key(self._key_file, fax.key_slot, fax.id)
        except vault.KeyDestroyed:
            return False
        return True

    # From the records through the page reader

    def _read_arrived(self) -> int:
        done = 0
        for fax_id in self._book.arrived():
            if self._is_stopped():
                break
            done += self._read_one(fax_id)
        return done

    def _read_one(self, fax_id: uuid.UUID) -> int:
        found = self._book.sealed(fax_id)
        if found is None:
            return 0
        slot, sealed = found
        try:
            key = vault.read_key(self._key_file, slot, fax_id)
            content = vault.unseal(key, sealed, fax_id)
        except vault.KeyDestroyed:
            self._book.damaged(fax_id, Loss.KEY_GONE.value)
            return 1
        except vault.NotGenuine:
            self._book.damaged(fax_id, Loss.NOT_GENUINE.value)
            return 1
        read = self._read(content, is_cancelled=self._is_stopped)
        if isinstance(read, Reading):
            self._book.read(fax_id, read)
        elif read.try_again:
            return 0
        else:
            self._book.damaged(fax_id, read.reason.value)
        return 1
