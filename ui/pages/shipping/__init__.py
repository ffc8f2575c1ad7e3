"""Packing, shipping and telling carriers, in sheets over the orders page."""
