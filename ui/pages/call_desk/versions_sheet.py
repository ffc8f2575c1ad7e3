"""Two versions of one order side by side, where somebody else was quicker."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.services.change_views import Conflict, VersusRow
from ui import labels, labels_change
from ui.actions import Action
from ui.icons import DIFFERS, SAME
from ui.pages.call_desk.kit import DeskKit
from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.polish import set_look
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

WIDTH = 860


class VersionsSheet(SideSheet):
    """Theirs and yours, row by row; what differs is marked. Nothing is lost by looking.

    Signals:
        mine_wanted: what was keyed here, laid over theirs.
        theirs_wanted: the order as they saved it.
    """

    mine_wanted = Signal()
    theirs_wanted = Signal()

    def __init__(
        self,
        *,
        kit: DeskKit,
        conflict: Conflict,
        shown_number: str,
        currency: str,
        parent: QWidget | None = None,
    ) -> None:
        """Show *conflict*."""
        when = labels.clock_time(conflict.at, kit.desk.time_zone)
        super().__init__(
            labels.tr("{agent} has changed order {number} too").format(
                agent=conflict.by, number=shown_number
            ),
            theme=kit.theme,
            name="versions_sheet",
            subtitle=labels.tr(
                "Saved at {when}, while you were changing it. Yours is not saved, and not lost."
            ).format(when=when),
            width=WIDTH,
            parent=parent,
        )
        theme = kit.theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(theme.px(4))
        for column, stretch in enumerate((3, 1, 5, 5)):
            grid.setColumnStretch(column, stretch)
        heads = ("", "", self.tr("Theirs, saved"), self.tr("Yours"))
        for column, words in enumerate(heads):
            head = TextLabel(words, theme=theme, role="strong")
            head.setContentsMargins(theme.px(12), 0, 0, 0)
            grid.addWidget(head, 0, column)
        for at, row in enumerate(conflict.rows):
            self._add_row(grid, at + 1, row, labels_change.versus(row, currency), theme)
        self.body.addLayout(grid)
        note = self.tr(
            "Laid over theirs, what you keyed stands and the rest is as they saved it. You see it "
            "before it is saved. Esc goes back to yours."
        )
        self.body.addSpacing(theme.px(12))
        self.body.addWidget(TextLabel(note, theme=theme, role="caption", tone="muted", wrap=True))
        self.body.addStretch(1)
        self._add_actions(kit)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """Keeping both loses least."""
        return self.mine_button

    def _add_row(
        self, grid: QGridLayout, at: int, row: VersusRow, words: tuple[str, str, str], theme: Theme
    ) -> None:
        ground = QFrame()
        # Amber, an icon, a word and bold: never by colour alone (LOOKS §4.4).
        if row.differs:
            set_look(ground, "banner", "held")
        ground.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        ground.setMinimumHeight(theme.px(30))
        state = self.tr("differs") if row.differs else self.tr("same")
        ground.setAccessibleName(
            self.tr("{name}: {state}. Theirs: {theirs}. Yours: {yours}.").format(
                name=words[0], state=state, theirs=words[1], yours=words[2]
            )
        )
        grid.addWidget(ground, at, 0, 1, 4)
        tone = "held" if row.differs else ""
        role: FontRole = "strong" if row.differs else "body"
        icon = IconLabel(
            DIFFERS if row.differs else SAME,
            theme=theme,
            tone="held_text" if row.differs else "muted",
        )
        mark = QWidget()
        line = QGridLayout(mark)
        line.setContentsMargins(0, 0, theme.px(12), 0)
        line.addWidget(icon, 0, 0)
        line.addWidget(TextLabel(state, theme=theme, role="caption", tone=tone or "muted"), 0, 1)
        cells = (
            TextLabel(words[0], theme=theme, tone=tone, wrap=True),
            mark,
            TextLabel(words[1], theme=theme, role=role, tone=tone, wrap=True),
            TextLabel(words[2], theme=theme, role=role, tone=tone, wrap=True),
        )
        for column, cell in enumerate(cells):
            if isinstance(cell, TextLabel):
                cell.setContentsMargins(theme.px(12), theme.px(5), theme.px(8), theme.px(5))
            grid.addWidget(cell, at, column, Qt.AlignmentFlag.AlignVCenter)

    def _add_actions(self, kit: DeskKit) -> None:
        kit.actions.remove_context(self.sheet_id)
        theme = kit.theme
        mine = kit.actions.add(
            Action("keep_mine", self.tr("Keep mine, laid over theirs"), icon="checks",
                   context=self.sheet_id, keys=("F10",)),
            self._on_mine_triggered,
            host=self,
        )  # fmt: skip
        theirs = kit.actions.add(
            Action("take_theirs", self.tr("Take theirs, drop mine"), icon="arrows-clockwise",
                   context=self.sheet_id, keys=("Alt+T",)),
            self._on_theirs_triggered,
            host=self,
        )  # fmt: skip
        self.mine_button = KeyButton(theme=theme, action=mine, variant="primary", wide=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.mine_button, 1)
        buttons.addWidget(KeyButton(theme=theme, action=theirs, wide=True, height=40), 1)
        self.foot.addLayout(buttons)

    def _on_mine_triggered(self) -> None:
        self.close_sheet()
        self.mine_wanted.emit()

    def _on_theirs_triggered(self) -> None:
        self.close_sheet()
        self.theirs_wanted.emit()
