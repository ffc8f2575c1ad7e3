"""The orders page, by keys."""
