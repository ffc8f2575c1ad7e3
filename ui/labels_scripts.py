"""Words about names and addresses in other scripts than Latin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

_MOST = 8


def tr(text: str) -> str:
    """Translate in this file's context."""
    return QCoreApplication.translate("labels_scripts", text)


def latin_way() -> str:
    """The way on where a name or address cannot be printed."""
    return tr("Type the name and address in Latin letters (romanised).")


def cannot_print(characters: Sequence[str]) -> str:
    """That these will not be on paper, and the way on."""
    shown = " ".join(characters[:_MOST]) + (" …" if len(characters) > _MOST else "")
    words = tr("No font here prints {characters}.").format(characters=shown)
    return f"{words} {latin_way()}"
