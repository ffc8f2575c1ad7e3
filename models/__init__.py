"""The records and their rules: SQLAlchemy and phonenumbers only."""
