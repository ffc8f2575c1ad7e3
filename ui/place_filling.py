"""A postal code fills region and town where nothing was typed, and says what it knows beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from desktop.zip_codes import ZipPlace
from models import address_forms, names, postal_places
from models.addresses_rules import state_code, zip_parts
from models.postal_places import PostalPlace
from models.scripts import is_latin
from ui.widgets.field_row import FieldRow

_FILLED = ("city", "state")
_MOST_REGIONS = 3


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("PlaceFilling", text)


class PlaceFiller:
    """Fills the rows `city` and `state` of one form after its row `postal_code`.

    Fills what is empty or was filled by a code before. What was typed is never overwritten: a hint
    says what the code says.
    """

    def __init__(
        self, rows: Mapping[str, FieldRow], *, look_up_zip: Callable[[str], ZipPlace | None]
    ) -> None:
        """*rows* by the names of the fields of an address."""
        self._rows, self._look_up_zip = rows, look_up_zip
        self._filled: dict[str, str] = {}

    def forget(self) -> None:
        """What stands in the rows now was typed, or was on file."""
        self._filled.clear()

    def was_typed(self, field: str) -> None:
        """A field was typed into: it is the agent's from now on."""
        self._filled.pop(field, None)

    def take_back(self) -> None:
        """Empty what was filled: it was of another country."""
        for field, value in self._filled.items():
            if self._rows[field].text().strip() == value:
                self._rows[field].line_edit.clear()
        self._filled.clear()

    def fill(self, country: str, text: str) -> None:
        """Fill from the postal code *text*, and put the hint under it."""
        self._rows["postal_code"].set_hint(
            self._by_zip(text) if country == "US" else self._abroad(country, text)
        )

    def _by_zip(self, text: str) -> str:
        parts = zip_parts(text)
        if parts is None:
            return ""
        place = self._look_up_zip(parts[0])
        if place is None:
            return tr("Not in our ZIP table: type the town and the state.")
        kept = self._put({"city": place.city, "state": place.state})
        towns = {place.city.casefold(), *(city.casefold() for city in place.other_cities)}
        if kept.get("city", place.city).casefold() in towns:
            kept.pop("city", None)
        if state_code(kept.get("state", "")) == place.state:
            kept.pop("state")
        if not kept:
            return ""
        return tr("The table has {city}, {state} for this ZIP. Yours is kept.").format(
            city=place.city, state=place.state
        )

    def _abroad(self, country: str, text: str) -> str:
        place = postal_places.place(country, text)
        if place is None:
            return ""
        rules, region = address_forms.form(country), place.region
        state = region.text(latin=self._is_latin()) if region is not None else ""
        kept = self._put({"city": place.city, "state": state})
        standing = rules.region(kept.get("state", ""))
        if standing is not None and standing in place.regions:
            kept.pop("state")
        if names.fold(kept.get("city", "")) == names.fold(place.city):
            kept.pop("city", None)
        if kept:
            said = ", ".join(filter(None, (place.city, region.latin if region else "")))
            return tr("This code is in {place}. Yours is kept.").format(place=said)
        return self._left_to_say(place)

    def _left_to_say(self, place: PostalPlace) -> str:
        """What the agent has still to type, and what is known of it."""
        letters, town = place.area
        if town and not self._rows["city"].text().strip():
            return tr("{letters}: {town} area. Type the post town.").format(
                letters=letters, town=town
            )
        if 1 < len(place.regions) <= _MOST_REGIONS and not self._rows["state"].text().strip():
            named = tr(" or ").join(region.latin for region in place.regions)
            return tr("{regions}: type which.").format(regions=named)
        return ""

    def _put(self, values: Mapping[str, str]) -> dict[str, str]:
        """Fill; return what was typed in the place of a value, by field. An empty one takes back."""
        kept: dict[str, str] = {}
        for field, value in values.items():
            row = self._rows[field]
            standing = row.text().strip()
            if standing and self._filled.get(field) != standing:
                if value:
                    kept[field] = standing
                continue
            row.line_edit.setText(value)
            self._filled.pop(field, None)
            if value:
                row.clear_error()
                self._filled[field] = value
        return kept

    def _is_latin(self) -> bool:
        return all(is_latin(row.text()) for row in self._rows.values())
