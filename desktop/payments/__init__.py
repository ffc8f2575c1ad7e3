"""Authorizing, capturing, voiding and refunding money, each exactly once."""
