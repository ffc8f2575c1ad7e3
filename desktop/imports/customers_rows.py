"""One row of a file of customers: who it is, what reaches them, and what they want no more of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from desktop.imports.opt_out_dates import When
from desktop.imports.opt_out_rows import Stop
from models import names
from models.customer import ContactKind

NAMED_BY_VALUE = "It has no name; what reaches them stands for it."
FAX, EMAIL = ContactKind.FAX.value, ContactKind.EMAIL.value
NAMED = ("given_name", "family_name", "company_name")
BY_NAME = "name:"
KEPT = (
    "name", "company", "line1", "line2", "city", "state", "postal_code", "country", "district",
    "sorting_code",
)  # fmt: skip
"""The fields of an address that a file gives, in their order."""
COUNTRY_AT = KEPT.index("country")
_OF_PLACE = slice(KEPT.index("line1"), COUNTRY_AT + 1)


class Contact(NamedTuple):
    """A number or an e-mail: what was typed, and the form under which it is kept."""

    kind: str
    """Of `ContactKind`, its value."""
    typed: str
    normalised: str
    extension: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two of one customer the same."""
        return self.kind, self.normalised, self.extension


class PlaceRow(NamedTuple):
    """An address, its fields as in `KEPT`, with its key."""

    kept: Sequence[str]
    key: str
    bills_here: bool

    @property
    def said(self) -> tuple[str, ...]:
        """What makes two without a key the same."""
        return tuple(self.kept[_OF_PLACE])


@dataclass(slots=True)
class CustomerRow:
    """What one row says.

    Attributes:
        line: Where it begins.
        key: By what the file knows them; "" where it does not.
        fields: Columns of the customer that it gives.
        contacts, places: What reaches them.
        stops: What goes into the ledger of opt-outs.
        since: When they said so, where the file tells.
        refusal: Why nothing can be taken; "" if it can.
        told: What is taken otherwise than it stands there.
    """

    line: int
    key: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    stops: tuple[Stop, ...] = ()
    since: When | None = None
    refusal: str = ""
    told: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """What is written of the row, as JSON has it; its stops go into the ledger by another way."""
        return [
            self.line, self.key, self.fields, self.contacts, self.places, self.refusal, self.told,
        ]  # fmt: skip

    @classmethod
    def of_plain(cls, said: list[Any]) -> CustomerRow:
        """The row that `plain` gave, come back from JSON."""
        line, key, fields, contacts, places, refusal, told = said
        if fields.get("tax_exempt_until"):
            fields["tax_exempt_until"] = date.fromisoformat(fields["tax_exempt_until"])
        return cls(
            line, key, fields, list(map(Contact._make, contacts)),
            list(map(PlaceRow._make, places)), refusal=refusal, told=tuple(told),
        )  # fmt: skip

    @property
    def person(self) -> str:
        """The name of the person; "" where there is only a company."""
        return f"{self.fields.get('given_name', '')} {self.fields.get('family_name', '')}".strip()

    @property
    def names_somebody(self) -> bool:
        """Whether it has a name, a person's or a company's."""
        return any(self.fields.get(name) for name in NAMED)

    @property
    def value_for_name(self) -> str:
        """What reaches them, as it was typed; "" where nothing does."""
        by_mail = [c for c in self.contacts if c.kind == EMAIL]
        return next((c.typed for c in (*by_mail, *self.contacts)), "")

    @property
    def has_own_key(self) -> bool:
        """Whether the file itself knows them by a key."""
        return bool(self.key) and not self.key.startswith(BY_NAME)

    @property
    def written_name(self) -> str:
        """The name of the person as it is written: in Han, kana or Hangul the family comes first."""
        given, family = self.fields.get("given_name", ""), self.fields.get("family_name", "")
        return self.person if self.person.isascii() else names.person_name(given, family)
