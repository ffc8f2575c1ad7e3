"""The worker: payments carried out for every desk of a shop, with nobody sitting before it."""
