"""The left side of the batch: the page that shows the request, or the letter in the hand."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.received_fax_shapes import FaxDetail
from ui.opt_outs.kit import OptOutKit
from ui.pages.fax_room.page_pictures import PagePictures
from ui.pages.fax_room.page_view import FaxPageView
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class PaperPanel(Panel):
    """One page at a time; ``view`` has the keys that turn and zoom it."""

    def __init__(
        self, *, kit: OptOutKit, pictures: PagePictures, parent: QWidget | None = None
    ) -> None:
        """Start with nothing on it."""
        super().__init__("", theme=kit.theme, name="opt_out_paper_panel", parent=parent)
        self._pictures = pictures
        self.page_label = TextLabel(theme=kit.theme, role="caption", tone="muted")
        self.page_label.setObjectName("opt_out_page_label")
        self.add_trailing(self.page_label)
        self.view = FaxPageView(theme=kit.theme, pictures=pictures)
        self.letter_state = EmptyState(
            theme=kit.theme, name="letter_in_hand_state", icon="envelope-simple",
            head="", text="",
        )  # fmt: skip
        self.waits = TextLabel(theme=kit.theme, tone="muted")
        self._stack = QStackedWidget()
        for widget in (self.waits, self.letter_state, self.view):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self.view.page_changed.connect(self._on_view_page_changed)
        self.setAccessibleName(self.tr("Page"))

    def show_nothing(self) -> None:
        """It is being read."""
        self.page_label.setText("")
        self._stack.setCurrentWidget(self.waits)

    def show_fax(self, fax: FaxDetail, title: str) -> None:
        """Show the pages of a fax or a scan."""
        self.set_title(title)
        self.view.show_fax(fax.row.id, fax.pages)
        self._stack.setCurrentWidget(self.view)

    def show_letter(self, number: int) -> None:
        """Show that it is on paper, and which one it is."""
        self.set_title(self.tr("On paper"))
        self.letter_state.show_words(
            self.tr("Letter {number}, in your hand").format(number=number),
            self.tr("Key what it asks for. Enter records it, and the next one begins."),
        )
        self.page_label.setText("")
        self._stack.setCurrentWidget(self.letter_state)

    @property
    def has_page(self) -> bool:
        """Whether there is a page to look at."""
        return self._stack.currentWidget() is self.view

    def sizeHint(self) -> QSize:
        """As wide as a page is read."""
        return QSize(self._theme.px(480), self._theme.px(480))

    def _on_view_page_changed(self, page: int, pages: int) -> None:
        words = self.tr("Page {page} of {pages}").format(page=page, pages=pages)
        self.page_label.setText(words if pages else "")
