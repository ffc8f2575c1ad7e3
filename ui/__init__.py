"""What the agent sees: widgets only."""
