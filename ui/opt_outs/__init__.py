"""Taking an opt-out: one form for a call, a fax and the morning's letters."""
