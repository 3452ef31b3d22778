"""One-time codes: eight characters, said or written down, that open one door once and for a few minutes.

A code adds a tablet, lets a person choose password and PIN, or gives an owner who is locked out a way in.
"""
