"""How the database goes about the questions of the fax room: by its indexes, and in words of any."""

from __future__ import annotations

import re

from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import ClauseElement

from desktop.services import fax_page_views, received_faxes
from desktop.services.received_fax_shapes import FaxWord
from tests.desktop.services.faxes import FaxRoom
from tests.desktop.services.watched import watched

HEAVY = (
    "sealed_originals", "received_fax_pages", "received_fax_events", "customers", "contact_points",
    "orders", "agents",
)  # fmt: skip
"""Tables of which single rows are read only: bytes of pages, and all that knows nothing of faxes."""


def ask_everything(faxes: FaxRoom) -> None:
    """What the fax room asks, and what it writes in between."""
    shop, desk = faxes.shop, faxes.shop.desk()
    fax_id, other = faxes.arrive(sender="+19095550142"), faxes.arrive()
    shop.customer(phone="909 555 0142")
    faxes.review(fax_id)
    faxes.take(other)
    with shop.database.write() as session:
        received_faxes.original(session, desk, other)
        received_faxes.keep_words(session, shop.store_id, fax_id, [[FaxWord(1, 1, 1, 1, 1, "x")]])
    with shop.database.read() as session:
        for showing in ("todo", "done", "junk", "all"):
            received_faxes.inbox(session, desk, showing=showing, before=shop.clock.now())
        received_faxes.counts(session, desk)
        received_faxes.detail(session, desk, fax_id)
        received_faxes.page_image(session, desk, fax_id, 1)
        received_faxes.words(session, desk, fax_id)
        received_faxes.match_for(session, desk, "+19095550142")
        received_faxes.owed(session, shop.store_id)
        received_faxes.junk_senders(session, desk)
        fax_page_views.unread_faxes(session, shop.store_id)


def test_no_page_and_no_original_is_read_that_was_not_asked_for(faxes: FaxRoom) -> None:
    with watched(faxes.shop) as (_asked, sent):
        ask_everything(faxes)
    assert len(sent) > 30
    found = set()
    with faxes.shop.database.engine.connect() as connection:
        for sql, values in dict.fromkeys((s, tuple(v)) for s, v in sent):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            for row in plan:
                step = str(row[3])
                scan = re.match(r"SCAN (\w+)", step)
                wide = re.match(r"SEARCH (\w+) .*\(store_id=\?\)", step)
                for match in (scan, wide):
                    if match and (match[1] in HEAVY or (match is scan and "fax" in match[1])):
                        found.add((step, sql[:400]))
    assert found == set()


def test_every_question_is_one_that_postgresql_understands(faxes: FaxRoom) -> None:
    with watched(faxes.shop) as (asked, _sent):
        ask_everything(faxes)
    compiled = 0
    for clause in asked:
        if isinstance(clause, ClauseElement) and clause.is_select:  # type: ignore[attr-defined]
            words = str(clause.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
            assert "rowid" not in words.lower()
            compiled += 1
    assert compiled > 30
