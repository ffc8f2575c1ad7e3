"""The card window (its own process) and the workspace's side of it."""
