"""The process in which the bench of a batch makes its shop and prints; it tells its figures as JSON.

`python -m tests.benchmarks.batch_printing make|print FILE LETTERS ROUNDS`
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import insert, select

from desktop.dispatch.print_batches import PrintBench, print_batch
from desktop.documents.opt_out_letter import render_opt_out_letter
from desktop.services import print_room
from desktop.services.print_room_shapes import CameOut
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.session import Database, database_url
from tests.benchmarks.measure import taken_by
from tests.desktop.documents.opt_out_letters import opt_out_letter
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.fixed_clock import FixedClock

_ZIP_FIRST, _ZIP_STEP = 501, 9
_AT_ONCE = 200


def make(file: Path, count: int) -> dict[str, list[float]]:
    """Fill *file* with a shop in which so many letters wait."""
    file.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        shop = make_desk_shop(Path(folder))
        taken: list[float] = []
        for start in range(0, count, _AT_ONCE):
            _add(shop, range(start, min(start + _AT_ONCE, count)), taken)
        shop.database.close()
        (Path(folder) / "desk.sqlite").rename(file)
    ids = {"store": shop.store_id, "desk": shop.workstations[0], "agent": shop.agents[0]}
    file.with_suffix(".json").write_text(json.dumps({k: str(v) for k, v in ids.items()}))
    return {"letter": [sum(taken) / len(taken)]}


def _add(shop: DeskShop, numbers: range, taken: list[float]) -> None:
    rows: dict[type, list[dict[str, object]]] = {DocumentFile: [], Document: [], Dispatch: []}
    now = shop.clock.now()
    for number in numbers:
        code = f"{_ZIP_FIRST + (number * 7919) % 11_000 * _ZIP_STEP:05}"
        lines = (f"Person {number:05}", f"{number} Wickfield Parkway", f"Ontario, CA {code}")
        data = replace(opt_out_letter(), recipient=lines, reference=f"OPT-{number}")
        began = time.perf_counter()
        made = render_opt_out_letter(data)
        taken.append(time.perf_counter() - began)
        common = {"store_id": shop.store_id, "created_at": now}
        document = uuid7()
        rows[DocumentFile].append({**common, "sha256": made.sha256, "pdf": made.pdf})
        rows[Document].append({
            **common, "id": document, "kind": DocumentKind.OPT_OUT_CONFIRMATION,
            "agent_id": shop.agents[0], "language": "en", "data": {}, "pages": made.pages,
            "pdf_sha256": made.sha256,
        })  # fmt: skip
        rows[Dispatch].append({
            **common, "document_id": document, "route": Route.PRINTER, "destination": "",
            "state": DispatchState.QUEUED, "agent_id": shop.agents[0], "state_at": now,
            "to_name": lines[0], "pages": made.pages, "postal_key": f"US {code}",
            "address_key": f"{number} WICKFIELD PKWY|{code}|US",
        })  # fmt: skip
    with shop.database.write() as session:
        for record, values in rows.items():
            session.execute(insert(record), values)


def print_(file: Path, count: int, rounds: int) -> dict[str, list[float]]:
    """Print all of them, several times over, each time after the bare way; seconds for a letter."""
    ids = json.loads(file.with_suffix(".json").read_text())
    shop = DeskShop(
        Database(database_url(file)), FixedClock(), uuid.UUID(ids["store"]),
        [uuid.UUID(ids["desk"])], [uuid.UUID(ids["agent"])],
    )  # fmt: skip
    sizes: list[int] = []

    def take(path: Path, _title: str) -> str:
        sizes.append(path.stat().st_size)
        return "laser-1"

    bench = PrintBench(shop.database, shop.desk(), take)
    told: dict[str, list[tuple[float, float]]] = {"batch": [], "bare": [], "answer": []}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored = 0
    for turn in range(rounds):
        with tempfile.TemporaryFile() as copy:
            told["bare"].append(taken_by(lambda: sizes.append(_read_all(shop, copy.write))))
        stored = sizes.pop()
        with shop.database.read() as session:
            waiting = print_room.ready_ids(session, shop.desk())
        if len(waiting) != count:
            raise RuntimeError("not all of them wait")
        work = partial(print_batch, bench, waiting, printer="laser", command_id=uuid7())
        told["batch"].append(taken_by(work))
        how = CameOut("all" if turn == rounds - 1 else "none")
        told["answer"].append(taken_by(partial(_answer, shop, how)))
    shop.database.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    each = {
        f"{name}{which}": [pair[n] / count for pair in pairs]
        for name, pairs in told.items()
        for n, which in enumerate(("", "_cpu"))
    }
    return {**each, "stored": [stored], "file": [sizes[-1]], "growth": [grown]}


def _answer(shop: DeskShop, how: CameOut) -> None:
    with shop.database.write() as session:
        [batch] = print_room.open_batches(session, shop.desk())
        print_room.answer(session, shop.desk(), batch.id, came_out=how, command_id=uuid7())


def _read_all(shop: DeskShop, write: Callable[[bytes], object]) -> int:
    """The stored bytes in ZIP order, by the driver alone; how many."""
    query = (
        select(Document.pdf_sha256)
        .join(Dispatch, Dispatch.document_id == Document.id)
        .order_by(Dispatch.postal_key, Dispatch.address_key)
    )
    with shop.database.read() as session:
        listing = str(query.compile(session.get_bind()))
    with closing(sqlite3.connect(str(shop.database.engine.url.database))) as connection:
        total = 0
        store = shop.store_id.hex
        for (sha256,) in connection.execute(listing).fetchall():
            one = "SELECT pdf FROM document_files WHERE store_id = ? AND sha256 = ?"
            [pdf] = connection.execute(one, (store, sha256)).fetchone()
            write(pdf)
            total += len(pdf)
        return total


def main() -> int:
    """Do what the arguments say."""
    what, file, count, rounds = sys.argv[1:]
    if what == "make":
        told = make(Path(file), int(count))
    else:
        told = print_(Path(file), int(count), int(rounds))
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
