"""The made-up sample shop of practice mode, as data, and the scripts that made it."""
