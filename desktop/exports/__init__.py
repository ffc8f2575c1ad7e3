"""Files out: what carriers and partners are given."""
