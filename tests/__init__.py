"""Mirrors the tree; journeys play whole calls."""
