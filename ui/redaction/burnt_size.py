"""Sizes that both processes know."""

from __future__ import annotations

THUMB = (160, 208)
"""The largest thumbnail, in pixels."""
