"""The chain from the counter to the customer, by operations alone."""
