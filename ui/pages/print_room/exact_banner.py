"""A strip that asks for no more height than its words need at its width."""

from __future__ import annotations

from PySide6.QtCore import QSize

from ui.widgets.banner import Banner


class ExactBanner(Banner):
    """As `Banner`, in a column that gives it the height for its width.

    Text that breaks into lines asks at least for the height that it would have at its narrowest: at
    200 % text the page would scroll for lines that are not there.
    """

    def minimumSizeHint(self) -> QSize:
        """Its width; the height comes from the width that it gets."""
        return QSize(super().minimumSizeHint().width(), 0)
