"""Stored keys of addresses, made anew when a newer program makes them in another way."""

from __future__ import annotations

import sqlalchemy as sa

from models.addresses_rules import PostalAddress, standardise
from models.types import SearchKeyText

_ADDRESS_FIELDS = ("line1", "line2", "city", "state", "postal_code", "country")
_ADDRESSES = sa.table(
    "addresses",
    sa.column("id", sa.Uuid()),
    sa.column("match_key", SearchKeyText(400)),
    *(sa.column(field, sa.String()) for field in _ADDRESS_FIELDS),
)
_WATCHED = sa.table(
    "watched_values", sa.column("id", sa.Uuid()), sa.column("match_key", SearchKeyText(400))
)


def refresh(connection: sa.Connection) -> int:
    """Make the keys of customers' addresses and of watched places anew; return how many changed.

    A watched place is known by its key alone, which reads like an address and is standardised as one.
    The ledger of opt-outs stays as it is, like every ledger.
    """
    changed = 0
    for table, make in ((_ADDRESSES, _of_address), (_WATCHED, _of_key)):
        rows = connection.execute(sa.select(table).where(table.c.match_key.is_not(None)))
        keys = [
            {"row": row["id"], "key": key}
            for row in rows.mappings()
            if (key := make(row)) != row["match_key"]
        ]
        if keys:
            statement = sa.update(table).where(table.c.id == sa.bindparam("row"))
            connection.execute(statement.values(match_key=sa.bindparam("key")), keys)
        changed += len(keys)
    return changed


def _of_address(row: sa.RowMapping) -> str:
    return standardise(PostalAddress(**{field: row[field] for field in _ADDRESS_FIELDS}))


def _of_key(row: sa.RowMapping) -> str:
    key = str(row["match_key"])
    street, *unit, place, country = key.split("|")
    if not place.isdigit() or len(unit) > 1:
        return key  # by its town: what is a unit in it cannot be told
    address = PostalAddress(line1=street, line2="".join(unit), postal_code=place, country=country)
    return standardise(address) or key
