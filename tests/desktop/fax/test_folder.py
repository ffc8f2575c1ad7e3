"""The watched folder: when a file counts, what is left alone, and what is never lost or taken twice."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.fax.folder import WatchedFolder
from desktop.fax.server import FaxRefused, FaxServerGone, FaxSource, ReceivedFile

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AT = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)


class Watch:
    """The folder, and a clock that a test sets."""

    def __init__(self, path: Path) -> None:
        self.path, self.seconds = path, 1_000.0
        self.folder = WatchedFolder(path, clock=lambda: self.seconds, now=lambda: NOW)

    def put(self, name: str, content: bytes = b"II*\x00x", at: datetime = AT) -> Path:
        path = self.path / name
        path.write_bytes(content)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def after(self, seconds: float) -> tuple[ReceivedFile, ...]:
        self.seconds += seconds
        return self.folder.received()

    def settled(self) -> tuple[ReceivedFile, ...]:
        self.after(0)
        return self.after(2)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def test_it_is_a_source(watch: Watch) -> None:
    source: FaxSource = watch.folder
    assert source.received() == ()


def test_a_file_counts_when_it_has_been_still_for_two_seconds(watch: Watch) -> None:
    path = watch.put("8055550163-20261122-0914.tif", b"half")
    listed = ReceivedFile("8055550163-20261122-0914.tif", False, 4, 0, "8055550163", AT)
    assert watch.after(0) == (listed,)
    assert [file.is_complete for file in watch.after(1.9)] == [False]
    assert [file.is_complete for file in watch.after(0.1)] == [True]
    watch.put(path.name, b"grown")
    assert [(file.is_complete, file.size) for file in watch.after(5)] == [(False, 5)]
    watch.put(path.name, b"later", at=AT.replace(second=1))  # the same size, another time
    assert [file.is_complete for file in watch.after(1.9)] == [False]
    assert [file.is_complete for file in watch.after(2)] == [True]


def test_an_empty_file_has_a_minute(watch: Watch) -> None:
    watch.put("scan.tif", b"")
    assert not watch.after(0)[0].is_complete
    assert not watch.after(59)[0].is_complete
    assert watch.after(1)[0].is_complete


def test_the_oldest_comes_first_and_none_from_the_future(watch: Watch) -> None:
    watch.put("b.tif", at=AT.replace(year=2031))
    watch.put("c.PDF", at=AT)
    watch.put("a.jpeg", at=AT)
    watch.put("d.png", at=AT.replace(year=1960))
    assert [(file.name, file.received_at) for file in watch.after(0)] == [
        ("d.png", datetime(1970, 1, 1, tzinfo=UTC)),
        ("a.jpeg", AT),
        ("c.PDF", AT),
        ("b.tif", NOW),
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.tif", "~lock.tif", "#auto.tif", "scan.tif~", "scan.tif.part", "scan.tmp",
        "scan.tif.tmp", "scan.part", "notes.txt", "tif", "Thumbs.db", "order.docx", "line\nbreak.tif",
    ],
)  # fmt: skip
def test_what_is_left_alone(watch: Watch, name: str) -> None:
    watch.put(name)
    assert watch.settled() == ()
    with pytest.raises(ValueError, match="no name"):
        watch.folder.fetch(name, most=10)
    with pytest.raises(ValueError, match="no name"):
        watch.folder.remove(name)
    assert (watch.path / name).exists()


@pytest.mark.parametrize("name", ["../x.tif", "a/b.tif", "a\\b.tif", "c:x.tif", "x\x00.tif", ""])
def test_no_path_leads_out_of_the_folder(watch: Watch, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        watch.folder.fetch(name, most=10)
    with pytest.raises(ValueError, match="no name"):
        watch.folder.remove(name)


def test_a_sub_folder_is_no_file(watch: Watch) -> None:
    (watch.path / "folder.tif").mkdir()
    assert watch.settled() == ()
    with pytest.raises(FaxRefused):
        watch.folder.fetch("folder.tif", most=10)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_links_and_pipes_are_refused(
    watch: Watch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.tif"
    secret.write_bytes(b"secret")
    (watch.path / "link.tif").symlink_to(secret)
    os.mkfifo(watch.path / "pipe.tif")
    assert watch.settled() == ()
    with pytest.raises(FaxRefused, match="it is a link"):
        watch.folder.fetch("link.tif", most=100)
    with pytest.raises(FaxRefused, match="no file"):
        watch.folder.fetch("pipe.tif", most=100)
    watch.folder.remove("link.tif")
    assert secret.exists()


SENDERS = {
    "8055550163-20261122-0914.tif": "8055550163",
    "+18055550163_20261122_091455_2.pdf": "+18055550163",
    "5550163-20261122-0914-page 3.tif": "5550163",
    "20261122-0914.tif": "",
    "20261122-091455-0001.tif": "",
    "8055550163.tif": "",
    "scan-8055550163-20261122-0914.tif": "",
    "8055550163-20261322-0914.tif": "",
    "8055550163-20261122-0914x.tif": "",
    "1" * 16 + "-20261122-0914.tif": "",
    "fax.tif": "",
}


@pytest.mark.parametrize(("name", "sender"), SENDERS.items())
def test_the_sender_is_in_the_name_where_it_follows_the_pattern(
    watch: Watch, name: str, sender: str
) -> None:
    watch.put(name)
    assert [file.sender for file in watch.after(0)] == [sender]


def test_fetched_and_removed(watch: Watch) -> None:
    path = watch.put("a.tif", b"content")
    watch.settled()
    assert watch.folder.fetch("a.tif", most=7) == b"content"
    assert path.exists()
    watch.folder.remove("a.tif")
    assert not path.exists()
    watch.folder.remove("a.tif")
    assert watch.after(5) == ()


def test_more_than_asked_for_is_not_read(watch: Watch) -> None:
    watch.put("a.tif", b"content")
    with pytest.raises(FaxRefused, match="longer"):
        watch.folder.fetch("a.tif", most=6)
    with pytest.raises(FaxRefused, match="not in the watched folder"):
        watch.folder.fetch("b.tif", most=6)


def test_what_changed_after_the_look_is_not_fetched(watch: Watch) -> None:
    watch.put("a.tif", b"content")
    watch.settled()
    watch.put("a.tif", b"more content")
    with pytest.raises(FaxRefused, match="still being written"):
        watch.folder.fetch("a.tif", most=100)


def test_a_new_file_of_the_same_name_is_not_deleted(watch: Watch) -> None:
    path = watch.put("scan.tif", b"first")
    watch.settled()
    watch.folder.fetch("scan.tif", most=100)
    watch.put("scan.tif", b"second")
    watch.folder.remove("scan.tif")
    assert path.read_bytes() == b"second"
    assert watch.after(0)[0].size == 6
    watch.after(2)
    assert watch.folder.fetch("scan.tif", most=100) == b"second"
    watch.folder.remove("scan.tif")
    assert not path.exists()


def test_a_file_that_was_never_looked_at_is_not_deleted(watch: Watch) -> None:
    path = watch.put("a.tif")
    watch.folder.remove("a.tif")
    assert path.exists()
    watch.after(0)
    watch.folder.remove("a.tif")
    assert not path.exists()


def test_a_file_that_cannot_be_deleted_is_told_and_not_fetched_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = watch.put("a.tif")
    watch.settled()
    watch.folder.fetch("a.tif", most=100)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(
            FaxServerGone, match=r"“a\.tif” .* cannot be deleted: Order Desk may not"
        ) as told:
            watch.folder.remove("a.tif")
        assert not told.value.can_retry
        for _ in range(2):
            assert [file.name for file in watch.after(5)] == ["a.tif"], "it is there, and is told"
            with pytest.raises(FaxServerGone):
                watch.folder.remove("a.tif")
    watch.put("a.tif", b"another fax")
    assert [file.size for file in watch.after(5)] == [11]
    path.unlink()


def test_once_it_may_be_deleted_it_is(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = watch.put("a.tif")
    watch.settled()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(FaxServerGone):
            watch.folder.remove("a.tif")
    assert len(watch.after(5)) == 1
    watch.folder.remove("a.tif")
    assert watch.after(5) == ()
    assert not path.exists()


def test_a_folder_that_is_gone_is_told(watch: Watch) -> None:
    watch.path.rmdir()
    with pytest.raises(FaxServerGone, match="cannot be read: it is not there"):
        watch.folder.received()


def test_no_more_files_than_a_look_can_take(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.fax.folder.MOST_FILES", 3)
    for number in range(5):
        watch.put(f"{number}.tif")
    assert len(watch.after(0)) == 3
