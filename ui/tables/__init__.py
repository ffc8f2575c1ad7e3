"""Tables, their models and delegates."""
