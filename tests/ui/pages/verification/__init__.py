"""Tests of the verification page."""
