"""An accessibility bus of its own, and a program that reads it, as any program of the user may."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")

_STATUS = ("--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method")
_DEEPEST = 20


def missing_tools() -> list[str]:
    """What must be installed before `accessible_desktop` can run."""
    missing = [tool for tool in ("dbus-daemon", "gdbus") if shutil.which(tool) is None]
    return missing if LAUNCHER.exists() else [*missing, "at-spi2-core"]


class AccessibleDesktop:
    """Reads the accessible tree over D-Bus."""

    def __init__(self, session: str, display: str) -> None:
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": session, "DISPLAY": display}
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            self._call(
                "--session",
                *_STATUS,
                "org.freedesktop.DBus.Properties.Set",
                "org.a11y.Status",
                switch,
                "<true>",
            )
        answer = self._call("--session", *_STATUS, "org.a11y.Bus.GetAddress")
        found = re.search(r"'(.+)'", answer)
        assert found is not None, "there is no accessibility bus"
        self._address = found.group(1)

    def tree(self) -> list[tuple[str, str]]:
        """Name and text of every accessible object of every program on the display."""
        return list(self._walk("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", 0))

    def _walk(self, bus: str, path: str, depth: int) -> Iterator[tuple[str, str]]:
        name = self._ask(
            bus, path, "org.freedesktop.DBus.Properties.Get", "org.a11y.atspi.Accessible", "Name"
        )
        text = self._ask(bus, path, "org.a11y.atspi.Text.GetText", "0", "--", "-1")
        yield _quoted(name), _quoted(text)
        if depth < _DEEPEST:
            children = self._ask(bus, path, "org.a11y.atspi.Accessible.GetChildren")
            pairs = re.findall(r"\('([^']+)', (?:objectpath )?'([^']+)'\)", children)
            for child_bus, child_path in pairs:
                yield from self._walk(child_bus, child_path, depth + 1)

    def _ask(self, bus: str, path: str, *method: str) -> str:
        place = ("--address", self._address, "--dest", bus, "--object-path", path)
        return self._call(*place, "--method", *method)

    def _call(self, *arguments: str) -> str:
        return subprocess.run(
            ["gdbus", "call", *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
        ).stdout


def _quoted(answer: str) -> str:
    found = re.search(r"'(.*)'", answer)
    return found.group(1) if found else ""


@contextmanager
def accessible_desktop(display: str, folder: Path) -> Iterator[AccessibleDesktop]:
    """A session bus with accessibility switched on; its helpers end with it."""
    reading, writing = os.pipe()
    # The launcher keeps its socket in the cache folder, and must not find anybody's settings.
    environment = {
        **os.environ,
        "DISPLAY": display,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_RUNTIME_DIR": str(folder),
        "GSETTINGS_BACKEND": "memory",
    }
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", f"--print-address={writing}", "--nofork"],
        env=environment,
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            address = pipe.readline().strip()
        yield AccessibleDesktop(address, display)
    finally:
        bus.terminate()
        bus.wait(10)
