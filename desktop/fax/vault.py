"""Sealed originals: a received page that nobody has looked at yet, and the one key that opens it.

The sealed bytes may lie anywhere: in the database, its write-ahead log and every backup. The keys lie
apart from all of them, in one file of slots that are overwritten in place, so that destroying one slot
makes every copy of its original unreadable. A solid-state disk or a file system that copies on write
may keep old blocks for a while: the guide says where to put the file.

Nothing here keeps a key: whoever opens an original asks for it, uses it and lets it go.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.errors import WorldError
from desktop.platform.file_locks import locked

_MAGIC = b"ORDERDESK KEYS 1"
_HEADER = 64
_SLOT = struct.Struct("<B16s32s15x")
_FREE, _USED, _ENDED = 0, 1, 2
"""An ended slot remembers, by a digest, whose key was destroyed there, until it is used again."""
_GROWS_BY = 256
"""Slots that are added at a time, written out in full, so that a new key takes no new block."""
_NONCE = 12

KEY_BYTES = 32


class KeyDestroyed(Exception):
    """The key is gone, as it should be once a page was reviewed; the original cannot be opened."""


class NotGenuine(Exception):
    """The sealed bytes are not the ones that were sealed with this key for this document."""


class KeysGone(WorldError):
    """The file of keys cannot be read or written."""


def new_key(path: Path, document_id: uuid.UUID) -> tuple[int, bytes]:
    """A new key for *document_id*, on the disk before this returns: (slot, key).

    Raises:
        KeysGone: the disk refused, or the file is none of ours.
    """
    key = secrets.token_bytes(KEY_BYTES)
    with _open(path, create=True) as file:
        first = {state: n for n, state, _id, _key in reversed([*_slots(file)])}
        number = first.get(_FREE, first.get(_ENDED))
        if number is None:
            number = _grow(file)
        _put(file, number, _SLOT.pack(_USED, document_id.bytes, key))
    return number, key


def read_key(path: Path, slot: int, document_id: uuid.UUID) -> bytes:
    """The key of *document_id*.

    Raises:
        KeyDestroyed: it is not there any more.
        KeysGone: the file cannot be read.
    """
    with _open(path) as file:
        state, owner, key = _get(file, slot)
    if state != _USED or owner != document_id.bytes:
        raise KeyDestroyed
    return key


def destroy_key(path: Path, slot: int, document_id: uuid.UUID) -> bool:
    """Overwrite the key of *document_id* where it lies. True: it is destroyed, by this call or before.

    False where this file knows nothing of that key: the file that has it may be another one, so
    nothing may be called destroyed.

    Raises:
        KeysGone: the disk refused: the key may still be there, so nothing may be called destroyed.
    """
    with _open(path) as file:
        if not 0 <= slot < _count(file):
            return False
        state, owner, _key = _get(file, slot)
        if state == _ENDED:
            return owner == _trace(document_id)
        if state != _USED or owner != document_id.bytes:
            return False
        # Random first, so that a controller which folds away runs of zeros has to write it.
        _put(file, slot, secrets.token_bytes(_SLOT.size))
        _put(file, slot, _SLOT.pack(_ENDED, _trace(document_id), bytes(KEY_BYTES)))
    return True


def owners(path: Path) -> dict[uuid.UUID, int]:
    """Which documents have a key, and in which slot; empty where there is no file yet."""
    if not is_there(path):
        return {}
    with _open(path) as file:
        return {
            uuid.UUID(bytes=owner): number
            for number, state, owner, _key in _slots(file)
            if state == _USED
        }


def is_there(path: Path) -> bool:
    """Whether there is a file of keys yet.

    Raises:
        KeysGone: the system does not say, for its folder may not be read.
    """
    try:
        return path.exists()
    except OSError as error:
        raise KeysGone(f"The file of fax keys cannot be found: {error.strerror}.") from None


def seal(key: bytes, content: bytes, document_id: uuid.UUID) -> bytes:
    """*content* sealed with AES-256-GCM, bound to *document_id*: nonce, text and tag in one."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, document_id.bytes)


def unseal(key: bytes, sealed: bytes, document_id: uuid.UUID) -> bytes:
    """What was sealed.

    Raises:
        NotGenuine: another key, another document, or bytes that were changed.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], document_id.bytes)
    except (InvalidTag, ValueError):
        raise NotGenuine from None


@contextmanager
def _open(path: Path, *, create: bool = False) -> Iterator[int]:
    flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if create:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags |= os.O_CREAT
        file = os.open(path, flags, 0o600)
    except OSError as error:
        raise KeysGone(f"The file of fax keys cannot be opened: {error.strerror}.") from None
    try:
        with locked(file):
            _begin(file)
            yield file
    except OSError as error:
        raise KeysGone(f"The file of fax keys does not work: {error.strerror}.") from None
    finally:
        os.close(file)


def _begin(file: int) -> None:
    size = os.fstat(file).st_size
    header = _MAGIC.ljust(_HEADER, b"\0")
    if size < _HEADER and _read(file, 0, size) == header[:size]:  # new, or cut while it was made
        _write(file, 0, header)
        return
    if _read(file, 0, len(_MAGIC)) != _MAGIC or size < _HEADER:
        raise KeysGone("The file of fax keys is none of Order Desk's.", can_retry=False)


def _trace(document_id: uuid.UUID) -> bytes:
    return hashlib.sha256(b"ended" + document_id.bytes).digest()[:16]


def _count(file: int) -> int:
    return (os.fstat(file).st_size - _HEADER) // _SLOT.size


def _slots(file: int) -> Iterator[tuple[int, int, bytes, bytes]]:
    content = _read(file, _HEADER, _count(file) * _SLOT.size)
    for number, (state, owner, key) in enumerate(_SLOT.iter_unpack(content)):
        yield number, state, owner, key


def _grow(file: int) -> int:
    count = _count(file)
    _write(file, _HEADER + count * _SLOT.size, bytes(_SLOT.size) * _GROWS_BY)
    return count


def _get(file: int, number: int) -> tuple[int, bytes, bytes]:
    if not 0 <= number < _count(file):
        raise KeyDestroyed
    state, owner, key = _SLOT.unpack(_read(file, _HEADER + number * _SLOT.size, _SLOT.size))
    return state, owner, key


def _put(file: int, number: int, content: bytes) -> None:
    _write(file, _HEADER + number * _SLOT.size, content)


def _read(file: int, place: int, size: int) -> bytes:
    os.lseek(file, place, os.SEEK_SET)
    content = b""
    while len(content) < size and (part := os.read(file, size - len(content))):
        content += part
    return content


def _write(file: int, place: int, content: bytes) -> None:
    os.lseek(file, place, os.SEEK_SET)
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)  # fsync alone leaves it in the disk's own memory there
    os.fsync(file)
