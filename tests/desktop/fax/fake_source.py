"""A source of faxes in memory that fails when told to, and a page reader that knows three words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.damage import DamageReason
from desktop.fax.intake import IsStopped
from desktop.fax.page_size import PageSize
from desktop.fax.reading import Damage, Reading
from desktop.fax.server import FaxRefused, FaxServerGone, ReceivedFile
from models.received_fax import FaxSource

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
BOX = Box(page=1, x=100, y=200, width=700, height=40, reason=BoxReason.CARD_NUMBER)


@dataclass
class FakeSource:
    """Holds files until they are removed; `gone_at` names the call at which the server is gone."""

    kind: FaxSource = FaxSource.HYLAFAX
    name: str = "fax.example.com"
    files: dict[str, tuple[ReceivedFile, bytes]] = field(default_factory=dict)
    gone_at: str = ""
    stuck: set[str] = field(default_factory=set)
    """Files that may not be deleted."""
    refused: set[str] = field(default_factory=set)
    on_fetch: Callable[[], object] = lambda: None
    """What happens just before one is handed over."""
    calls: list[str] = field(default_factory=list)

    def arrive(
        self,
        name: str,
        content: bytes = b"sound 1",
        *,
        sender: str = "+1 909 555 0142",
        is_complete: bool = True,
        size: int | None = None,
        minutes: int = 0,
    ) -> ReceivedFile:
        """One more fax at the server."""
        file = ReceivedFile(
            name=name, is_complete=is_complete, size=len(content) if size is None else size,
            pages=1, sender=sender, received_at=AT + timedelta(minutes=minutes),
        )  # fmt: skip
        self.files[name] = (file, content)
        return file

    def received(self) -> tuple[ReceivedFile, ...]:
        self._call("received")
        return tuple(file for file, _content in self.files.values())

    def fetch(self, name: str, *, most: int) -> bytes:
        self._call("fetch")
        self.on_fetch()
        if name not in self.files or name in self.refused:
            raise FaxRefused("It is not handed over.")
        content = self.files[name][1]
        if len(content) > most:
            raise FaxRefused("It is too long.")
        return content

    def remove(self, name: str) -> None:
        self._call("remove")
        if name in self.stuck:
            raise FaxServerGone("It may not be deleted.", can_retry=False)
        self.files.pop(name, None)

    def _call(self, what: str) -> None:
        self.calls.append(what)
        if what == self.gone_at:
            raise FaxServerGone("The fax server does not answer.")


def read_fake(content: bytes, /, *, is_cancelled: IsStopped) -> Reading | Damage:
    """`sound N` is a fax of N pages with one box; `broken` is damaged; `later` is not read now."""
    word, _, rest = content.partition(b" ")
    if word == b"sound":
        count = int(rest.split()[0])
        page = PageSize(1728, 2156, 204, 196, rotation=180)
        return Reading(pages=(page,) * count, boxes=(BOX,), looked=True)
    return Damage(DamageReason.NOT_READ if word == b"later" else DamageReason.TRUNCATED)


def no_reader(_content: bytes, /, *, is_cancelled: IsStopped) -> Reading | Damage:
    """Reads nothing now."""
    return Damage(DamageReason.NOT_READ)
