"""The editable words of letters."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from string import Formatter

import pytest

from desktop.documents.texts import LetterTexts, TextsError, _parse, load_texts

MONTHS = {f"month.{number}": "x" for number in range(1, 13)}


def test_a_language_without_texts_gets_english() -> None:
    for language in ("", "en", "en-US", "tlh", "../../etc/passwd", "x" * 500):
        assert load_texts(language).language == "en"


def test_a_placeholder_is_filled_in_and_an_unknown_one_is_told() -> None:
    texts = LetterTexts(language="en", texts={"a": "Call {phone}.", "b": "{0.__class__} {nmae}"})
    assert texts.say("a", phone="1-909-555-0100") == "Call 1-909-555-0100."
    with pytest.raises(TextsError, match=r"“b” \(en\) uses \{nmae\}"):
        texts.say("b", name="x")
    with pytest.raises(TextsError, match="no text “c”"):
        texts.say("c")


def test_values_are_not_read_as_placeholders() -> None:
    texts = LetterTexts(language="en", texts={"a": "{one} {two}"})
    assert texts.say("a", one="{two}", two="2") == "{two} 2"


def test_dates_are_written_out() -> None:
    assert load_texts("en").day(date(2026, 2, 5)) == "5 February 2026"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "cannot be read"),
        (b"[]", "not a list of names and texts"),
        (b'{"a": 1}', "not a list of names and texts"),
        (b'{"a": "b"}', "have no text “month.1”"),
    ],
)
def test_damaged_texts_are_told(content: bytes, complaint: str) -> None:
    with pytest.raises(TextsError, match=complaint):
        _parse("xx", content)


def test_the_english_texts_are_whole() -> None:
    content = (files("resources") / "letters" / "en.json").read_text("utf-8")
    texts = json.loads(content)
    assert MONTHS.keys() <= texts.keys()
    for text in texts.values():
        assert text == text.strip()
        assert text
        list(Formatter().parse(text))  # every brace is closed


@pytest.mark.parametrize("language", ["es"])
def test_every_other_language_says_all_of_it(language: str) -> None:
    folder = files("resources") / "letters"
    english = json.loads((folder / "en.json").read_text("utf-8"))
    other = json.loads((folder / f"{language}.json").read_text("utf-8"))
    assert list(other) == list(english)
    for name, text in other.items():
        assert text == text.strip()
        assert placeholders(text) == placeholders(english[name]), name
    assert load_texts("es-US").language == "es"
    assert load_texts("es").day(date(2026, 2, 5)) == "5 de febrero de 2026"


def placeholders(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_text_advertises() -> None:
    content = (files("resources") / "letters" / "en.json").read_text("utf-8").lower()
    for word in ("sale", "save ", "new arrivals", "visit", "discover", "don't miss", "free gift"):
        assert word not in content
