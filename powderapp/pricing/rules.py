"""How a price is built, step by step."""
