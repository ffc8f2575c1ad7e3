"""Keys of sealed originals: made, found, destroyed in place; what was sealed opens with its own only."""

from __future__ import annotations

import stat
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fax import vault

PAGE = bytes(range(256)) * 40


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "fax.keys"


def test_a_sealed_page_opens_with_its_key_only(keys: Path) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    slot, key = vault.new_key(keys, one)
    _other_slot, other_key = vault.new_key(keys, other)
    sealed = vault.seal(key, PAGE, one)
    assert vault.unseal(vault.read_key(keys, slot, one), sealed, one) == PAGE
    assert PAGE[:64] not in sealed
    for wrong in (
        (other_key, sealed, one),
        (key, sealed, other),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), one),
        (key, b"", one),
    ):
        with pytest.raises(vault.NotGenuine):
            vault.unseal(*wrong)


def test_two_sealings_of_one_page_differ(keys: Path) -> None:
    one = uuid.uuid4()
    _slot, key = vault.new_key(keys, one)
    assert vault.seal(key, PAGE, one) != vault.seal(key, PAGE, one)


def test_a_destroyed_key_is_nowhere_in_the_file(keys: Path) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    slot, key = vault.new_key(keys, one)
    other_slot, other_key = vault.new_key(keys, other)
    size, inode = keys.stat().st_size, keys.stat().st_ino
    assert key in keys.read_bytes()
    assert vault.destroy_key(keys, slot, one) is True
    assert key not in keys.read_bytes()
    assert one.bytes not in keys.read_bytes()
    assert (keys.stat().st_size, keys.stat().st_ino) == (size, inode)  # in place, no new file
    with pytest.raises(vault.KeyDestroyed):
        vault.read_key(keys, slot, one)
    assert vault.destroy_key(keys, slot, one) is True, "it was destroyed here, and still is"
    assert vault.read_key(keys, other_slot, other) == other_key


def test_a_slot_that_was_given_to_another_page_is_not_destroyed_by_the_first(keys: Path) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    slot, _key = vault.new_key(keys, one)
    vault.destroy_key(keys, slot, one)
    for _ in range(255):  # slots that nobody has had come first
        assert vault.new_key(keys, uuid.uuid4())[0] != slot
    again, other_key = vault.new_key(keys, other)
    assert again == slot
    assert vault.destroy_key(keys, slot, one) is False
    assert vault.read_key(keys, slot, other) == other_key


def test_a_key_that_lies_in_another_file_is_not_called_destroyed(
    keys: Path, tmp_path: Path
) -> None:
    one, another_file = uuid.uuid4(), tmp_path / "another" / "fax.keys"
    slot, key = vault.new_key(keys, one)
    vault.new_key(another_file, uuid.uuid4())
    for number in (slot, slot + 1, 100_000, -1):
        assert vault.destroy_key(another_file, number, one) is False
    assert vault.read_key(keys, slot, one) == key


def test_owners_are_those_with_a_key(keys: Path) -> None:
    assert vault.owners(keys) == {}
    ids = [uuid.uuid4() for _ in range(300)]  # more than the file grows by at once
    slots = {one: vault.new_key(keys, one)[0] for one in ids}
    assert len(set(slots.values())) == 300
    vault.destroy_key(keys, slots[ids[7]], ids[7])
    assert vault.owners(keys) == {one: slot for one, slot in slots.items() if one != ids[7]}


def test_the_file_is_its_owner_s_alone(keys: Path) -> None:
    vault.new_key(keys, uuid.uuid4())
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_another_file_is_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_bytes(b"a letter to somebody" * 20)
    with pytest.raises(vault.KeysGone):
        vault.new_key(other, uuid.uuid4())
    assert other.read_bytes() == b"a letter to somebody" * 20


def test_a_file_that_was_cut_while_it_was_made_is_begun_anew(keys: Path) -> None:
    one = uuid.uuid4()
    slot, key = vault.new_key(keys, one)
    whole = keys.read_bytes()
    for size in (0, 1, 16, 63):
        keys.write_bytes(whole[:size])
        assert vault.owners(keys) == {}
        assert len(keys.read_bytes()) == 64
    keys.write_bytes(whole)
    assert vault.read_key(keys, slot, one) == key


def test_a_folder_that_may_not_be_read_says_so(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", refuse)
        with pytest.raises(vault.KeysGone, match="Permission denied"):
            vault.owners(keys)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(vault.KeysGone):
        vault.read_key(tmp_path / "none", 0, uuid.uuid4())


def test_a_slot_past_the_end_holds_no_key(keys: Path) -> None:
    one = uuid.uuid4()
    vault.new_key(keys, one)
    for slot in (-1, 100_000):
        with pytest.raises(vault.KeyDestroyed):
            vault.read_key(keys, slot, one)


@given(content=st.binary(max_size=2_000))
def test_whatever_is_sealed_comes_back(content: bytes) -> None:
    key, one = bytes(range(vault.KEY_BYTES)), uuid.UUID(int=7)
    assert vault.unseal(key, vault.seal(key, content, one), one) == content
