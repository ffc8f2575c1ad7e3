"""What the desk can do, without widgets."""
