"""What someone gave us as values to stop: read, checked, and said again as people read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_shapes import MEDIA, OptOutAsk, OptOutWho
from models import address_checks, addresses_rules, card_guard, names, phone_numbers
from models.channels import Medium
from models.opt_out import OptOutScope
from models.suppression_keys import address_key, email_key, person_key, phone_key

_LONGEST_KEY = 400


@dataclass(frozen=True)
class Value:
    """One value of one medium.

    Attributes:
        key: Normalised, as the ledger keeps it.
        shown: As people read it.
        person: By post, the name of the one person it is for; empty: everyone at the address.
        also: Another key under which it may be on record: an e-mail address's whole domain; a place's
            town, for whoever wrote without a ZIP. Empty: there is none.
    """

    medium: Medium
    key: str
    shown: str
    person: str = ""
    also: str = ""

    @property
    def person_key(self) -> str:
        """The person as the ledger keeps it."""
        return person_key(self.person)


def values_of(desk: Desk, who: OptOutWho, scope: OptOutScope) -> tuple[Value, ...]:
    """Every value that *who* has, medium by medium.

    Raises:
        Refused: `card_number`, `bad_phone`, `bad_fax`, `bad_email`, `bad_address`, with the field.
    """
    _guard(who)
    found: dict[tuple[Medium, str], Value] = {}

    def add(medium: Medium, key: str, shown: str, person: str = "", also: str = "") -> None:
        found.setdefault((medium, key), Value(medium, key, shown, person, also))

    for typed in _said(who.phones):
        key = _number(typed, desk, "bad_phone", "phones")
        for medium in (Medium.CALL, Medium.TEXT):
            add(medium, key, phone_numbers.display(key, desk.country))
    for typed in _said(who.faxes):
        key = _number(typed, desk, "bad_fax", "faxes")
        add(Medium.FAX, key, phone_numbers.display(key, desk.country))
    for typed in _said(who.emails):
        key = _email(typed, scope)
        add(Medium.EMAIL, key, key, also=_domain_of(key))
    for key, shown, person, by_town in _places(who, scope):
        add(Medium.POST, key, shown, person, by_town)
    return tuple(sorted(found.values(), key=lambda value: MEDIA.index(value.medium)))


def readable(desk: Desk, who: OptOutWho, scope: OptOutScope) -> tuple[Value, ...]:
    """The values of *who* that can be read, each by itself and each once.

    A half-typed one is nothing yet, and an address on a card that mail could not reach stops nothing
    else from being stopped.
    """
    parts = (
        *(OptOutWho(phones=(text,)) for text in who.phones),
        *(OptOutWho(faxes=(text,)) for text in who.faxes),
        *(OptOutWho(emails=(text,)) for text in who.emails),
        *((OptOutWho(name=who.name, address=who.address),) if who.address else ()),
    )
    found: list[Value] = []
    for part in parts:
        try:
            found += values_of(desk, part, scope)
        except Refused:
            continue
    return tuple(dict.fromkeys(found))


def chosen(desk: Desk, ask: OptOutAsk) -> tuple[Value, ...]:
    """The values that *ask* stops.

    Raises:
        Refused: as `values_of`; `no_medium`; `no_value`, with the medium as field: it was named, and
            there is nothing to stop; `no_who`: there is nothing at all.
    """
    if not ask.media and not ask.everything:
        raise Refused("no_medium", field="media")
    values = values_of(desk, ask.who, ask.scope)
    if ask.everything:
        if not values:
            raise Refused("no_who", field="who")
        return values
    for medium in MEDIA:
        if medium in ask.media and all(value.medium is not medium for value in values):
            raise Refused("no_value", field=medium.value)
    return tuple(value for value in values if value.medium in ask.media)


def _said(typed: Iterable[str]) -> list[str]:
    return [text for text in typed if text.strip()]


def _guard(who: OptOutWho) -> None:
    """A number typed into the wrong field goes no further; numbers have a check of their own."""
    place = who.address
    fields = {"name": who.name, "company": who.company, "emails": " ".join(who.emails)}
    if place is not None:
        fields["address"] = " ".join(
            (
                place.line1, place.line2, place.district, place.city, place.state,
                place.postal_code, place.sorting_code,
            )
        )  # fmt: skip
    for field, text in fields.items():
        if card_guard.looks_like_card(text):
            raise Refused("card_number", field=field)


def _number(typed: str, desk: Desk, code: str, field: str) -> str:
    key = phone_key(typed, desk.country)
    if key is None:
        raise Refused(code, field=field)
    if card_guard.looks_like_card(typed) and not typed.lstrip().startswith("+"):
        raise Refused("card_number", field=field)
    return key


def _email(typed: str, scope: OptOutScope) -> str:
    text = typed.strip()
    if text.startswith("@") and scope is OptOutScope.COMPANY:
        domain = email_key(f"a{text}")
        if domain is not None:
            return domain[1:]
    key = email_key(text)
    if key is None:
        raise Refused("bad_email", field="emails")
    return key


def _places(who: OptOutWho, scope: OptOutScope) -> list[tuple[str, str, str, str]]:
    """Key, words, person and key by the town of the address; none where no delivery line is known."""
    place = who.address
    if place is None or not (place.line1.strip() or place.line2.strip()):
        return []
    key = address_key(place)
    if key is None or not address_checks.has_place(place) or len(key) > _LONGEST_KEY:
        raise Refused("bad_address", field="address")
    person = ""
    if scope is OptOutScope.PERSON:
        person = names.tidy(who.name or place.name)
    by_town = address_key(replace(place, postal_code="")) if place.city.strip() else None
    return [(key, one_line(place), person, by_town or "")]


def one_line(place: addresses_rules.PostalAddress) -> str:
    """The address in one line, as it was given: `12 Elm Street, Apt 4, Redlands, CA 92373`."""
    town = " ".join(part for part in (place.state.strip(), place.postal_code.strip()) if part)
    parts = (place.line1, place.line2, place.district, place.city, town)
    return ", ".join(part.strip() for part in parts if part.strip())


def _domain_of(email: str) -> str:
    """`@example.com`: the key under which a company's whole domain is stopped."""
    return "@" + email.rpartition("@")[2]


def confirm_to(desk: Desk, ask: OptOutAsk) -> str:
    """Where the confirmation goes, normalised; empty by post or where none is wanted.

    Raises:
        Refused: `confirm_no_address`, `confirm_bad_fax`, `confirm_bad_email`.
    """
    ways: dict[Medium, Callable[[], str | None]] = {
        Medium.FAX: lambda: phone_key(ask.confirm_to, desk.country),
        Medium.EMAIL: lambda: email_key(ask.confirm_to),
    }
    if ask.confirm_by is None:
        return ""
    if ask.confirm_by is Medium.POST:
        place = ask.who.address
        if place is None or not place.line1.strip() or address_key(place) is None:
            raise Refused("confirm_no_address", field="confirm_by")
        return ""
    if ask.confirm_by not in ways:
        raise ValueError("a confirmation goes by post, fax or e-mail")
    found = ways[ask.confirm_by]()
    if found is None:
        code = "confirm_bad_fax" if ask.confirm_by is Medium.FAX else "confirm_bad_email"
        raise Refused(code, field="confirm_to")
    return found
