"""The two ledgers, of grams and of parts: what the database refuses, random histories, many hands at once."""
