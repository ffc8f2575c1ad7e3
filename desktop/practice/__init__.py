"""The practice processor: its API, its hosted fields, its test cards."""
