"""A box is a container of one powder and one lot; its weight is the sum of its movements and nothing else.

Movements are append-only: a mistake is undone by a reversing one. Weights are whole grams; net = gross - tare.
"""
