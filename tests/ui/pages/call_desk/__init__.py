"""The call desk, driven by keys."""
