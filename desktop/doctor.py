"""What `orderdesk doctor` looks at. It changes nothing and shows no secret.

The libraries of the system are tried as Qt would load them, each with the Debian package that brings
it, so that the answer is a line to type and not the name of a file.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from zoneinfo import available_timezones

from desktop.doctor_check import Check, State
from desktop.errors import WorldError
from desktop.paths import DataFolder, ShopFolder
from desktop.shop_database import knows_schema
from desktop.version import VERSION
from models import migrations
from models.store import StoreMode

__all__ = ["Check", "State", "examine"]

_LEAST_FREE_BYTES = 500_000_000

_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libnss3.so": "libnss3",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libgbm.so.1": "libgbm1",
    "libxkbfile.so.1": "libxkbfile1",
    "libbrotlidec.so.1": "libbrotli1",
}
"""Libraries that Qt and the card window load on Linux, and the Debian packages that bring them."""


def examine(folder: DataFolder, *, practice: bool = False) -> tuple[Check, ...]:
    """Look at everything the desk needs, in the order in which it needs it."""
    shop = folder.shop(practice=practice)
    looks: tuple[Callable[[], Check], ...] = (
        _program,
        _packages,
        _system_libraries,
        _qt,
        _card_window,
        _display,
        _fonts,
        _time_zones,
        lambda: _data_folder(folder),
        lambda: _database(shop),
        lambda: _processor(shop),
        _printers,
        _page_reader,
    )
    return tuple(look() for look in looks)


def _program() -> Check:
    words = f"Order Desk {VERSION}, Python {platform.python_version()}, {platform.platform()}"
    return Check("program", "ok", words)


def _packages() -> Check:
    try:
        wanted = importlib.metadata.requires("orderdesk") or []
    except importlib.metadata.PackageNotFoundError:
        return Check("packages", "note", "Order Desk runs without being installed.")
    known, missing = [], []
    for requirement in wanted:
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        if match is None or ";" in requirement:
            continue  # for the people who build it, or for another system
        try:
            known.append(f"{match[0]} {importlib.metadata.version(match[0])}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(match[0])
    if missing:
        return Check("packages", "missing", f"Not installed: {', '.join(missing)}.")
    return Check("packages", "ok", ", ".join(known))


def _system_libraries() -> Check:
    if sys.platform != "linux":
        return Check("system libraries", "ok", "They come with Qt on this system.")
    missing = [package for library, package in _LIBRARIES.items() if not _loads(library)]
    if missing:
        words = f"Missing. On Debian: sudo apt-get install -y {' '.join(missing)}"
        return Check("system libraries", "missing", words)
    return Check("system libraries", "ok", f"All {len(_LIBRARIES)} that Qt needs are there.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _qt() -> Check:
    try:
        from PySide6 import QtCore, QtPdf, QtPrintSupport, QtWidgets
    except ImportError as error:
        return Check("Qt", "missing", f"It cannot be loaded: {error}")
    loaded = (QtCore, QtWidgets, QtPdf, QtPrintSupport)
    return Check("Qt", "ok", f"{QtCore.qVersion()}, {len(loaded)} modules load")


def _card_window() -> Check:
    # Only looked for: this process could show no card number safely, and must not load it.
    if importlib.util.find_spec("PySide6.QtWebEngineWidgets") is None:
        return Check(
            "card window", "missing", "The web engine is not installed (PySide6-WebEngine)."
        )
    if sys.platform == "linux" and os.geteuid() == 0:
        words = "You are root, so its sandbox cannot run: practice goes on, a live shop refuses."
        return Check("card window", "note", words)
    return Check("card window", "ok", "The web engine is there.")


def _display() -> Check:
    if sys.platform != "linux":
        return Check("display", "ok", "The system's own.")
    for name, kind in (("WAYLAND_DISPLAY", "Wayland"), ("DISPLAY", "X11")):
        if value := os.environ.get(name):
            return Check("display", "ok", f"{kind}, {value}")
    words = "There is none here. `orderdesk demo --out DIR` works without."
    return Check("display", "note", words)


def _fonts() -> Check:
    wanted = ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf")
    folder = files("resources") / "fonts"
    missing = [name for name in wanted if not folder.joinpath(*name.split("/")).is_file()]
    if missing:
        return Check("fonts", "missing", f"The letters' typeface is not whole: {missing[0]}")
    return Check("fonts", "ok", "The letters' typeface is packaged.")


def _time_zones() -> Check:
    count = len(available_timezones())
    if count == 0:
        return Check("time zones", "missing", "There are none. Install the package tzdata.")
    return Check("time zones", "ok", f"{count} zones")


def _data_folder(folder: DataFolder) -> Check:
    if not os.access(folder.root, os.W_OK):
        return Check("data folder", "missing", f"{folder.root} cannot be written.")
    free = shutil.disk_usage(folder.root).free
    state: State = "ok" if free >= _LEAST_FREE_BYTES else "note"
    return Check("data folder", state, f"{folder.root}, {free // 1_000_000} MB free")


def _database(shop: ShopFolder) -> Check:
    where = f"{shop.mode.value}, {shop.database}"
    if not shop.database.exists():
        return Check("database", "note", f"{where}: made at the first start")
    try:
        with closing(sqlite3.connect(f"{shop.database.as_uri()}?mode=ro", uri=True)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return Check("database", "missing", f"{where}: damaged, or none of Order Desk")
    if answer != "ok" or row is None:
        return Check("database", "missing", f"{where}: damaged. Restore a backup.")
    if row[0] == migrations.HEAD:
        return Check("database", "ok", f"{where}: schema {row[0]}, up to date")
    if knows_schema(row[0]):
        words = f"{where}: schema {row[0]}, brought to {migrations.HEAD} at the next start"
        return Check("database", "note", words)
    return Check("database", "missing", f"{where}: schema {row[0]}, of a newer Order Desk")


def _processor(shop: ShopFolder) -> Check:
    if shop.mode is StoreMode.LIVE:
        return _live_processor(shop)
    from desktop.practice.launcher import PracticeProcessor, PracticeProcessorFailed

    processor = PracticeProcessor()
    try:
        connection = processor.start()
    except (PracticeProcessorFailed, OSError) as error:
        return Check("processor", "missing", f"The practice processor does not start: {error}")
    finally:
        processor.stop()
    return Check("processor", "ok", f"{connection.name}, started and answering")


def _live_processor(shop: ShopFolder) -> Check:
    from desktop.payments import secrets
    from desktop.payments.connection import live_connection
    from desktop.payments.processor_state import reach

    store_id, publishable = _processor_settings(shop)
    if store_id is None or not publishable:
        words = "None is set up: card entry is shut. `orderdesk processor set` takes its keys."
        return Check("processor", "note", words)
    try:
        found = secrets.read_secret_key(store_id)
    except WorldError as error:
        return Check("processor", "note", error.words)
    if found is None:
        words = "No secret key on this computer: a worker elsewhere has to carry the payments out."
        return Check("processor", "note", words)
    known = secrets.facts_of(found.value)
    named = f"{known.words}, from the {found.source}" if known is not None else "not a key"
    try:
        made = live_connection(publishable_key=publishable, secret_key=found.value)
    except ValueError as error:
        return Check("processor", "missing", f"{error} ({named})")
    state = reach(made)
    return Check("processor", "ok" if state.ok else "missing", f"{named}. {state.words}")


def _processor_settings(shop: ShopFolder) -> tuple[uuid.UUID | None, str]:
    """The store, and its publishable key, read without changing anything."""
    try:
        with closing(sqlite3.connect(f"{shop.database.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT id, settings FROM stores LIMIT 1").fetchone()
    except sqlite3.Error:
        return None, ""
    if row is None:
        return None, ""
    settings = json.loads(row[1] or "{}").get("processor") or {}
    return uuid.UUID(row[0]), str(settings.get("publishable_key") or "")


def _printers() -> Check:
    from desktop.platform.printers import has_print_system, list_printers

    if sys.platform == "win32":
        return Check("printers", "ok", "The system's own, in the print dialog.")
    if not has_print_system():
        words = "There is no print system (CUPS; on Debian cups-client). Letters are saved as PDF."
        return Check("printers", "note", words)
    try:
        printers = list_printers()
    except WorldError as error:
        return Check("printers", "note", error.words)
    if not printers:
        return Check("printers", "note", "None is set up. Letters are saved as PDF.")
    return Check("printers", "ok", ", ".join(_printer_words(p.name, p.problem) for p in printers))


def _printer_words(name: str, problem: str) -> str:
    return f"{name} ({problem})" if problem else name


def _page_reader() -> Check:
    from desktop.fax.tesseract import version

    found = version()
    if found is None:
        words = (
            "tesseract is not there (on Debian tesseract-ocr): no boxes are proposed on received "
            "faxes, and nobody but the person who reviews them looks for card numbers."
        )
        return Check("page reader", "note", words)
    return Check("page reader", "ok", f"tesseract {found} looks for card numbers on received faxes")
