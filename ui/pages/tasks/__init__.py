"""The page of tasks for people."""
