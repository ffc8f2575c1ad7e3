"""The opt-outs page: requests, the report, lists to clean and to bring in, partners."""
