"""Words about names and addresses in other scripts than Latin."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

_MOST = 8
_MOST_SCRIPTS = 3


def tr(text: str) -> str:
    """Translate in this file's context."""
    return QCoreApplication.translate("labels_scripts", text)


def latin_way() -> str:
    """The way on where a name or address cannot be printed."""
    return tr("Type the name and address in Latin letters (romanized).")


def cannot_print(characters: Sequence[str]) -> str:
    """That these will not be on paper, and the way on."""
    words = tr("No font here prints {characters}.").format(characters=listed(characters))
    return f"{words} {latin_way()}"


def listed(characters: Sequence[str]) -> str:
    """The first of them, and their script by name: the screen may lack them as the paper does."""
    shown = " ".join(characters[:_MOST]) + (" …" if len(characters) > _MOST else "")
    scripts = ", ".join(_scripts(characters))
    if not scripts:
        return shown
    return tr("{characters} ({scripts})").format(characters=shown, scripts=scripts)


def _scripts(characters: Sequence[str]) -> list[str]:
    """The scripts of *characters* as Unicode calls them, each once: Thai, Devanagari."""
    found = (unicodedata.name(text[-1], "").partition(" ")[0] for text in characters if text)
    known = {"CJK": tr("rare Chinese character"), "COMBINING": tr("accent")}
    return list(dict.fromkeys(known.get(name, name.title()) for name in found if name))[
        :_MOST_SCRIPTS
    ]
