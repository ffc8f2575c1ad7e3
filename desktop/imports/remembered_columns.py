"""What somebody said that the columns of a file hold, known again by the file's headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.imports.importing import FileKind
from desktop.imports.table_file import TableFile
from desktop.services.desk import Desk
from models import names
from models.file_columns import FileColumns


def remembered(
    session: Session, desk: Desk, kind: FileKind, table: TableFile
) -> Mapping[int, str] | None:
    """The columns as they were said for the last such file; None where nobody did."""
    key = _key(table)
    row = _row(session, desk, kind, key) if key else None
    return None if row is None else {int(at): str(holds) for at, holds in row.columns.items()}


def remember(
    session: Session, desk: Desk, kind: FileKind, table: TableFile, columns: Mapping[int, str]
) -> None:
    """Keep *columns* for the next file with the same headings; without headings nothing is kept."""
    key = _key(table)
    if not key:
        return
    said = {str(at): holds for at, holds in sorted(columns.items())}
    row = _row(session, desk, kind, key)
    if row is not None:
        row.columns = said
        return
    session.add(
        FileColumns(
            store_id=desk.store_id,
            kind=kind.value,
            headings_sha256=key,
            columns=said,
            created_at=desk.now(),
        )
    )


def _row(session: Session, desk: Desk, kind: FileKind, key: str) -> FileColumns | None:
    return session.scalar(
        select(FileColumns).where(
            FileColumns.store_id == desk.store_id,
            FileColumns.kind == kind.value,
            FileColumns.headings_sha256 == key,
        )
    )


def _key(table: TableFile) -> str:
    """A hash of the folded headings, for a heading may hold anything; "" where there are none."""
    if not table.headings:
        return ""
    folded = "\n".join(names.fold(heading) or heading.strip() for heading in table.headings)
    return hashlib.sha256(folded.encode()).hexdigest()
