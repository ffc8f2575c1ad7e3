"""The ZIP table and the script that made it."""
