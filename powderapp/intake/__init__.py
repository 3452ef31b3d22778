"""Check-in over the counter: a job with its lines, and the parts that came with it, in one go."""
