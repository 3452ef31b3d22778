"""The floor's front door: which station a tablet is, and how much work waits at each.

A booth or an oven is kept with the device; prep, check and desk in a cookie of its own.
"""
