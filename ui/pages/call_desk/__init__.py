"""The call desk: one telephone order on one screen."""
