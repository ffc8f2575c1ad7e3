"""The fax room: what came in on paper, looked at, keyed, answered or put aside."""
