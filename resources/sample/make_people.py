"""Makes the made-up customers from `source/people.json`. Not imported at run time.

Towns, states and ZIP codes belong together and are real (the packaged ZIP table); streets, names
and numbers are inventions. A telephone number is of an area code of its ZIP's place and of the
block 555-0100 to 555-0199, which is set aside for fiction.
"""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

import phonenumbers

SOURCE = Path(__file__).parent / "source" / "people.json"
CUSTOMERS = 420
PO_BOXES = 14
_SHAPES = (
    "({a}) {b}-{c}",
    "({a}) {b}-{c}",
    "({a}) {b}-{c}",
    "{a}-{b}-{c}",
    "{a}.{b}.{c}",
    "1-{a}-{b}-{c}",
    "+1 {a} {b} {c}",
    "{a}{b}{c}",
)
_STATES_OUTSIDE = {"AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PW", "VI"}


class Places:
    """Real ZIP codes with their area codes, drawn at random; each telephone number once."""

    def __init__(self, rng: random.Random) -> None:
        """Read the ZIP codes of the `zipcodes` package that get mail at the door."""
        self._rng = rng
        table = Path(__file__).parent.parent / "zip" / "us_zip.tsv.gz"
        self._towns = _towns(table)
        records = import_module("zipcodes").list_all()
        self._codes: dict[str, list[str]] = {}
        for record in records:
            if record["zip_code_type"] != "STANDARD" or record["zip_code"] not in self._towns:
                continue
            codes = [code for code in record["area_codes"] if _is_known(code)]
            if codes and record["state"] not in _STATES_OUTSIDE:
                self._codes[record["zip_code"]] = sorted(codes)
        self._all = sorted(self._codes)
        self._used: set[str] = {"9090100", "9090101", "9090142"}

    def draw(self) -> str:
        """A ZIP code."""
        return self._rng.choice(self._all)

    def town(self, zip5: str) -> tuple[str, str]:
        """Town and state of a ZIP code."""
        return self._towns[zip5]

    def number(self, zip5: str) -> tuple[str, str, str]:
        """A telephone number of that place that nobody has yet, in its three parts."""
        codes = self._codes.get(zip5) or ["909"]
        while True:
            code, last = self._rng.choice(codes), f"01{self._rng.randrange(100):02d}"
            if code + last not in self._used:
                self._used.add(code + last)
                return code, "555", last


def _is_known(code: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(f"+1{code}5550142"))


def _towns(table: Path) -> dict[str, tuple[str, str]]:
    lines = gzip.decompress(table.read_bytes()).decode("utf-8").split("\n")
    fields = [line.split("\t") for line in lines]
    return {row[0]: (row[2], row[1]) for row in fields}


