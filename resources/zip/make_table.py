"""Make `us_zip.tsv.gz`, the packaged table of United States ZIP codes.

Run by hand in a development environment, never at run time:

    pip install zipcodes==3.0.0
    python resources/zip/make_table.py

One line a ZIP code, in ascending order, five fields between tabs: ZIP, state, town, IANA time
zone (empty for military mail, whose place is not told), other accepted towns between bars. ZIP
codes that are no longer in use are left out. Where the data comes from is written in NOTICE.

The only changes to the facts are of spelling, so that a name prints as people write it: APO,
FPO and DPO in capitals, McLean for "Mc Lean" and "Mclean", O'Fallon for "O Fallon", and one
time zone that was the name of a town.
"""

from __future__ import annotations

import gzip
import io
import re
from importlib import import_module
from pathlib import Path
from zoneinfo import available_timezones

IANA_ZONES = available_timezones()
TARGET = Path(__file__).parent / "us_zip.tsv.gz"
CAPITALS = {"Apo": "APO", "Fpo": "FPO", "Dpo": "DPO", "Fe Warren AFB": "F E Warren AFB"}
ZONES = {"Napakiak": "America/Anchorage"}
ACRONYMS = {"Mcbh": "MCBH", "Mcas": "MCAS", "Mcb": "MCB"}


def town_name(raw: str) -> str:
    """The town's name as people write it, from the post office's form of it."""
    name = CAPITALS.get(raw, raw)
    words = [ACRONYMS.get(word, word) for word in name.split()]
    name = " ".join(words)
    name = re.sub(r"\bMc ?([A-Za-z])(?=[a-z]{2})", lambda found: "Mc" + found[1].upper(), name)
    name = re.sub(r"\bO (Brien|Fallon|Neill|Neals|Kean)\b", r"O'\1", name)
    return name.replace("Coeur D Alene", "Coeur d'Alene")


def line_of(record: dict[str, object]) -> str:
    """One line of the table.

    Raises:
        ValueError: A field holds a separator, or a time zone is not an IANA name.
    """
    town = town_name(str(record["city"]))
    zone = ZONES.get(str(record["timezone"]), str(record["timezone"]))
    if zone and zone not in IANA_ZONES:
        raise ValueError(f"no such time zone: {zone}")
    accepted = record["acceptable_cities"]
    assert isinstance(accepted, list)  # noqa: S101
    others = dict.fromkeys(town_name(other) for other in accepted)
    others.pop(town, None)
    fields = [str(record["zip_code"]), str(record["state"]), town, zone, "|".join(others)]
    line = "\t".join(fields)
    if line.count("\t") != 4 or "\n" in line or any("|" in other for other in (town, *others)):
        raise ValueError(f"a separator in ZIP {fields[0]}")
    return line


def main() -> None:
    """Write the table; the same input gives the same bytes."""
    # By name: the package is no dependency of ours, and the type checker need not have it.
    records = import_module("zipcodes").list_all()
    lines = sorted(line_of(record) for record in records if record["active"])
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as out:
        out.write("\n".join(lines).encode("utf-8"))
    TARGET.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
