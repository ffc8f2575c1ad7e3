"""Letters that wait for paper: queued once, taken out, put back; how they are listed and found."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from sqlalchemy import inspect

from desktop.services import confirmations, print_room
from desktop.services.desk import Refused
from desktop.services.print_room_shapes import Flaw, PrintCounts
from models.channels import Channel
from models.dispatch import Dispatch, DispatchState, Route
from models.document import DocumentKind
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState
from models.store import Store
from tests.desktop.factories import ONTARIO, RENO, DeskShop
from tests.desktop.printed_letters import (
    ALL,
    add_document,
    answer,
    begin,
    dispatch,
    letter,
    names,
    printed,
    queue,
    sent,
    showing,
    states,
    three_letters,
)

STATE = DispatchState


def counts(shop: DeskShop) -> PrintCounts:
    with shop.database.read() as session:
        return print_room.counts(session, shop.desk())


def take_out(shop: DeskShop, dispatch_id: uuid.UUID) -> None:
    with shop.database.write() as session:
        print_room.take_out(session, shop.desk(), dispatch_id, command_id=uuid7())


def put_back(shop: DeskShop, dispatch_id: uuid.UUID) -> uuid.UUID:
    with shop.database.write() as session:
        return print_room.put_back(session, shop.desk(), dispatch_id, command_id=uuid7())


def find(shop: DeskShop, text: str) -> list[str]:
    with shop.database.read() as session:
        return [row.to_name for row in print_room.find(session, shop.desk(), text)]


def test_a_letter_waits_in_practice_too_and_says_where_it_goes(shop: DeskShop) -> None:
    document = add_document(shop, "page 1", "page 2")
    waits = queue(shop, document, "Jane Roe")
    row = dispatch(shop, waits)
    assert (row.route, row.state, row.destination) == (Route.PRINTER, STATE.QUEUED, "")
    assert (row.postal_key, row.address_key) == ("US 91764", "5798 ML PKWY|# 5|91764|US")
    assert states(shop, waits) == []
    [shown] = showing(shop, "ready")
    assert (shown.to_name, shown.place, shown.pages) == ("Jane Roe", "Ontario, CA 91764", 2)
    assert (shown.state, shown.flaw, shown.may_print) == (STATE.QUEUED, Flaw.NONE, True)
    assert (shown.agent_name, shown.kind) == ("Dana", DocumentKind.CONFIRMATION)


def test_the_same_letter_waits_once_until_it_is_printed(shop: DeskShop) -> None:
    document = add_document(shop, "x")
    waits = queue(shop, document)
    assert queue(shop, document, desk=2) == waits
    batch = begin(shop, [waits])
    assert queue(shop, document) == waits, "with a printer"
    with shop.database.write() as session:
        print_room.batch_sent(session, shop.desk(), batch.id, job="laser-1", command_id=uuid7())
    assert queue(shop, document) == waits, "printed, and nobody has looked"
    answer(shop, batch, ALL)
    again = queue(shop, document)
    assert again != waits, "another copy is wanted of a letter that is good"
    assert shop.count(Dispatch) == (2,)


def test_a_repeated_command_queues_nothing_more(shop: DeskShop) -> None:
    document, command = add_document(shop, "x"), uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            print_room.queue_post(
                session, shop.desk(), document, to_name="Jane", address=ONTARIO, command_id=command
            )
    assert shop.count(Dispatch) == (1,)


def test_without_an_address_it_goes_where_the_order_is_billed(shop: DeskShop) -> None:
    order, _placed = shop.placed(shop.ready_draft(bill_to=RENO))
    document = add_document(shop, "x", order_id=order.id)
    waits = queue(shop, document, "", None)
    [row] = showing(shop, "ready")
    assert (row.to_name, row.place) == ("Theo Roe", "Reno, NV 89501")
    assert row.order_id == order.id
    assert dispatch(shop, waits).address_key == "88 QUARRY RD|89501|US"


def test_a_letter_of_another_shop_is_not_there(shop: DeskShop) -> None:
    document = add_document(shop, "x")
    other = dataclasses.replace(shop.desk(), store_id=uuid7())
    with shop.database.write() as session:
        mine = session.get_one(Store, shop.store_id)
        fields = {column.key: getattr(mine, column.key) for column in inspect(Store).columns}
        session.add(Store(**(fields | {"id": other.store_id})))
    with shop.database.write() as session, pytest.raises(LookupError):
        print_room.queue_post(
            session, other, document, to_name="J", address=None, command_id=uuid7()
        )
    waits = queue(shop, document)
    assert showing(shop, "ready", other) == []
    with shop.database.write() as session, pytest.raises(LookupError):
        print_room.take_out(session, other, waits, command_id=uuid7())
    assert dispatch(shop, waits).state is STATE.QUEUED


PLACES = (
    ({"postal_code": "917641234"}, "US 91764-1234", "Ontario, CA 91764-1234"),
    ({"postal_code": "00000"}, "US 00000", "00000"),
    ({"postal_code": "k1a 0b1", "country": "CA"}, "CA K1A 0B1", "K1A 0B1, CA"),
    ({"postal_code": "", "country": "IE"}, "IE", "IE"),
)


def test_the_place_is_told_from_the_postal_code(shop: DeskShop) -> None:
    for number, (fields, key, place) in enumerate(PLACES):
        address = dataclasses.replace(ONTARIO, **fields)
        waits = queue(shop, add_document(shop, f"letter {number}"), "J", address)
        assert dispatch(shop, waits).postal_key == key
        assert place in [row.place for row in showing(shop, "ready")]


def test_they_wait_in_zip_order_and_house_by_house(shop: DeskShop) -> None:
    first = letter(shop, "Zoe", "10001-0002")
    letter(shop, "Yan", "91764")
    letter(shop, "Xenia", "10001")
    queue(shop, add_document(shop, "to the same house"), "Zachary", dataclasses.replace(
        ONTARIO, line1="1 Zoe St", line2="Apt 5", postal_code="10001-0002"))  # fmt: skip
    assert names(shop, "ready") == ["Xenia", "Zachary", "Zoe", "Yan"]
    with shop.database.read() as session:
        ids = print_room.ready_ids(session, shop.desk())
        few = print_room.waiting(session, shop.desk(), "ready", most=2)
    assert len(ids) == 4
    assert ids[2] == first
    assert [row.to_name for row in few] == ["Xenia", "Zachary"]


def test_a_letter_with_a_flaw_stays_behind_and_says_why(shop: DeskShop) -> None:
    letter(shop, "Good")
    letter(shop, "Li", unprintable="美玲")
    letter(shop, "Long", address_fits=False)
    flaws = {row.to_name: (row.flaw, row.flaw_text) for row in showing(shop, "ready")}
    assert flaws == {
        "Good": (Flaw.NONE, ""), "Li": (Flaw.CHARACTERS, "美玲"), "Long": (Flaw.ADDRESS, ""),
    }  # fmt: skip
    assert [r.to_name for r in showing(shop, "ready") if r.may_print] == ["Good"]
    with shop.database.read() as session:
        assert len(print_room.ready_ids(session, shop.desk())) == 1
    assert counts(shop) == PrintCounts(ready=1, flawed=2, to_answer=0, to_mail=0)


def test_kinds_are_counted_and_chosen(shop: DeskShop) -> None:
    letter(shop, "A")
    letter(shop, "B", kind=DocumentKind.OPT_OUT_CONFIRMATION)
    letter(shop, "C", kind=DocumentKind.OPT_OUT_CONFIRMATION, address_fits=False)
    kind = DocumentKind.OPT_OUT_CONFIRMATION
    with shop.database.read() as session:
        assert print_room.kinds(session, shop.desk(), "ready") == {
            DocumentKind.CONFIRMATION: 1, kind: 2,
        }  # fmt: skip
        rows = print_room.waiting(session, shop.desk(), "ready", kind=kind)
        assert [row.to_name for row in rows] == ["B", "C"]
        assert len(print_room.ready_ids(session, shop.desk(), kind=kind)) == 1
        assert print_room.kinds(session, shop.desk(), "mailed") == {}


def test_taken_out_and_put_back(shop: DeskShop) -> None:
    waits = letter(shop, "Ash")
    take_out(shop, waits)
    assert names(shop, "ready") == []
    assert states(shop, waits) == [STATE.STOPPED]
    with pytest.raises(Refused, match="taken_elsewhere"):
        take_out(shop, waits)
    again = put_back(shop, waits)
    assert again != waits
    assert put_back(shop, waits) == again, "it waits already"
    assert names(shop, "ready") == ["Ash"]
    assert dispatch(shop, again).address_key == dispatch(shop, waits).address_key
    with pytest.raises(Refused, match="not_taken_out"):
        put_back(shop, again)


def test_what_a_printer_has_cannot_be_taken_out_and_what_is_good_can(shop: DeskShop) -> None:
    waits = letter(shop, "Ash")
    batch = sent(shop, [waits])
    with pytest.raises(Refused, match="taken_elsewhere"):
        take_out(shop, waits)
    answer(shop, batch, ALL)
    assert counts(shop).to_mail == 1
    take_out(shop, waits)
    assert counts(shop).to_mail == 0
    assert states(shop, waits)[-2:] == [STATE.PRINTED, STATE.STOPPED]


def test_the_print_sheets_papers_do_not_wait_here(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    document = add_document(shop, "x", order_id=order.id)
    pick_list = add_document(shop, "y", order_id=order.id, kind=DocumentKind.PICK_LIST)
    for paper in (document, pick_list):
        with shop.database.write() as session:
            made = confirmations.record_sending(
                session, shop.desk(), paper, route=Route.PRINTER, destination="laser", copies=1,
                job="laser-1", failure="", command_id=uuid7(),
            )  # fmt: skip
        assert counts(shop).ready == counts(shop).to_answer == 0
        with shop.database.write() as session:
            confirmations.answer_paper(session, shop.desk(), made, good=True, command_id=uuid7())
    assert names(shop, "ready") == []
    assert names(shop, "to_mail") == ["Jane Roe"], "the letter is to mail, the pick list is not"
    assert counts(shop) == PrintCounts(ready=0, flawed=0, to_answer=0, to_mail=1)


@pytest.mark.parametrize("good", [True, False])
def test_what_the_sheet_printed_meanwhile_is_not_printed_again(shop: DeskShop, good: bool) -> None:
    order, _placed = shop.placed()
    document = add_document(shop, "x", order_id=order.id)
    waits = queue(shop, document, "Jane Roe")
    other = letter(shop, "Ash")
    with shop.database.write() as session:
        made = confirmations.record_sending(
            session, shop.desk(), document, route=Route.PRINTER, destination="laser", copies=1,
            job="laser-1", failure="", command_id=uuid7(),
        )  # fmt: skip
        confirmations.answer_paper(session, shop.desk(), made, good=good, command_id=uuid7())
    assert dispatch(shop, waits).state is (STATE.STOPPED if good else STATE.QUEUED)
    assert dispatch(shop, other).state is STATE.QUEUED
    assert counts(shop).to_mail == int(good)


def test_counts_follow_a_batch(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = sent(shop, ids[:2])
    assert counts(shop) == PrintCounts(ready=1, flawed=0, to_answer=2, to_mail=0)
    answer(shop, batch, ALL)
    assert counts(shop) == PrintCounts(ready=1, flawed=0, to_answer=0, to_mail=2)


def test_a_letter_is_found_by_what_stands_on_it(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    waits = queue(shop, add_document(shop, "x", order_id=order.id), "Jane Roe")
    printed(shop, [waits, letter(shop, "Birch Brown")])
    letter(shop, "Birch who still waits")
    assert find(shop, order.number) == ["Jane Roe"]
    assert find(shop, f"  {order.number[:5]} {order.number[5:]} ") == ["Jane Roe"]
    assert find(shop, "brown bir") == ["Birch Brown"]
    assert find(shop, "ROE") == ["Jane Roe"]
    for nobody in ("", "  ", "b", "OPT-7", "nobody", "%"):
        assert find(shop, nobody) == []


def test_an_opt_outs_letter_is_found_by_its_reference(shop: DeskShop) -> None:
    kind = DocumentKind.OPT_OUT_CONFIRMATION
    document = add_document(shop, "x", kind=kind)
    request = add_request(shop, 1203, document)
    waits = queue(shop, document, "", None)
    [row] = showing(shop, "ready")
    assert (row.request_id, row.to_name, row.place) == (request, "Theo Roe", "Reno, NV 89501")
    printed(shop, [waits])
    assert find(shop, "opt-1203") == find(shop, "OPT 1203") == ["Theo Roe"]
    assert find(shop, "OPT-1204") == []


def add_request(shop: DeskShop, number: int, document: uuid.UUID) -> uuid.UUID:
    """A request that *document* confirms, from Reno."""
    now, made = shop.clock.now(), uuid7()
    with shop.database.write() as session:
        session.add(
            OptOutRequest(
                id=made, store_id=shop.store_id, number=number, kind=OptOutKind.OPT_OUT,
                state=RequestState.RECORDED, state_at=now, channel=Channel.MAIL, received_at=now,
                scope=OptOutScope.PERSON, media=["post"], topics=["all"], language="en",
                who={"name": "Theo Roe", "address": dataclasses.asdict(RENO)},
                confirm_document_id=document, due_on=now.date(), agent_id=shop.agents[0],
                created_at=now,
            )
        )  # fmt: skip
    return made
