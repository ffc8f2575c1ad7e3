"""Names and addresses in Latin letters beside those in another script."""

from __future__ import annotations

from dataclasses import replace

from models.address_forms import form
from models.addresses_rules import ROMAN_FIELDS, PostalAddress
from models.scripts import is_latin


def latin_form(address: PostalAddress) -> PostalAddress:
    """*address* with what is kept of it in Latin letters in the place of what was given."""
    kept = {name: getattr(address, f"roman_{name}").strip() for name in ROMAN_FIELDS}
    kept = {name: text for name, text in kept.items() if text}
    # One line in Latin letters often says what two say in another script.
    if "line1" in kept and not is_latin(address.line2):
        kept.setdefault("line2", "")
    if kept and (region := _latin_region(address)):
        kept.setdefault("state", region)
    return replace(address, **kept) if kept else address


def fields_in_other_scripts(address: PostalAddress) -> tuple[str, ...]:
    """The fields of `ROMAN_FIELDS` that are not written in Latin letters, and that nobody knows so.

    A region of the country's own form is known in both.
    """
    others = (name for name in ROMAN_FIELDS if not is_latin(getattr(address, name)))
    return tuple(name for name in others if name != "state" or not _latin_region(address))


def _latin_region(address: PostalAddress) -> str:
    """The region in Latin letters where it is not written so and the country's form has it; "" else."""
    if is_latin(address.state):
        return ""
    region = form(address.country).region(address.state)
    return region.text(latin=True) if region is not None else ""
