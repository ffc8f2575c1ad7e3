"""What every table of rows has in common, however its cells are drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from ui.tables.table_header import TableHeader
from ui.theme import Theme


def show_rows_plainly(
    view: QTableView,
    *,
    theme: Theme,
    padding: Callable[[int], tuple[int, int]],
    right_aligned: Callable[[int], bool],
) -> None:
    """Headings over rows of which one is chosen; no grid, frame, editing, or scrolling sideways."""
    view.setHorizontalHeader(
        TableHeader(theme=theme, padding=padding, right_aligned=right_aligned, parent=view)
    )
    view.verticalHeader().hide()
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
