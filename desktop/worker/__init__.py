"""The worker: payments, faxes and e-mail carried out for every desk of a shop, with nobody sitting before it."""
