"""What must be mended in an address, of whatever country, and the form in which it is kept."""

from __future__ import annotations

from dataclasses import replace

from models.address_forms import AddressForm, form, is_postal_code, postal_code
from models.addresses_rules import PostalAddress, check_us, format_zip, state_code
from models.scripts import is_latin

_LONGEST = (("state", 60), ("sorting_code", 60), ("postal_code", 20))
"""What the records take, in characters."""
_SHORT = 5
_ASKED = {
    "line1": "Enter the street and number.",
    "post_town": "Enter the post town.",
    "suburb": "Enter the suburb.",
    "city": "Enter the town.",
    "neighborhood": "Enter the neighborhood.",
    "townland": "Enter the townland.",
    "village_township": "Enter the village.",
    "district": "Enter the district.",
    "sorting_code": "Enter the sorting code.",
}
_REGIONS = {"do_si": "province"}
_CODES = {
    "zip": "ZIP code",
    "pin": "PIN code",
    "eircode": "Eircode",
    "postcode": "postcode",
    "postal": "postal code",
}


def problems(address: PostalAddress) -> dict[str, str]:
    """Return what must be mended: field → message.

    Whether the place exists is not asked; nor whether the postal code lies in the region.
    """
    if address.country.upper() == "US":
        return check_us(address)
    rules, found = form(address.country), {}
    if not address.name.strip() and not address.company.strip():
        found["name"] = "Enter the name of a person or a company."
    for field in sorted(rules.required):
        if not getattr(address, field).strip():
            found[field] = _ask(rules, field)
    for field in ("state", "postal_code"):
        if getattr(address, field).strip() and not is_one(rules, field, getattr(address, field)):
            found[field] = problem_of(rules, field)
    for field, most in _LONGEST:
        if len(getattr(address, field).strip()) > most:
            found[field] = f"This can have at most {most} characters."
    return found


def has_place(address: PostalAddress) -> bool:
    """Whether it is said in which town the street lies, as far as the country's addresses say it."""
    fields, texts = form(address.country).fields, [address.city, address.postal_code]
    if "city" not in fields:
        texts.append(address.state)
    says_none = not {"city", "state", "postal_code"} & set(fields)
    return says_none or any(text.strip() for text in texts)


def is_one(rules: AddressForm, field: str, typed: str) -> bool:
    """Whether what was typed is a postal code or a region of the country, as far as is known."""
    if field == "postal_code" and rules.postal is not None:
        return is_postal_code(rules.country, typed)
    if field == "state" and rules.regions:
        return rules.region(typed) is not None
    return True


def problem_of(rules: AddressForm, field: str) -> str:
    """What to say of a postal code or a region that is none."""
    if field == "postal_code":
        like = f", like {rules.examples[0]}" if rules.examples else ""
        return f"Enter the {_CODES[rules.postal_word]} as it is written there{like}."
    return f"Enter the {_region_word(rules)} by its name or code, {_example(rules)}."


def normalised(address: PostalAddress) -> PostalAddress:
    """The address as it is kept: postal code and region as the country writes them, nothing else."""
    if address.country.upper() == "US":
        code = format_zip(address.postal_code) or address.postal_code
        state = state_code(address.state) or address.state
        if (code, state) == (address.postal_code, address.state):
            return address
        return replace(address, postal_code=code, state=state)
    region = form(address.country).region(address.state)
    in_latin = all(map(is_latin, (address.state, address.line1, address.city)))
    return replace(
        address,
        postal_code=postal_code(address.country, address.postal_code),
        state=region.text(latin=in_latin) if region else address.state.strip(),
    )


def _ask(rules: AddressForm, field: str) -> str:
    if field == "state":
        such = f", {_example(rules)}" if rules.regions else ""
        return f"Enter the {_region_word(rules)}{such}."
    if field == "postal_code":
        such = f", such as {rules.examples[0]}" if rules.examples else ""
        return f"Enter the {_CODES[rules.postal_word]}{such}."
    word = {"city": rules.city_word, "district": rules.district_word}.get(field, field)
    return _ASKED[word]


def _region_word(rules: AddressForm) -> str:
    return _REGIONS.get(rules.state_word, rules.state_word)


def _example(rules: AddressForm) -> str:
    """`such as Ontario or ON`: in Latin letters, for whoever types here."""
    one = rules.regions[0]
    code = one.text(latin=True)
    is_short = len(code) <= _SHORT and code != one.latin
    return f"such as {one.latin} or {code}".rstrip(".") if is_short else f"such as {one.latin}"
