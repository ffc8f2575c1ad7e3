"""What is said of a marketing list that passes the gate: asked for, shown before, told after."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.channels import Medium
from models.opt_out import Topic

KINDS_OF: Mapping[Medium, tuple[str, ...]] = {
    Medium.CALL: ("phone", "mobile"),
    Medium.TEXT: ("phone", "mobile"),
    Medium.FAX: ("fax", "phone", "mobile"),
    Medium.EMAIL: ("email",),
    Medium.POST: (
        "address1", "address2", "city", "state", "zip", "country", "name", "first_name",
        "last_name",
    ),
}  # fmt: skip
"""What a column may be for each medium (kinds of desktop.imports.table_columns)."""

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do; of the same unit, and never going back."""


class ScrubCancelled(Exception):
    """Somebody changed their mind; nothing was left behind."""


@dataclass(frozen=True, kw_only=True)
class ScrubSpec:
    """A list, and what is to become of it.

    Attributes:
        path: The list.
        out: New file for the rows that may be used.
        rejected: New file for those that may not, and why.
        columns: What each column is, from 0; None: as `preview` guesses. Of several columns with a
            number or an e-mail address one that is stopped rejects the row, for the row is used by
            any of them.
        purpose: What the list is for, in somebody's words, for the record.
        topic: What of marketing it is for; all, any marketing, is stopped by whatever is stopped.
        account: The computer's account, for the record.
        signed_in: Whether the desk's agent signed in; the command line has nobody.
        replace: Whether files of these names may be replaced.
    """

    path: Path
    medium: Medium
    out: Path
    rejected: Path
    columns: Mapping[int, str] | None = None
    purpose: str = ""
    topic: Topic = Topic.ALL
    account: str = ""
    signed_in: bool = True
    replace: bool = False


@dataclass(frozen=True)
class ListPreview:
    """The beginning of a list, before anything is done with it.

    Attributes:
        size: Bytes.
        encoding: In words.
        delimiter: Between cells.
        headings: Of the columns; none where the list has none.
        names: One for each column: its heading, or "column 3".
        columns: What each column seems to be, from 0; kinds of `KINDS_OF`.
        rows: Cells of the first rows, as text.
        lacks: What no column was found for, of what the medium needs: a kind of `KINDS_OF`;
            empty: the list can be scrubbed as it is.
    """

    size: int
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    names: tuple[str, ...]
    columns: Mapping[int, str]
    rows: tuple[tuple[str, ...], ...]
    lacks: str = ""


@dataclass(frozen=True)
class ScrubResult:
    """What became of a list. The rows are the sum of those allowed and those rejected.

    Attributes:
        rejected: Rows that may not be used, the unreadable ones among them.
        unreadable: Rows without a value that could be looked up.
        scrub_id: Of the record.
        opt_outs_to: Sequence of the last opt-out that the list honours.
        list_sha256: Of the list as it was read.
        out_sha256: Of the file of allowed rows.
        columns: What each column was taken for.
        hours_from: For calls and texts: the day, on the shop's calendar, from which the hours count.
        passes: How often the list was gone through: more than once where a request came meanwhile.
    """

    rows: int
    allowed: int
    rejected: int
    unreadable: int
    scrub_id: uuid.UUID
    opt_outs_to: int
    list_sha256: str
    out_sha256: str
    columns: Mapping[int, str]
    hours_from: date | None = None
    passes: int = 1
