"""The worker: payments, faxes and e-mail of every desk of a shop, with nobody sitting before it."""
