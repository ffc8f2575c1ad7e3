"""What pages are handed that comes from outside the window: letters, printers, settings, payments."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from desktop.clock import Clock
from desktop.documents.rendered import RenderedDocument
from desktop.payments.live_payments import LivePayments
from desktop.payments.one_seat import PracticePayments
from desktop.platform.printers import Printer
from desktop.platform.recorder import RecorderCommands, run_recorder
from desktop.services.desk import Desk
from desktop.settings import (
    COLOR_SCHEME,
    LETTER_PRINTER,
    RECORDER_PAUSE,
    RECORDER_RESUME,
    TEXT_PERCENT,
    UI_FONT,
    WORKSTATION_NAME,
    Settings,
)
from models.session import Database
from ui.pages.call_desk.paper_flow import PaperKit
from ui.pages.call_desk.recorder import RecorderKit
from ui.pages.settings.desk_settings import DeskSettings

SHARED_PROCESSOR_VARIABLE = "ORDERDESK_PRACTICE_PROCESSOR"
"""Names the file of a practice processor that a training room shares."""


def payments_for(database: Database, clock: Clock, desk: Desk) -> PracticePayments | LivePayments:
    """The payments of this desk."""
    if not desk.practice:
        return LivePayments(
            database=database,
            clock=clock,
            store_id=desk.store_id,
            workstation_id=desk.workstation_id,
        )
    shared = os.environ.get(SHARED_PROCESSOR_VARIABLE)
    return PracticePayments(
        database=database,
        clock=clock,
        workstation_id=desk.workstation_id,
        shared=Path(shared) if shared else None,
    )


def paper_kit(settings: Settings, desk: Desk, folder: Path | None) -> PaperKit:
    """Letters, printers, what leaves by fax, and where Save as PDF puts them."""

    def fax_parts(
        session: Any, document_id: uuid.UUID, number: str, to_name: str
    ) -> tuple[bytes, int]:
        from desktop.services import fax_parts  # brings what sets letters: slow the first time

        made = fax_parts.of_document(session, desk, document_id, number=number, to_name=to_name)
        return made.pdf, made.pages

    return PaperKit(
        fax_parts=fax_parts,
        render=_render,
        list_printers=list_printers,
        folder=folder or _documents(),
        remembered_printer=lambda: settings.get(LETTER_PRINTER),
        remember_printer=lambda name: settings.put(LETTER_PRINTER, name),
    )


def list_printers() -> tuple[Printer, ...]:
    """The printers of this computer; blocks."""
    from desktop.platform import printers

    return printers.list_printers()


def printer_names() -> Sequence[str]:
    """Their names; blocks."""
    return [printer.name for printer in list_printers()]


def load_desk_settings(settings: Settings) -> DeskSettings:
    """What the settings page shows of this computer."""
    return DeskSettings(
        workstation_name=settings.get(WORKSTATION_NAME),
        text_percent=settings.get(TEXT_PERCENT),
        color_scheme=settings.get(COLOR_SCHEME),  # type: ignore[arg-type]
        ui_font=settings.get(UI_FONT),  # type: ignore[arg-type]
        letter_printer=settings.get(LETTER_PRINTER),
        recorder_pause=tuple(settings.get(RECORDER_PAUSE)),
        recorder_resume=tuple(settings.get(RECORDER_RESUME)),
    )


def save_desk_settings(settings: Settings, changed: DeskSettings) -> None:
    """Keep what was changed.

    Raises:
        AgentError: a setting may not have its value; the field is its name.
        WorldError: the disk refused.
    """
    settings.put(WORKSTATION_NAME, changed.workstation_name)
    settings.put(TEXT_PERCENT, changed.text_percent)
    settings.put(COLOR_SCHEME, changed.color_scheme)
    settings.put(UI_FONT, changed.ui_font)
    settings.put(LETTER_PRINTER, changed.letter_printer)
    settings.put(RECORDER_PAUSE, list(changed.recorder_pause))
    settings.put(RECORDER_RESUME, list(changed.recorder_resume))


def recorder_kit(settings: Settings) -> RecorderKit:
    """What pauses and resumes recorders; the settings are asked each time."""
    return RecorderKit(
        commands=lambda: RecorderCommands(
            pause=tuple(settings.get(RECORDER_PAUSE)), resume=tuple(settings.get(RECORDER_RESUME))
        ),
        run=run_recorder,
    )


def warm_up_numbers() -> None:
    """Load the tables of places, so that the first caller's place is there at once."""
    from desktop.services.callers import number_facts

    number_facts("+12125550100", "US", practice=True)


def warm_up_letters() -> None:
    """Load what sets letters and what speaks to the processor, both slow the first time."""
    import stripe  # noqa: F401

    from desktop.documents import confirmation  # noqa: F401


def _render(data: Any) -> RenderedDocument:
    from desktop.documents.cancellation import render_cancellation
    from desktop.documents.cancellation_data import CancellationData
    from desktop.documents.confirmation import render_confirmation

    if isinstance(data, CancellationData):
        return render_cancellation(data)
    return render_confirmation(data)


def _documents() -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(where) if where else Path.home()
