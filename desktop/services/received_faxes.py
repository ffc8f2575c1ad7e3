"""Received faxes: the inbox, taking one, its review, and how it ends.

One file per part; here they are all together, for those who call them.
"""

from __future__ import annotations

from desktop.services.fax_finishing import attach, finish, reopen
from desktop.services.fax_inbox import Showing, counts, detail, inbox, row
from desktop.services.fax_orders import match_for, order_from_fax
from desktop.services.fax_page_views import keep_words, page_image, pages_to_read, thumb, words
from desktop.services.fax_reviewing import (
    destroyed,
    end_key,
    keep_boxes,
    keep_pages,
    mark_lost,
    owed,
    read_again,
    review,
)
from desktop.services.fax_taking import TAKE_MINUTES, give_back, keep, mark_read, original, take
from desktop.services.junk_senders import forget_junk_sender, junk_senders, remember_junk_sender
from desktop.services.received_fax_shapes import (
    FaxCounts,
    FaxDetail,
    FaxEventView,
    FaxOrder,
    FaxOrderForm,
    FaxRow,
    FaxWord,
    JunkSenderView,
    Original,
    PageIn,
    PageView,
    Reviewed,
)

__all__ = [
    "TAKE_MINUTES", "FaxCounts", "FaxDetail", "FaxEventView", "FaxOrder", "FaxOrderForm", "FaxRow",
    "FaxWord", "JunkSenderView", "Original", "PageIn", "PageView", "Reviewed", "Showing",
    "attach", "counts", "destroyed", "detail", "end_key", "finish", "forget_junk_sender",
    "give_back", "inbox", "junk_senders", "keep", "keep_boxes", "keep_pages", "keep_words",
    "mark_lost", "mark_read", "match_for", "order_from_fax", "original", "owed", "page_image",
    "pages_to_read", "read_again", "remember_junk_sender", "reopen", "review", "row", "take",
    "thumb", "words",
]  # fmt: skip
