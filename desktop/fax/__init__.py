"""Received faxes: fetching, reading, and what keeps a page that nobody has looked at yet sealed."""
