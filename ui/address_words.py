"""What each country calls the parts of its addresses, and how long each of them is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from models import address_forms


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("AddressWords", text)


def words_of(country: str) -> dict[str, str]:
    """The label of every field but street and unit, in this country."""
    rules = address_forms.form(country)
    shown = rules.fields
    return {
        "postal_code": _postal_code(rules.postal_word),
        "city": _town(rules.city_word),
        "state": tr("County") if country == "GB" else _region(rules.state_word, shown),
        "district": _part(rules.district_word) if "district" in shown else tr("Part of town"),
        "sorting_code": tr("Sorting code (CEDEX)"),
    }


def _postal_code(word: str) -> str:
    return {
        "zip": tr("ZIP"),
        "pin": tr("PIN code"),
        "eircode": tr("Eircode"),
        "postcode": tr("Postcode"),
    }.get(word, tr("Postal code"))


def _town(word: str) -> str:
    return {
        "post_town": tr("Post town"),
        "district": tr("District"),
        "suburb": tr("Suburb"),
    }.get(word, tr("Town"))


def _region(word: str, shown: tuple[str, ...]) -> str:
    if "state" not in shown:
        return tr("Region")
    return {
        "area": tr("Area"),
        "county": tr("County"),
        "department": tr("Department"),
        "district": tr("District"),
        "emirate": tr("Emirate"),
        "island": tr("Island"),
        "oblast": tr("Oblast"),
        "parish": tr("Parish"),
        "prefecture": tr("Prefecture"),
        "state": tr("State"),
    }.get(word, tr("Province"))


def _part(word: str) -> str:
    return {
        "district": tr("District"),
        "neighborhood": tr("Neighborhood"),
        "townland": tr("Townland"),
        "village_township": tr("Village"),
    }.get(word, tr("Suburb"))
