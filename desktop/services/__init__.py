"""One file per noun, a function per verb: each takes a session and returns frozen dataclasses."""
