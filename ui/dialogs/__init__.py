"""Dialogs and side sheets that open over a page."""
