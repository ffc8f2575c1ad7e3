"""Icons, fonts, letter texts, the card page, sample data: a leaf that anyone may read."""
