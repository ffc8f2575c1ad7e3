"""The verification page: held orders, and what a supervisor decides about them."""
