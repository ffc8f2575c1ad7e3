"""How large a file from outside may be, and why."""

MOST_BYTES = 40 * 1024 * 1024
"""200 grey pages of a scanner; a fax page has about 30 KB."""
MOST_PAGES = 200
"""A fax machine's tray holds fewer."""
MOST_PIXELS = 40_000_000
"""A page: 8.5 by 11 inches at 600 dpi, or a fax of 2.9 m in fine resolution."""
MOST_PIXELS_IN_ALL = 1_000_000_000
"""200 pages of a fax in fine resolution and a quarter more. Bounds time; memory holds one page."""
