"""The words of letters: editable texts with placeholders, one file a language in resources/letters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

FALLBACK = "en"


class TextsError(Exception):
    """A file of letter texts is damaged: which text, and what is wrong with it."""


class LetterTexts:
    """The words of one language.

    Attributes:
        language: Code of the file that was found, for the PDF's language mark.
    """

    def __init__(self, *, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def say(self, key: str, **values: str) -> str:
        """The text called *key* with its placeholders filled in.

        Raises:
            TextsError: there is no such text, or it has a placeholder that means nothing there.
        """
        if key not in self._texts:
            raise TextsError(f"The letter texts ({self.language}) have no text “{key}”.")

        def fill(found: re.Match[str]) -> str:
            name = found[1]
            if name not in values:
                raise TextsError(
                    f"The letter text “{key}” ({self.language}) uses {{{name}}}, "
                    f"which is not known there."
                )
            return values[name]

        return _PLACEHOLDER.sub(fill, self._texts[key])

    def day(self, when: date) -> str:
        """*when* as a letter writes it, the month in words."""
        month = self.say(f"month.{when.month}")
        return self.say("date", day=str(when.day), month=month, year=f"{when.year:04d}")


@cache
def load_texts(language: str) -> LetterTexts:
    """The words of letters in *language*, in its base language, or else in English.

    Raises:
        TextsError: the file is damaged.
    """
    return _load("letters", language, is_dated=True)


@cache
def load_mail_texts(language: str) -> LetterTexts:
    """The words of the e-mail that a letter is attached to; as `load_texts`."""
    return _load("mail", language, is_dated=False)


def _load(folder: str, language: str, *, is_dated: bool) -> LetterTexts:
    if _LANGUAGE.fullmatch(language):
        wanted = language.replace("_", "-")
        for name in (wanted, wanted.split("-")[0].lower(), FALLBACK):
            file = files("resources") / folder / f"{name}.json"
            if file.is_file():
                return _parse(name, file.read_bytes(), is_dated=is_dated)
    fallback = files("resources") / folder / f"{FALLBACK}.json"
    return _parse(FALLBACK, fallback.read_bytes(), is_dated=is_dated)


def _parse(name: str, content: bytes, *, is_dated: bool = True) -> LetterTexts:
    try:
        texts = json.loads(content)
    except ValueError as error:
        raise TextsError(f"The letter texts “{name}” cannot be read: {error}") from error
    if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
        raise TextsError(f"The letter texts “{name}” are not a list of names and texts.")
    for month in range(1, 13) if is_dated else ():
        if f"month.{month}" not in texts:
            raise TextsError(f"The letter texts “{name}” have no text “month.{month}”.")
    return LetterTexts(language=name, texts=texts)
