"""Files that come in and go out, in their window."""
