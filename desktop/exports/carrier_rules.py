"""What carriers' import files look like: columns, lengths and characters, by carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import limits


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an import file: its heading, and the field of `consignment.FIELDS` in it."""

    heading: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRules:
    """What one carrier's import takes.

    Attributes:
        key: Name in code.
        columns: As they stand until the shop edits them.
        lengths: The most characters of a field; a field that is not named has no limit.
        western_only: Only characters of the Windows Western set; they are written in it too.
        plain_zip: ZIP+4 without its hyphen.
        boxes_and_military: Whether it delivers to PO boxes and to APO, FPO and DPO.
        verified: Whether the headings were seen in the carrier's own documentation.
    """

    key: str
    columns: tuple[Column, ...]
    lengths: Mapping[str, int] = field(default_factory=dict)
    western_only: bool = False
    plain_zip: bool = False
    boxes_and_military: bool = True
    verified: bool = False

    @property
    def encoding(self) -> str:
        """How the file is written: UTF-8 with its mark, by which spreadsheets know it, or Western."""
        return "cp1252" if self.western_only else "utf-8-sig"


_LINE = limits.CARRIER_LINE_LENGTH

UPS = CarrierRules(
    key="ups",
    # UPS WorldShip help, "Address Data Field Descriptions" and "Shipment Data Field Descriptions"
    columns=(
        Column("Reference 1", "reference"),
        Column("Reference 2", "parcel"),
        Column("Company or Name", "company_or_name"),
        Column("Attention", "attention"),
        Column("Address 1", "address1"),
        Column("Address 2", "address2"),
        Column("Address 3", "address3"),
        Column("City or Town", "city"),
        Column("State/Province/County", "state"),
        Column("Postal Code", "postal_code"),
        Column("Country/Territory", "country"),
        Column("Telephone", "telephone"),
        Column("Service Type", "service"),
        Column("Number of Packages", "boxes"),
        Column("Weight", "weight_pounds"),
    ),
    lengths={
        "company_or_name": _LINE,
        "name": _LINE,
        "company": _LINE,
        "attention": _LINE,
        "address1": _LINE,
        "address2": _LINE,
        "address3": _LINE,
        "city": limits.CITY_LENGTH,
        "postal_code": limits.CARRIER_ZIP_LENGTH,
        "telephone": limits.CARRIER_PHONE_LENGTH,
    },
    western_only=True,
    plain_zip=True,
    boxes_and_military=False,
    verified=True,
)

FEDEX_LIKE = CarrierRules(
    key="fedex",
    columns=(
        Column("Reference", "reference"),
        Column("RecipientContact", "name"),
        Column("RecipientCompany", "company"),
        Column("RecipientAddress1", "address1"),
        Column("RecipientAddress2", "address2"),
        Column("RecipientCity", "city"),
        Column("RecipientState", "state"),
        Column("RecipientPostalCode", "postal_code"),
        Column("RecipientCountry", "country"),
        Column("RecipientPhone", "telephone"),
        Column("ServiceType", "service"),
        Column("NumberOfPackages", "boxes"),
        Column("PackageWeight", "weight_pounds"),
    ),
    lengths={  # unverified: as UPS
        "name": _LINE,
        "company": _LINE,
        "company_or_name": _LINE,
        "attention": _LINE,
        "address1": _LINE,
        "address2": _LINE,
        "address3": _LINE,
        "telephone": limits.CARRIER_PHONE_LENGTH,
    },
    western_only=True,
    boxes_and_military=False,
)

OTHER = CarrierRules(
    key="other",
    columns=(
        Column("Order", "reference"),
        Column("Parcel", "parcel"),
        Column("Name", "name"),
        Column("Company", "company"),
        Column("Address 1", "address1"),
        Column("Address 2", "address2"),
        Column("City", "city"),
        Column("State", "state"),
        Column("Postal code", "postal_code"),
        Column("Country", "country"),
        Column("Telephone", "telephone"),
        Column("Service", "service"),
        Column("Parcels", "boxes"),
        Column("Weight (lb)", "weight_pounds"),
    ),
    lengths={
        "name": limits.PERSON_LENGTH,
        "company": limits.PERSON_LENGTH,
        "address1": limits.DELIVERY_LINE_LENGTH,
        "address2": limits.DELIVERY_LINE_LENGTH,
        "address3": limits.DELIVERY_LINE_LENGTH,
    },
)


def rules_of(carrier: str) -> CarrierRules:
    """The rules for a carrier, by how its name begins."""
    name = carrier.casefold().replace(" ", "").replace("-", "")
    if name.startswith(("ups", "unitedparcel")):
        return UPS
    return FEDEX_LIKE if name.startswith(("fedex", "federalexpress")) else OTHER
