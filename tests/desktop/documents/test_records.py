"""Data of documents as JSON values and back: what is not a record of it is told, not guessed."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pytest

from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.records import from_values, to_values
from tests.desktop.documents.letters import confirmation


class Colour(enum.Enum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    name: str
    size: int = 1


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    planted: date | None
    colour: Colour = Colour.RED
    kind: Literal["oak", "elm"] = "oak"
    tall: bool = False
    notes: tuple[str, ...] | None = None


TREE = Tree((Leaf("a"), Leaf("b", 2)), date(2026, 11, 22), kind="elm", tall=True, notes=("x",))
RECORD = {
    "leaves": [{"name": "a", "size": 1}, {"name": "b", "size": 2}],
    "planted": "2026-11-22",
    "colour": "red",
    "kind": "elm",
    "tall": True,
    "notes": ["x"],
}


def test_there_and_back() -> None:
    assert to_values(TREE) == RECORD
    assert from_values(Tree, json.loads(json.dumps(to_values(TREE)))) == TREE


def test_what_is_missing_is_its_default() -> None:
    assert from_values(Tree, {"leaves": [{"name": "a"}], "planted": None}) == Tree(
        (Leaf("a"),), None
    )


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"leaves": "ab"}, "Tree.leaves is no list"),
        ({"leaves": ["a"]}, "Tree.leaves is no record"),
        ({"leaves": [{"size": 1}]}, "Tree.leaves has no name"),
        ({"leaves": [{"name": 1}]}, "Tree.leaves.name is not of its type"),
        ({"leaves": [{"name": "a", "size": True}]}, "Tree.leaves.size is not of its type"),
        ({"planted": 3}, "Tree.planted is no text"),
        ({"planted": "yesterday"}, "Tree.planted is not one of those known"),
        ({"colour": "blue"}, "Tree.colour is not one of those known"),
        ({"kind": "fir"}, "Tree.kind is not one of those known"),
        ({"tall": 1}, "Tree.tall is not of its type"),
        ({"age": 3}, "Tree has values that are not known: age"),
    ],
)
def test_what_is_wrong_is_told_without_its_content(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        from_values(Tree, RECORD | changes)
    assert str(caught.value) == complaint


def test_the_rules_of_the_data_hold_for_a_record_too() -> None:
    record = confirmation().to_record() | {"payment_words": ["Visa ending 4242, 12/30"]}
    with pytest.raises(ValueError, match="expiry"):
        ConfirmationData.from_record(record)
