from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import settings
from desktop.errors import AgentError, WorldError
from desktop.settings import REGISTRY, Setting, Settings, SettingsMap


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_defaults_without_a_file_and_none_is_made(path: Path) -> None:
    read = Settings(path=path)
    assert read.get(settings.COLOR_SCHEME) == "system"
    assert read.get(settings.TEXT_PERCENT) == 100
    assert not path.exists()


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_default_is_one_that_its_setting_accepts(name: str) -> None:
    setting = REGISTRY[name]
    assert setting.check(setting.default) == setting.default


def test_value_is_there_after_a_restart(path: Path) -> None:
    Settings(path=path).put(settings.TEXT_PERCENT, 150)
    assert Settings(path=path).get(settings.TEXT_PERCENT) == 150
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (settings.COLOR_SCHEME, "purple"),
        (settings.TEXT_PERCENT, 20),
        (settings.TEXT_PERCENT, True),
        (settings.TEXT_PERCENT, "100"),
        (settings.WORKSTATION_NAME, "n" * 61),
    ],
)
def test_refused_value_changes_nothing(path: Path, setting: Setting[str], value: str) -> None:
    read = Settings(path=path)
    before = read.get(setting)
    with pytest.raises(AgentError) as caught:
        read.put(setting, value)
    assert caught.value.field == setting.name
    assert read.get(setting) == before
    assert not path.exists()


def test_bad_value_in_the_file_counts_as_the_default(path: Path) -> None:
    path.write_text(json.dumps({"version": 0, "values": {"text_percent": "huge", "other": 1}}))
    assert Settings(path=path).get(settings.TEXT_PERCENT) == 100


def test_what_a_later_version_may_know_survives_a_save(path: Path) -> None:
    path.write_text(json.dumps({"version": 0, "values": {"other": 1}}))
    Settings(path=path).put(settings.TEXT_PERCENT, 125)
    assert json.loads(path.read_text())["values"] == {"other": 1, "text_percent": 125}


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"version": "x", "values": {}}', "\x00"])
def test_damaged_file_is_put_aside(path: Path, text: str) -> None:
    path.write_text(text)
    assert Settings(path=path).get(settings.COLOR_SCHEME) == "system"
    assert path.with_name("settings.json.damaged").read_text() == text
    assert not path.exists()


def test_file_that_is_not_text_is_put_aside(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\xff")
    Settings(path=path)
    assert not path.exists()


def test_newer_file_is_refused_and_left(path: Path) -> None:
    text = json.dumps({"version": 99, "values": {}})
    path.write_text(text)
    with pytest.raises(WorldError, match="newer Order Desk"):
        Settings(path=path)
    assert path.read_text() == text


def test_older_file_goes_through_each_upgrade(path: Path) -> None:
    def rename(values: SettingsMap) -> SettingsMap:
        return {"scheme": values["theme"]}

    def rename_again(values: SettingsMap) -> SettingsMap:
        return {"color_scheme": values["scheme"]}

    path.write_text(json.dumps({"version": 0, "values": {"theme": "dark"}}))
    read = Settings(path=path, upgrades=(rename, rename_again))
    assert read.get(settings.COLOR_SCHEME) == "dark"
    read.put(settings.TEXT_PERCENT, 110)
    assert json.loads(path.read_text()) == {
        "version": 2,
        "values": {"color_scheme": "dark", "text_percent": 110},
    }


def test_disk_that_refuses_keeps_the_old_value(tmp_path: Path) -> None:
    read = Settings(path=tmp_path / "gone" / "settings.json")
    with pytest.raises(WorldError, match="cannot be saved"):
        read.put(settings.TEXT_PERCENT, 110)
    assert read.get(settings.TEXT_PERCENT) == 100
