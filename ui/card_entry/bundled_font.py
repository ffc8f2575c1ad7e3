"""Gives the card page the font that the workspace brings along, where the system has none of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

import resources


def load_font(family: str) -> None:
    """Make *family* known to this process if the system lacks it and it is packaged."""
    if not family or family in QFontDatabase.families():
        return
    folder = Path(resources.__file__).parent / "fonts"
    for file in sorted(folder.glob(f"*/{family.split()[0]}*.[to]tf")):
        QFontDatabase.addApplicationFont(str(file))
