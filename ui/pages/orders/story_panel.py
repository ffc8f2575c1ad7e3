"""The right side of the orders page: head, story, and what can be done."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.desk import Desk
from desktop.services.order_story_shapes import OrderStory
from ui.pages.orders.order_actions import OrderActions
from ui.pages.orders.story_head import StoryHead
from ui.pages.orders.story_sections import sections
from ui.pages.orders.story_view import StoryView
from ui.theme import Theme
from ui.widgets.action_dock import ActionDock
from ui.widgets.empty_state import EmptyState


class StoryPanel(QWidget):
    """One order; an empty state while there is none."""

    def __init__(
        self, *, theme: Theme, desk: Desk, actions: OrderActions, parent: QWidget | None = None
    ) -> None:
        """Start without an order."""
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._actions = actions
        self.story: OrderStory | None = None
        self.setObjectName("story_panel")
        self.setAccessibleName(self.tr("The order"))
        self.head = StoryHead(theme=theme)
        self.view = StoryView(theme=theme)
        self.dock = ActionDock(theme=theme, actions=actions)
        paper = QFrame()
        paper.setObjectName("story_paper")
        paper.setProperty("card", True)
        self._paper_column = QVBoxLayout(paper)
        self._paper_column.addWidget(self.view)
        told = QWidget()
        self._column = QVBoxLayout(told)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head)
        self._column.addWidget(paper, 1)
        self._column.addWidget(self.dock)
        self.empty = EmptyState(
            theme=theme,
            name="no_story_state",
            icon="package",
            head=self.tr("No order is chosen"),
            text=self.tr("Choose one in the list, and its whole story stands here."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(told)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def shown_id(self) -> uuid.UUID | None:
        """The order that is shown."""
        return self.story.id if self.story is not None else None

    def show_story(self, story: OrderStory | None) -> None:
        """Show an order, or none."""
        same = story is not None and story.id == self.shown_id
        self.story = story
        if story is not None:
            self.head.show_story(story)
            self.view.show_sections(sections(story, self._desk), keep_place=same)
            name = self.tr("Story of order {number}").format(number=story.shown_number)
            self.view.setAccessibleName(name)
        self._actions.show(story)
        self.dock.refresh()
        self._stack.setCurrentIndex(0 if story is None else 1)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._paper_column.setContentsMargins(px(2), px(2), px(2), px(2))
