"""The orders page: every order, and one order's whole story."""
