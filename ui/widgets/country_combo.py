"""Choosing a country: the shop's own first, then all others by their names."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QWidget

from ui import labels

_NO_COUNTRIES = frozenset({"CP", "DG", "EA", "EU", "IC", "QO"})
"""Parts and unions of countries for which Qt has letters, and no post has addresses."""


class CountryCombo(QComboBox):
    """Every country that Qt knows, by its name; letters typed go to it."""

    def __init__(self, *, home: str, parent: QWidget | None = None) -> None:
        """Start at *home*, the shop's own country."""
        super().__init__(parent)
        self._home = home
        self.addItem(labels.country_name(home), home)
        codes = {QLocale.territoryToCode(t) for t in QLocale.Country if t.value > 0}
        others = [(labels.country_name(code), code) for code in codes if len(code) == 2]
        for name, code in sorted(others):
            if code.isalpha() and code != home and code not in _NO_COUNTRIES:
                self.addItem(name, code)

    @property
    def country(self) -> str:
        """The code of the one that is chosen."""
        return str(self.currentData())

    def set_country(self, code: str) -> None:
        """Choose a country; the shop's own where there is no such code."""
        self.setCurrentIndex(max(self.findData(code or self._home), 0))
