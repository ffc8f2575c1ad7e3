"""What is told of a file: what its first rows would become, and what became of all of them."""

from __future__ import annotations

from desktop.imports.importing import FileKind, FilePreview, FileResult, Outcome
from ui import labels_files
from ui.labels_files import tr
from ui.widgets.file_columns import MOST_COLUMNS

Fact = tuple[str, str, str, str]
_MOST_REASONS = 8
_MOST_TOLD = 20
_MOST_NUMBERS = 3
LONG = 3_000_000
"""Bytes of a file that takes longer to come in than other desks wait for the database."""


def said(seen: FilePreview) -> str:
    """How a file reads, in one line: size, encoding, whose it is, how many columns."""
    columns = len(seen.names)
    parts = [
        labels_files.size(seen.size),
        seen.encoding,
        labels_files.made_by(seen.made_by),
        tr("1 column") if columns == 1 else tr("{n} columns").format(n=columns),
    ]
    if columns > MOST_COLUMNS:
        words = tr("those after the first {n} are taken as they are named")
        parts.append(words.format(n=MOST_COLUMNS))
    return ", ".join(part for part in parts if part)


def better_words(what: str, by: str) -> str:
    """What a file seems to hold instead."""
    if not by:
        return tr("This looks like {what}.").format(what=what)
    return tr("This looks like {what}, {by}.").format(what=what, by=labels_files.made_by(by))


def summary(seen: FilePreview) -> str:
    """What the first rows would become; and of a long file, what its coming in does to others."""
    words = _first_rows(seen)
    if seen.size < LONG:
        return words
    long = tr("It is long: while it comes in, no desk can save anything. Choose a quiet hour.")
    return f"{words} {long}"


def _first_rows(seen: FilePreview) -> str:
    refused = sum(row.outcome is Outcome.REFUSED for row in seen.seen)
    n = len(seen.seen)
    if not n:
        return tr("There are no rows under the headings.")
    if n == 1:
        return tr("Its one row would be refused.") if refused else tr("Its one row would come in.")
    if not refused:
        return tr("All of the first {rows} would come in.").format(rows=labels_files.rows(n))
    words = tr("Of the first {rows} {bad} would be refused.")
    return words.format(rows=labels_files.rows(n), bad=f"{refused:,}")


def preview_facts(seen: FilePreview) -> list[Fact]:
    """The first rows by what is told of them: refused ones first, what is taken otherwise after."""
    refused: dict[str, list[int]] = {}
    told: dict[str, list[int]] = {}
    for number, row in enumerate(seen.seen, start=1):
        into = refused if row.outcome is Outcome.REFUSED else told
        for words in row.told:
            into.setdefault(words, []).append(number)
    facts = [*_by_reason(refused, "x", "held_text"), *_by_reason(told, "info", "muted")]
    if len(facts) <= _MOST_REASONS:
        return facts
    more = tr("and {n} more").format(n=len(facts) - _MOST_REASONS)
    return [*facts[:_MOST_REASONS], ("", more, "", "")]


def result_title(kind: FileKind, result: FileResult) -> str:
    """What came of it, in one line."""
    if not result.rows:
        return tr("There are no rows in this file.")
    if not result.changed:
        if result.refused == result.rows:
            return tr("Every row was refused. Nothing is changed.")
        return tr("Nothing of it was new.")
    words = labels_files.kind(kind)[0]
    said = tr("{created} created, {updated} updated, {unchanged} unchanged, {refused} refused").format(
        created=f"{result.created:,}", updated=f"{result.updated:,}",
        unchanged=f"{result.unchanged:,}", refused=f"{result.refused:,}",
    )  # fmt: skip
    return tr("{what}: {said}.").format(what=words, said=said)


def result_facts(result: FileResult) -> list[Fact]:
    """The four counts, then what was told and how often."""
    number = labels_files.rows
    facts: list[Fact] = [
        (tr("In the file"), number(result.rows), "list-dashes", "muted"),
        (tr("Created"), number(result.created), "plus", "ok_text"),
        (tr("Updated"), number(result.updated), "pencil-simple", "ok_text"),
        (tr("Unchanged"), number(result.unchanged), "equals-bold", "muted"),
        (tr("Refused"), number(result.refused), "x", "held_text" if result.refused else "muted"),
    ]
    told = list(result.told.items())
    facts += [(number(count), words, "info", "muted") for words, count in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        more = tr("and {n} more, in the report").format(n=len(told) - _MOST_TOLD)
        facts.append(("", more, "", ""))
    if result.report is not None:
        facts.append((tr("Report"), str(result.report), "file-text", "muted"))
    return facts


def _by_reason(found: dict[str, list[int]], icon: str, tone: str) -> list[Fact]:
    often = sorted(found.items(), key=lambda item: -len(item[1]))
    return [(_which(numbers), words, icon, tone) for words, numbers in often]


def _which(numbers: list[int]) -> str:
    if len(numbers) > _MOST_NUMBERS:
        return labels_files.rows(len(numbers))
    if len(numbers) == 1:
        return tr("Row {n}").format(n=numbers[0])
    return tr("Rows {n}").format(n=", ".join(map(str, numbers)))
