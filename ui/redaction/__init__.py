"""The redaction window, in a process of its own, and the workspace's side of it."""
