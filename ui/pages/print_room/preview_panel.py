"""The letter as it is on paper, why it stays behind, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.print_room_shapes import PrintRow
from ui import labels_print_room
from ui.pages.print_room.exact_banner import ExactBanner
from ui.pages.print_room.page_actions import PageActions
from ui.pages.print_room.small_preview import SmallPreview
from ui.theme import Theme
from ui.widgets.action_dock import ActionDock
from ui.widgets.deeds import Deeds
from ui.widgets.key_hints import AreaHints, KeyHint, KeyHintLine
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class LetterPreview(SmallPreview):
    """The letter, which says its keys."""

    def __init__(self, *, theme: Theme, actions: PageActions) -> None:
        """Make it empty."""
        super().__init__(theme=theme, name="print_room_preview")
        self._actions = actions

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        actions = self._actions
        shown = (actions.next_page, actions.larger, actions.smaller, actions.back)
        hints = tuple(KeyHint(action.key_text, action.hint) for action in shown)
        return AreaHints(self.tr("Letter"), hints)


class PreviewPanel(QWidget):
    """Head, flaw, page, keys; under it the deeds."""

    def __init__(
        self,
        *,
        theme: Theme,
        actions: PageActions,
        deeds: Deeds[PrintRow],
        parent: QWidget | None = None,
    ) -> None:
        """Start with nothing to show."""
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self._has_window = True
        self.setObjectName("print_room_detail")
        self.setAccessibleName(self.tr("The letter"))
        self.panel = Panel(" ", theme=theme, name="print_room_preview_panel")
        self.panel.add_trailing(
            TextLabel(self.tr("Reprints are identical"), theme=theme, role="caption", tone="muted")
        )
        self.flaw_banner = ExactBanner(theme=theme, name="print_room_flaw_banner", kind="held")
        self.document_preview = LetterPreview(theme=theme, actions=actions)
        self.hint_line = KeyHintLine(theme=theme)
        self.page_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.page_label.setObjectName("print_room_page_label")
        self._feet = QHBoxLayout()
        self._feet.addWidget(self.hint_line, 1)
        self._feet.addWidget(self.page_label, 0, Qt.AlignmentFlag.AlignRight)
        for part in (self.flaw_banner, self.document_preview):
            self.panel.body.addWidget(part)
        self.panel.body.setStretchFactor(self.document_preview, 1)
        self.panel.body.addLayout(self._feet)
        self.dock = ActionDock(theme=theme, actions=deeds)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.panel, 1)
        self._column.addWidget(self.dock)
        self._show_hints()
        self.document_preview.page_changed.connect(self._on_preview_page_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_row(self, row: PrintRow | None, *, flawed: bool) -> None:
        """Say which letter it is, and what keeps it; its page comes with ``show_pdf``."""
        self.panel.set_title(labels_print_room.head(row) if row is not None else " ")
        title, text = labels_print_room.flaw_help(row) if row and flawed else ("", "")
        self.flaw_banner.show_message(kind="held", icon="warning-fill", title=title, text=text)
        self.dock.refresh()
        if row is None:
            self.document_preview.clear()

    def show_pdf(self, pdf: bytes) -> None:
        """Show its first page."""
        self.document_preview.show_pdf(pdf)

    def turn_page(self, by: int) -> None:
        """Show another page of it."""
        self.document_preview.go_to(max(1, self.document_preview.page + by))

    def turn_guide(self) -> None:
        """Mark window and folds, or do not."""
        self.document_preview.set_guide(not self.document_preview.guide_shown)

    def set_window(self, has_window: bool) -> None:
        """Another envelope: mark its window, or none."""
        if has_window != self._has_window:
            self._has_window = has_window
            self.document_preview.set_guide(has_window)

    def _show_hints(self) -> None:
        """Turning pages is worth its room only where there are some."""
        actions = self._actions
        turn = f"{actions.previous.key_text} {actions.next.key_text}"
        hints = [
            KeyHint(turn, self.tr("letters")),
            KeyHint(actions.guide.key_text, self.tr("window guide")),
        ]
        if self.document_preview.pages > 1:
            hints.insert(1, KeyHint(actions.next_page.key_text, self.tr("pages")))
        self.hint_line.show_hints(AreaHints(hints=tuple(hints)))

    def _on_preview_page_changed(self, page: int, pages: int) -> None:
        words = self.tr("Page {page} of {pages}").format(page=page, pages=pages)
        self.page_label.setText(words if pages else "")
        self._show_hints()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._feet.setSpacing(px(8))
        self.panel.body.setSpacing(px(8))
