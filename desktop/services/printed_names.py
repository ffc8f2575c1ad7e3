"""Which form of a name or an address goes on paper, and what of it cannot be printed.

The rule, for every paper of the shop:

- Paper has the name and address as they were given wherever each of their characters can be printed:
  the post of the country they go to reads its own script, and the country stands last in English.
- Where a character cannot be printed, the whole address is printed in its romanised form, if one is
  kept; then nobody needs to be warned.
- Where there is none, squares stand for what is missing: the agent is told before it is printed, and
  how to go on.

Carriers whose programs take Western characters only get the romanised form whenever the other has
characters that they do not take: see `desktop.exports.manifest_rows`.
"""

from __future__ import annotations

from dataclasses import fields

from desktop.services.desk import Refused
from models import names
from models.addresses_rules import PostalAddress
from models.romanised import latin_form

_NEVER_PRINTED = ("country",)


def missing(text: str) -> tuple[str, ...]:
    """The characters of *text* that cannot be printed, each once. The first time takes some 100 ms."""
    if text.isascii():
        return ()
    from desktop.documents import fonts, script  # they read typefaces: not before they are needed

    return script.prepare(text, fonts.regular()).missing


def printed_form(address: PostalAddress) -> PostalAddress:
    """The form of *address* that goes on paper."""
    return latin_form(address) if missing_in(address) else address


def printed_name(name: str, romanised: str = "") -> str:
    """*name* where it can be printed, else its romanised form; "" where neither can be."""
    return next((names.tidy(one) for one in (name, romanised) if not missing(one)), "")


def missing_in(address: PostalAddress) -> tuple[str, ...]:
    """The characters of *address*, as it was given, that cannot be printed, each once."""
    given = (
        getattr(address, field.name)
        for field in fields(address)
        if field.name not in _NEVER_PRINTED and not field.name.startswith("roman_")
    )
    return tuple(dict.fromkeys(one for text in given for one in missing(text)))


def require(name: str) -> None:
    """See that a name that was typed for a paper can be printed.

    Raises:
        Refused: `name_unprintable`, of the field `to_name`.
    """
    if missing(name):
        raise Refused("name_unprintable", field="to_name")
