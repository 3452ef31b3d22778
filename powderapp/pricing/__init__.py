"""A price is built in seven visible steps, every line rounded half up to the cent.

Two area factors are kept apart: the geometric one (powder) and the complexity one (labour and price).
"""