class PeopleMaker:
    """Makes the customers, one after the other, from one random series."""

    def __init__(self, rng: random.Random) -> None:
        """Read the names and the places."""
        self._rng = rng
        self._words = json.loads(SOURCE.read_text("utf-8"))
        self._places = Places(rng)
        self._companies = list(self._words["companies"])

    def make(self) -> list[dict[str, Any]]:
        """All customers, Marguerite Holloway first, two likely duplicates last."""
        made = [marguerite(), self._abroad_on_duty()]
        made += [self._company(name) for name in self._companies]
        made += [self._person(given, family) for given, family in self._words["known"]]
        while len(made) < CUSTOMERS - 2:
            made.append(self._person(*self._name()))
        for customer in self._rng.sample(made[2:], PO_BOXES):
            box = f"PO Box {self._rng.randrange(20, 2900)}"
            customer["addresses"][0].update(line1=box, line2="")
        made += [self._same_number(made[40]), self._same_address(made[200])]
        for place, customer in enumerate(made):
            customer["key"] = f"C{place + 1:03d}"
        self._finish(made)
        return made

    def _finish(self, made: list[dict[str, Any]]) -> None:
        """Notes, e-mail addresses, catalogues, certificates: to some, by their place."""
        plain = [customer for customer in made[1:] if not customer["notes"]]
        for place, customer in enumerate(self._rng.sample(plain, 48)):
            notes = self._words["notes"]
            customer["notes"] = notes[place % len(notes)]
        for customer in self._rng.sample(made[1:], CUSTOMERS * 4 // 10):
            customer["contacts"].append(
                {"kind": "email", "typed": self._email(customer), "extension": ""}
            )
        for customer in self._rng.sample(made, 130):
            customer["wants_catalog"] = True
        companies = [customer for customer in made if customer["kind"] == "company"]
        for place, customer in enumerate(self._rng.sample(companies, 6)):
            state = customer["addresses"][0]["state"]
            customer["tax_exempt_certificate"] = f"{state}-SAMPLE-{4400 + 17 * place}"
            customer["tax_exempt_months"] = 30 if place else -2

    def _email(self, customer: dict[str, Any]) -> str:
        name = customer["company"] or f"{customer['given']}.{customer['family']}"
        plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("łøıßæđÆ", "loisadA")))
        local = "".join(c for c in plain.lower() if c.isascii() and (c.isalnum() or c in ".-"))
        domain = self._rng.choice(("example.com", "example.com", "example.org", "example.net"))
        words = [word for word in local.split(".") if word]
        return f"{'.'.join([*words, customer['key'].lower()])}@{domain}"

    def _name(self) -> tuple[str, str]:
        groups = self._words["groups"]
        group = self._rng.choices(groups, [g["weight"] for g in groups])[0]
        return self._rng.choice(group["given"]), self._rng.choice(group["family"])

    def _person(self, given: str, family: str) -> dict[str, Any]:
        customer = blank("person", given, family, "")
        if self._rng.random() < 0.06:
            customer["language"] = "es"
        address = self._address(f"{given} {family}")
        customer["addresses"].append(address)
        kind = "mobile" if self._rng.random() < 0.4 else "phone"
        customer["contacts"].append(self._contact(kind, address["postal_code"]))
        if self._rng.random() < 0.22:
            customer["contacts"].append(self._contact("mobile", address["postal_code"]))
        if self._rng.random() < 0.05:
            customer["contacts"].append(self._contact("fax", address["postal_code"]))
        self._elsewhere(customer, family)
        return customer

    def _company(self, name: str) -> dict[str, Any]:
        given, family = self._name()
        # A third of the companies are customers under the name of the person who calls.
        known_by_person = self._rng.random() < 0.33
        own = (given, family) if known_by_person else ("", "")
        customer = blank("person" if known_by_person else "company", *own, name)
        address = self._address(f"{given} {family}", company=name)
        customer["addresses"].append(address)
        contact = self._contact("phone", address["postal_code"])
        if self._rng.random() < 0.35:
            contact["extension"] = str(self._rng.randrange(2, 480))
            contact["typed"] += self._rng.choice((" x", " ext. ", " ext ")) + contact["extension"]
        customer["contacts"].append(contact)
        if self._rng.random() < 0.5:
            customer["contacts"].append(self._contact("fax", address["postal_code"]))
        self._elsewhere(customer, family)
        return customer

    def _elsewhere(self, customer: dict[str, Any], family: str) -> None:
        """One in six has somebody to send things to."""
        while self._rng.random() < 0.17 and len(customer["addresses"]) < 4:
            name = f"{self._rng.choice(self._words['ship_to_given'])} {family}"
            customer["addresses"].append(self._address(name) | {"bills_here": False})

    def _address(self, name: str, company: str = "") -> dict[str, Any]:
        zip5 = self._places.draw()
        city, state = self._places.town(zip5)
        street = self._rng.choice(self._words["street_names"])
        if not street.startswith(("Paseo", "Camino")):
            street += " " + self._rng.choice(self._words["street_kinds"])
        unit = ""
        if self._rng.random() < 0.2:
            unit = self._rng.choice(self._words["units"]).format(n=self._rng.randrange(1, 40))
        number = self._rng.randrange(2, 9900)
        return address(name, f"{number} {street}", unit, city, state, zip5, company=company)

    def _contact(self, kind: str, zip5: str) -> dict[str, Any]:
        a, b, c = self._places.number(zip5)
        return {
            "kind": kind,
            "typed": self._rng.choice(_SHAPES).format(a=a, b=b, c=c),
            "extension": "",
        }

    def _abroad_on_duty(self) -> dict[str, Any]:
        city, state = self._places.town("09012")
        customer = blank("person", "Rosalind", "Achterberg", "")
        customer["addresses"].append(
            address("SSG Rosalind Achterberg", "PSC 812 Box 44", "", city, state, "09012")
        )
        customer["contacts"].append(self._contact("mobile", "92373"))
        customer["notes"] = "Military post: only Post reaches her."
        return customer

    def _same_number(self, other: dict[str, Any]) -> dict[str, Any]:
        """The same company with the same number, keyed a second time."""
        customer = json.loads(json.dumps(other))
        customer["company"] = other["company"].upper()
        customer["addresses"] = customer["addresses"][:1]
        customer["addresses"][0]["company"] = customer["company"]
        customer["contacts"] = customer["contacts"][:1]
        return dict(customer)

    def _same_address(self, other: dict[str, Any]) -> dict[str, Any]:
        """The same person at the same address, with another number and an initial."""
        customer = json.loads(json.dumps(other))
        customer["given"] = f"{other['given'][0]}."
        customer["addresses"] = customer["addresses"][:1]
        customer["addresses"][0]["name"] = f"{customer['given']} {customer['family']}"
        customer["contacts"] = [self._contact("phone", customer["addresses"][0]["postal_code"])]
        return dict(customer)


def blank(kind: str, given: str, family: str, company: str) -> dict[str, Any]:
    """A customer without ways to reach them."""
    return {
        "key": "",
        "kind": kind,
        "given": given,
        "family": family,
        "company": company,
        "language": "en",
        "notes": "",
        "wants_catalog": False,
        "tax_exempt_certificate": "",
        "tax_exempt_months": 0,
        "contacts": [],
        "addresses": [],
    }


def address(
    name: str, line1: str, line2: str, city: str, state: str, zip5: str, *, company: str = ""
) -> dict[str, Any]:
    """An address in the United States that is also billed to."""
    return {
        "name": name,
        "company": company,
        "line1": line1,
        "line2": line2,
        "city": city,
        "state": state,
        "postal_code": zip5,
        "bills_here": True,
    }


def marguerite() -> dict[str, Any]:
    """The customer of the pictures, with her son's address."""
    customer = blank("person", "Marguerite", "Holloway", "")
    customer["notes"] = "Hard of hearing: speak slowly and repeat the totals."
    customer["contacts"].append({"kind": "mobile", "typed": "(909) 555-0142", "extension": ""})
    customer["addresses"] = [
        address("Marguerite Holloway", "214 Alder Court", "Flat 3", "Redlands", "CA", "92373"),
        address("Theo Holloway", "88 Quarry Road", "", "San Luis Obispo", "CA", "93401")
        | {"bills_here": False},
    ]
    return customer
