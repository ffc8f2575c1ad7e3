"""Files in: what carriers and others send back."""
