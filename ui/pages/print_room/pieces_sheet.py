"""Envelopes, or labels, for letters that go into no window: seen, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from desktop.dispatch.print_pieces import PiecesMade
from ui import labels_print_room
from ui.actions import Action, ActionTable, DeskAction
from ui.labels_print_room import tr
from ui.pages.print_room.exact_banner import ExactBanner
from ui.pages.print_room.small_preview import SmallPreview
from ui.shortcuts import KEYS
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

_MOST_LABELS = 99


class PiecesSheet(SideSheet):
    """Their pages, what is wrong with them, and for labels the first that is still on its sheet.

    Signals:
        first_changed(int): begin at another label.
        print_wanted, save_wanted: F10, Ctrl+S.
    """

    first_changed = Signal(int)
    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        are_labels: bool,
        printer: str,
        parent: QWidget | None = None,
    ) -> None:
        """*printer*: what people call it; "" where there is none."""
        super().__init__(
            tr("Labels") if are_labels else tr("Envelopes"),
            theme=theme,
            name="pieces_sheet",
            width=640,
            parent=parent,
        )
        self._are_labels, self._printer = are_labels, printer
        self.flaw_banner = ExactBanner(theme=theme, name="pieces_flaw_banner", kind="held")
        self.first_spin = QSpinBox()
        self.first_spin.setRange(1, _MOST_LABELS)
        self.document_preview = SmallPreview(theme=theme, name="pieces_preview")
        self.document_preview.set_guide(False)
        actions.remove_context(self.sheet_id)

        def add(name: str, text: str, icon: str, keys: tuple[str, ...],
                run: Callable[[], object]) -> DeskAction:  # fmt: skip
            line = Action(f"pieces.{name}", text, icon, self.sheet_id, keys=keys)
            return actions.add(line, run, host=self)

        self._print = add("print", tr("Print"), "printer", KEYS["finish"], self.print_wanted.emit)
        self._save = add(
            "save", tr("Save as PDF"), "file-pdf", KEYS["save_pdf"], self.save_wanted.emit
        )
        first = add("first", tr("First label"), "", ("Alt+B",), self.first_spin.setFocus)
        self.first_row = FieldRow(
            tr("Begin at label"), theme=theme, name="pieces_first_spin", editor=self.first_spin,
            action=first, advance=False,
        )  # fmt: skip
        self.body.addWidget(self.flaw_banner)
        self.body.addWidget(self.first_row)
        self.first_row.setVisible(are_labels)
        self.body.addWidget(self.document_preview, 1)
        self.outcome_banner = Banner(theme=theme, name="pieces_outcome_banner")
        self.print_button = KeyButton(theme=theme, action=self._print, variant="primary", wide=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.print_button, 1)
        buttons.addWidget(KeyButton(theme=theme, action=self._save, height=40))
        self.foot.addWidget(self.outcome_banner)
        self.foot.addLayout(buttons)
        self.first_spin.valueChanged.connect(self.first_changed)
        self.sheet_closed.connect(self.deleteLater)
        self.show_working(tr("They are being made."))

    def first_field(self) -> QWidget | None:
        """The button, so that Enter prints; the pages where it cannot."""
        return self.print_button if self.print_button.isEnabled() else self.document_preview

    def show_made(self, made: PiecesMade) -> None:
        """Show their pages, and whose address does not fit or is not known."""
        at = self.document_preview.page
        self.document_preview.show_pdf(made.pdf)
        self.document_preview.go_to(max(1, at))
        title, text = labels_print_room.pieces_flaws(made, are_labels=self._are_labels)
        self.flaw_banner.show_message(kind="held", icon="warning-fill", title=title, text=text)
        words = labels_print_room.pieces_button(made.count, are_labels=self._are_labels)
        self._print.set_words(words)
        none = tr("No printer was found. Save them as a PDF.")
        self._print.set_reason("" if self._printer else none)
        self._save.set_reason("")
        self.subtitle_label.setText(self._printer or none)
        self.subtitle_label.show()

    def show_working(self, words: str) -> None:
        """Nothing can be asked for until its outcome is told."""
        for action in (self._print, self._save):
            action.set_reason(words)

    def show_problem(self, words: str) -> None:
        """It did not work; *words* say why and what to do."""
        self.outcome_banner.show_message(kind="bad", text=words)
