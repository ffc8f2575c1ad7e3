"""The middle of the fax room: the page, or why there is none to show, and what can be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.services.received_fax_shapes import FaxDetail
from models.received_fax import FaxState
from ui import labels_fax
from ui.pages.fax_room.fax_actions import FaxActions
from ui.pages.fax_room.fax_dock import FaxDock
from ui.pages.fax_room.page_actions import PageActions
from ui.pages.fax_room.page_pictures import PagePictures
from ui.pages.fax_room.page_view import FaxPageView
from ui.pages.fax_room.sealed_state import SealedState
from ui.pages.fax_room.thumb_strip import ThumbStrip
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel

_NOTHING, _SEALED, _PAGES = range(3)


class PagePanel(Panel):
    """Nothing of a fax is shown here before somebody has confirmed what is black on it."""

    def __init__(
        self,
        *,
        theme: Theme,
        pictures: PagePictures,
        keys: PageActions,
        actions: FaxActions,
        country: str,
        parent: QWidget | None = None,
    ) -> None:
        """Start without a fax."""
        super().__init__("", theme=theme, name="fax_page_panel", parent=parent)
        self._country = country
        self._keys = keys
        self.pill = Pill(theme=theme, kind="held", parent=self)
        self._row.insertWidget(1, self.pill)
        self.page_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.page_label.setObjectName("fax_page_label")
        self.add_trailing(self.page_label)
        self.view = FaxPageView(theme=theme, pictures=pictures)
        self.thumbs = ThumbStrip(theme=theme, pictures=pictures)
        self.sealed = SealedState(
            theme=theme, name="sealed_state", actions=(keys.open, keys.read_again)
        )
        self.problem_banner = Banner(theme=theme, name="fax_problem_banner", kind="bad")
        self.state_banner = Banner(theme=theme, name="fax_state_banner", kind="held")
        self.dock = FaxDock(theme=theme, actions=actions)
        self._build()
        self.view.page_changed.connect(self._on_view_page_changed)
        self.thumbs.page_clicked.connect(self.view.go_to)
        self.show_fax(None)

    def show_fax(self, fax: FaxDetail | None, *, is_open: bool = False) -> None:
        """Show a fax; *is_open*: its page is in the redaction window just now."""
        self.dock.setVisible(fax is not None)
        self.pill.setVisible(fax is not None)
        pages = fax.pages if fax is not None else ()
        self.view.show_fax(fax.row.id if fax is not None and pages else None, pages)
        self.thumbs.show_fax(fax.row.id if fax is not None else None, pages)
        self.thumbs.set_current(self.view.page)
        if fax is None:
            self._show_nothing()
            return
        self.set_title(labels_fax.title(fax.row, self._country))
        self.setAccessibleName(self.tr("Page"))
        word, kind, icon = labels_fax.state(fax.row)
        self.pill.show_state(word, kind=kind, icon=icon)
        if pages:
            self._stack.setCurrentIndex(_PAGES)
            return
        self._stack.setCurrentIndex(_SEALED)
        self.page_label.setText(labels_fax.pages_said(fax.row.pages))
        self._show_sealed(fax, is_open)

    def say(self, fax: FaxDetail | None, *, zone: str, now: datetime, is_open: bool) -> None:
        """The strip under the page: what the boxes are about, and who confirmed them."""
        banner = self.state_banner
        if fax is None or is_open or fax.row.state is FaxState.ARRIVED:
            banner.show_message(kind="info")
        elif fax.reviewed_at is not None:
            when = labels_fax.came(fax.reviewed_at, now, zone)
            words = labels_fax.reviewed(fax.row.boxes, who=fax.reviewed_by_name, when=when)
            if not fax.is_key_destroyed:
                banner.show_message(kind="held", icon="warning-fill", text=labels_fax.key_owed())
            else:
                banner.show_message(kind="neutral", icon="shield-check", text=words)
        elif fax.row.state is FaxState.UNREVIEWED:
            words = labels_fax.proposed(len(fax.proposals), looked=fax.looked)
            banner.show_message(kind="held", icon="shield-warning-fill", text=words)
        else:
            banner.show_message(kind="info")

    def say_problem(self, words: str) -> None:
        """What did not work and stays to be dealt with; "" for nothing."""
        self.problem_banner.show_message(kind="bad", icon="warning-fill", text=words)

    @property
    def has_fax(self) -> bool:
        """Whether a fax is shown, with its pages or without."""
        return self._stack.currentIndex() != _NOTHING

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        return self._stack.currentIndex() == _PAGES

    def take_focus(self) -> None:
        """The page, or what stands in its place."""
        at = self._stack.currentIndex()
        widget = self.view if at == _PAGES else self.sealed if at == _SEALED else self.nothing
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        pages = QWidget()
        across = QHBoxLayout(pages)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.thumbs)
        across.addWidget(self.view, 1)
        self.nothing = SealedState(theme=self._theme, name="no_fax_state")
        for state in (self.nothing, self.sealed):
            state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        # Else the page, whose words break into lines, would ask for room for all of them.
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(1)
        for widget in (self.nothing, self.sealed, pages):
            self._stack.addWidget(widget)
        self.body.addWidget(self.problem_banner)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.state_banner)
        self.body.addWidget(self.dock)

    def _show_nothing(self) -> None:
        self.set_title(self.tr("Page"))
        self.page_label.setText("")
        self._stack.setCurrentIndex(_NOTHING)
        self.nothing.show_state(
            icon="file-text",
            tone="muted",
            head=self.tr("No fax is chosen"),
            text=self.tr("Choose one in the list, and its page stands here."),
        )

    def _show_sealed(self, fax: FaxDetail, is_open: bool) -> None:
        show, state = self.sealed.show_state, fax.row.state
        if is_open:
            show(
                icon="bounding-box", tone="muted",
                head=self.tr("The page is shown in the redaction window"),
                text=self.tr("F10 there confirms the boxes, Esc keeps them for later."),
            )  # fmt: skip
        elif state is FaxState.ARRIVED:
            show(
                icon="hourglass-medium", tone="muted", head=self.tr("The machine is reading it"),
                text=self.tr("It looks for card numbers. The page can be opened in a moment."),
            )  # fmt: skip
        elif state is FaxState.DAMAGED:
            show(
                icon="x-circle", tone="bad_text", head=self.tr("This fax could not be opened"),
                text=labels_fax.damage(fax.row.damage), action=self._keys.read_again,
            )  # fmt: skip
        elif state is FaxState.DONE:
            show(
                icon="trash", tone="muted", head=self.tr("Put aside unseen"),
                text=self.tr("Nothing was kept of it: its key is destroyed."),
            )  # fmt: skip
        elif fax.row.taken_by_id is not None and not fax.row.is_mine:
            show(
                icon="user", tone="muted", head=labels_fax.taken(fax.row),
                text=self.tr("It is free again when they are done."),
            )  # fmt: skip
        else:
            show(
                icon="eye-slash-fill", tone="held_text",
                head=self.tr("Nobody has looked at it yet"),
                text=self.tr(
                    "It opens in the redaction window. The order form opens when the boxes are "
                    "confirmed."
                ),
                action=self._keys.open,
            )  # fmt: skip

    def _on_view_page_changed(self, page: int, pages: int) -> None:
        if pages:
            words = self.tr("Page {page} of {pages}")
            self.page_label.setText(words.format(page=page, pages=pages))
        self.thumbs.set_current(page)
