"""A check is a quality inspection of parts; a failed one makes a rework, a child line, never a status flip.

Readings are recorded against a rule set, which is data with an edition; nothing is certified by that.
"""
