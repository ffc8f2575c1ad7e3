"""The card window (its own process) and the workspace's side of it.

The workspace imports `host`, `shield` and `request` only; everything else that needs the web engine
runs in the child that `child.main` is.
"""
