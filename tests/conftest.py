"""What every test gets: an off-screen Qt, a data folder of its own, and no network but loopback."""

from __future__ import annotations

import gc
import itertools
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.desktop.fax.hylafax_peer import HylaFax, missing, running_hylafax

settings.register_profile("orderdesk", deadline=None, max_examples=60)
settings.load_profile("orderdesk")

_TESTS_BETWEEN_COLLECTIONS = 20
FAX_LINE = "fax line"
ONE_AT_A_TIME = "one-at-a-time"
"""The group of tests that xdist gives to one worker: they drive windows and count key strokes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows of the tests")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    gc.disable()  # a working thread would collect widgets, see ui.garbage
    for name in ("QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "SSLKEYLOGFILE"):
        os.environ.pop(name, None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xserver") or "journeys" in Path(item.path).parts:
            item.add_marker(pytest.mark.xdist_group(ONE_AT_A_TIME))
        elif item.get_closest_marker("peers"):
            # Modems take their time: they have a process of their own beside all other servers.
            by_fax = "hylafax" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group(FAX_LINE if by_fax else ONE_AT_A_TIME))


_finished = itertools.count(1)


def pytest_runtest_logfinish() -> None:
    """Look for garbage between tests, and in what is new only.

    After some thousand tests there are millions of objects that stay; going through all of them took
    seconds, again and again.
    """
    if next(_finished) % _TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()
        gc.freeze()
    else:
        gc.collect(1)


@pytest.fixture(scope="session")
def _new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes folders that this process numbers.

    pytest's own way to a free number looks at all folders there are: of the hundredth test at a
    hundred, of the last at many thousands.
    """
    parent, numbers = tmp_path_factory.mktemp("tests"), itertools.count()

    def made(name: str) -> Path:
        path = parent / f"{name}{next(numbers)}"
        path.mkdir(mode=0o700)
        return path

    return made


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, _new_folder: Callable[[str], Path]) -> Path:
    """A folder of the test's own, under the name of the test."""
    return _new_folder(re.sub(r"\W", "_", request.node.name)[:30] + "-")


@pytest.fixture(autouse=True)
def _own_folders(_new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what belongs to the person who runs it."""
    home = _new_folder("home")
    monkeypatch.setenv("ORDERDESK_DATA_DIR", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a path in the file system, or a kernel socket
    host = str(address[0])
    return host in ("localhost", "::1", "") or host.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def _no_network_but_loopback() -> Iterator[None]:
    """A connection to any other machine fails the test that tries it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_loopback(address):
            pytest.fail("A test tried to reach another machine.")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_loopback(address):
            pytest.fail("A test tried to reach another machine.")
        return connect_ex(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def hylafax() -> Iterator[HylaFax]:
    """A real HylaFAX and another one that it can fax to. For tests marked `peers`."""
    if why := missing():
        pytest.skip(why)
    with running_hylafax() as made:
        yield made
