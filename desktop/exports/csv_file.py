"""CSV as bytes: every cell a text, and none that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What makes a spreadsheet calculate instead of show (RULES, CSV out), guarded already or not."""
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str) -> bytes:
    """The file: every cell in quotation marks, so that a ZIP keeps its zero; lines as Windows ends them.

    Raises:
        UnicodeEncodeError: a cell has a character that *encoding* lacks.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def csv_row(cells: Sequence[str]) -> str:
    """One line of a file, every cell guarded and in quotation marks, with its line end."""
    return ",".join('"' + guarded(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


def guarded(cell: str) -> str:
    """*cell*, with an apostrophe before what would be a formula; `unguarded` takes it away again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`; spreadsheets' own files hold such apostrophes as well."""
    return cell[1:] if _GUARDED.match(cell) else cell
