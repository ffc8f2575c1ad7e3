"""Damaged files of every kind: each comes in whole or not at all, and nothing else goes wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.errors import AgentError
from desktop.imports import opt_out_list
from desktop.imports.files import previewing, reading
from desktop.imports.importing import FileKind, FileSpec
from models.session import Database
from tests.desktop.factories import DeskShop

CARD = "4242" * 4
SEEDS: dict[FileKind | None, tuple[str, ...]] = {
    FileKind.CATALOGUE: (
        "sku,upc,name,price,description\nA-1,4006381333931,Lamp,1.00,Fine\n"
        'A-2,,Wick,"1,299.00","a ""b"""\n',
        "Handle,Title,Variant Price,Option1 Value,Variant SKU,Body (HTML)\n"
        "pot,Clay Pot,9.99,Small,,<p>x</p>\npot,,15.99,Large,,\npot,,,,,\n",
        "ID;Type;SKU;Name;Regular price;Parent;Grouped products\n1;variable;T;Tee;;;\n"
        "2;variation;T-R;Tee Red;5,00;T;\n3;grouped;S;Set;;;T-R\n",
    ),
    FileKind.CUSTOMERS: (
        "First name,Last name,Phone,E-mail,Street,City,State,ZIP,Newsletter opt in,Note\n"
        "José,Roe,775-555-0142,jose@example.com,12 Oak St,Reno,NV,89501,no,x\n"
        'Ada,Kern,+44 20 7946 0958,ada@example.com,"1 King St\nFlat 2",London,,SW1A 2AA,yes,\n',
    ),
    FileKind.TAX_RATES: (
        "State,ZipCode,TaxRegionName,EstimatedCombinedRate\nCA,91764,Ontario,0.0775\nNV,89501,Reno,0.08265\n",
    ),
    FileKind.SHIPPING: (
        "Code,Name,Carrier,Currency,Basis,From,Amount\nEXTRA,Extra,UPS,USD,subtotal,0,9.00\n",
    ),
    FileKind.STOCK: ("SKU,Stock,Restock on\nLAMP-1,25,2026-05-01\nWICK-2,7,\n",),
    None: ("value,medium,date\n(212) 555-0142,call,3/5/2024\ntheo@example.org,,\n",),
}
"""Small good files of each kind; None: of opt-outs."""
FILES = [(kind, text) for kind, texts in SEEDS.items() for text in texts]
_DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["cut", "drop", "flip", "put", "twice", "long"]),
        st.integers(0, 10_000),
        st.sampled_from(
            [b'"', b"\0", b",", b";", b"\t", b"\r", b"\n", b"\xff\xfe", b"\x80", b"'", b"=", b'"",']
        ),
    ),
    max_size=4,
)


def damaged(content: bytes, how: list[tuple[str, int, bytes]]) -> bytes:
    """*content* after every damage of *how*."""
    for what, where, put in how:
        at = where % (len(content) + 1)
        if what == "cut":
            content = content[:at]
        elif what == "drop":
            content = content[:at] + content[at + 1 + where % 7 :]
        elif what == "flip" and content:
            at %= len(content)
            content = content[:at] + bytes([content[at] ^ (1 << where % 8)]) + content[at + 1 :]
        elif what == "put":
            content = content[:at] + put + content[at:]
        elif what == "twice":
            content = content[:at] + content
        elif what == "long":
            content = content[:at] + put * (where * 3) + content[at:]
    return content


class _Room:
    """A shop in a file, put back to how it was before every file."""

    def __init__(self, shop: DeskShop, folder: Path) -> None:
        self.folder = folder
        self.desk = replace(shop.desk(), may_supervise=True)
        self._database = shop.database
        shop.database.close()
        self._file = Path(str(shop.database.engine.url.database))
        self._clean = self._file.read_bytes()

    def take(self, kind: FileKind | None, content: bytes) -> str:
        """Bring a file in; how it ended, in a word."""
        for left in self.folder.iterdir():
            left.unlink()
        path = self.folder / "list.csv"
        path.write_bytes(content)
        try:
            ended, before = "", self._digest()
            try:
                self._run(self._database, kind, path)
            except AgentError as error:
                ended = str(error)
            self._database.close()
            if not ended:
                return "read"
            assert CARD not in ended
            assert self._digest() == before
            assert [left.name for left in self.folder.iterdir()] == ["list.csv"]
            return "not read"
        finally:
            self._database.close()
            self._file.write_bytes(self._clean)

    def _run(self, database: Database, kind: FileKind | None, path: Path) -> None:
        if kind is None:
            opt_out_list.preview(path, self.desk)
            taken = opt_out_list.run(database, self.desk, opt_out_list.ImportSpec(path))
            rows, counted, report = taken.rows, taken.created + taken.unchanged, taken.report
            counted += taken.refused
        else:
            previewing(kind)(database, self.desk, path)
            done = reading(kind)(database, self.desk, FileSpec(path))
            rows, report = done.rows, done.report
            counted = done.created + done.updated + done.unchanged + done.refused
        assert rows == counted
        if report is not None:
            assert CARD not in report.read_text("utf-8-sig")

    def _digest(self) -> list[str]:
        with closing(sqlite3.connect(self._file)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return [
                f"{name} {count}"
                for (name,) in sorted(names)
                for (count,) in connection.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            ]


@pytest.fixture
def room(shop: DeskShop, tmp_path_factory: pytest.TempPathFactory) -> _Room:
    """A shop for damaged files."""
    return _Room(shop, tmp_path_factory.mktemp("files"))


@settings(
    max_examples=63,
    derandomize=True,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    how=_DAMAGE,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    has_card=st.booleans(),
)
@pytest.mark.parametrize(("kind", "text"), FILES)
def test_damaged_files_come_in_whole_or_not_at_all(
    room: _Room,
    kind: FileKind | None,
    text: str,
    how: list[tuple[str, int, bytes]],
    encoding: str,
    has_card: bool,
) -> None:
    if has_card:
        text = text.rstrip("\n") + f" {CARD}\n"
    room.take(kind, damaged(text.encode(encoding), how))


@pytest.mark.parametrize("kind", SEEDS)
def test_a_cell_of_ten_megabytes_is_refused_with_its_file(
    room: _Room, kind: FileKind | None
) -> None:
    text = SEEDS[kind][0]
    assert room.take(kind, text.encode()) == "read"
    assert room.take(kind, f'{text}"{"x" * 10_000_000}"\n'.encode()) == "not read"
