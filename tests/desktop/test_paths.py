from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from desktop.errors import WorldError
from desktop.paths import DataFolder, find_data_folder
from models.store import StoreMode


def test_option_beats_variable_beats_the_system(tmp_path: Path) -> None:
    variable = {"ORDERDESK_DATA_DIR": str(tmp_path / "variable")}
    assert find_data_folder(tmp_path / "option", variable).root == tmp_path / "option"
    assert find_data_folder(None, variable).root == tmp_path / "variable"
    by_the_system = find_data_folder(None, {}).root
    assert by_the_system.is_absolute()
    assert "orderdesk" in by_the_system.name


def test_relative_folder_is_told_absolutely(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_data_folder("here", {}).root == tmp_path / "here"


def test_practice_and_live_share_no_file(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.practice.database == tmp_path / "practice" / "orderdesk.sqlite"
    assert folder.live.database == tmp_path / "live" / "orderdesk.sqlite"
    assert folder.practice.mode is StoreMode.PRACTICE
    assert folder.live.mode is StoreMode.LIVE


def test_practice_until_a_live_shop_is_there(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.shop() == folder.practice
    folder.live.create()
    assert folder.shop() == folder.practice
    folder.live.database.touch()
    assert folder.shop() == folder.live
    assert folder.shop(practice=True) == folder.practice


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    folder.practice.create()
    made = [folder.root, folder.logs, folder.run, folder.practice.root]
    made += [folder.practice.documents, folder.practice.backups]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}
    assert not folder.live.root.exists()


def test_a_file_in_the_way_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(WorldError, match="--data-dir") as caught:
        DataFolder(tmp_path / "data").create()
    assert caught.value.can_retry is False
