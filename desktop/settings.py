"""Settings of this computer: a typed registry, kept as `settings.json` in the data folder.

What belongs to the shop and not to the computer (its profile, policy, people) is in the database, and
the numbers of the law are in `models.limits`. There are no secrets here.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from desktop.errors import AgentError, WorldError

_log = logging.getLogger(__name__)

T = TypeVar("T", str, int, list[str])

SettingsMap = dict[str, str | int | list[str]]

Upgrades = Sequence[Callable[[SettingsMap], SettingsMap]]
UPGRADES: Upgrades = ()
"""Step *n* turns a file of version *n* into one of version *n* + 1; their number is the newest."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: its name in the file, its default and what it may be."""

    name: str
    default: T
    accepts: Callable[[T], bool]
    words: str
    """What may be entered, as words after "Enter "."""

    def check(self, value: object) -> T:
        """*value*, if this setting may have it.

        Raises:
            AgentError: it may not; the field is the setting's name.
        """
        if type(value) is not type(self.default) or not self.accepts(value):
            raise AgentError(f"Enter {self.words}.", field=self.name)
        return value


COLOR_SCHEME = Setting(
    "color_scheme", "system", lambda v: v in ("system", "light", "dark"), "system, light or dark"
)
TEXT_PERCENT = Setting(
    "text_percent", 100, lambda v: 75 <= v <= 300, "a size from 75 to 300 percent"
)
WORKSTATION_NAME = Setting(
    "workstation_name", "", lambda v: len(v) <= 60 and v == v.strip(), "a name of up to 60 letters"
)
"""Empty: the computer's own name."""
UI_FONT = Setting("ui_font", "system", lambda v: v in ("system", "inter"), "system or inter")
LETTER_PRINTER = Setting(
    "letter_printer", "", lambda v: len(v) <= 200, "the name of a printer of this computer"
)
"""Empty: the system's default printer."""


def _is_command(value: list[str]) -> bool:
    """Arguments of a program, the first of which names it."""
    parts = [part for part in value if isinstance(part, str) and 0 < len(part) <= 500]
    return len(value) <= 20 and len(parts) == len(value)


RECORDER_PAUSE = Setting[list[str]](
    "recorder_pause_command", [], _is_command, "a command, one argument to a line, 20 at most"
)
"""Run before the card window opens. Empty: there is no recorder."""
RECORDER_RESUME = Setting[list[str]](
    "recorder_resume_command", [], _is_command, "a command, one argument to a line, 20 at most"
)
"""Run after the card window has closed."""

REGISTRY: Mapping[str, Setting[Any]] = {
    setting.name: setting
    for setting in (
        COLOR_SCHEME,
        TEXT_PERCENT,
        WORKSTATION_NAME,
        UI_FONT,
        LETTER_PRINTER,
        RECORDER_PAUSE,
        RECORDER_RESUME,
    )
}


class Settings:
    """The settings in one file. A value that the registry refuses counts as its default.

    Args:
        path: The file; it need not exist. One that cannot be read as settings is put aside under
            the name `settings.json.damaged`, and the defaults are used: a desk must open.

    Raises:
        WorldError: a newer Order Desk wrote the file, or the disk refused to read it.
    """

    def __init__(self, *, path: Path, upgrades: Upgrades = UPGRADES) -> None:
        self._path = path
        self._version = len(upgrades)
        self._values = _read(path, upgrades)

    def get(self, setting: Setting[T]) -> T:
        """The value of *setting*, or its default."""
        value = self._values.get(setting.name, setting.default)
        try:
            return setting.check(value)
        except AgentError:
            return setting.default

    def put(self, setting: Setting[T], value: T) -> None:
        """Give *setting* a value and write the file at once, whole or not at all.

        Raises:
            AgentError: the setting may not have that value; nothing changed.
            WorldError: the disk refused; nothing changed.
        """
        values: SettingsMap = {**self._values, setting.name: setting.check(value)}
        _write(self._path, {"version": self._version, "values": values})
        self._values = values


def _read(path: Path, upgrades: Upgrades) -> SettingsMap:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise WorldError(f"The settings cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        return _put_aside(path)
    try:
        content = json.loads(text)
        version, values = content["version"], content["values"]
        if type(version) is not int or version < 0 or not isinstance(values, dict):
            return _put_aside(path)
    except (ValueError, KeyError, TypeError):
        return _put_aside(path)
    if version > len(upgrades):
        raise WorldError(
            "The settings were written by a newer Order Desk. Install that one, "
            "or move settings.json out of the data folder.",
            can_retry=False,
        )
    known: SettingsMap = values
    for upgrade in upgrades[version:]:
        known = upgrade(known)
    return known


def _put_aside(path: Path) -> SettingsMap:
    _log.warning("settings.json could not be understood; it is put aside and defaults are used")
    path.replace(path.with_name(path.name + ".damaged"))
    return {}


def _write(path: Path, content: Mapping[str, object]) -> None:
    try:
        descriptor, name = tempfile.mkstemp(prefix=".settings-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(json.dumps(content, indent=2, sort_keys=True) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WorldError(f"The settings cannot be saved: {error.strerror}.") from error
