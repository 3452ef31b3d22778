"""One-time codes: eight characters, said or written down, that open one door once and for a few minutes.

A code adds a tablet or wall screen, lets a person choose PIN and password, or gives an owner who is locked out a way
in. What it opens is done in `enrolment`; here codes are made, tried and used up.
"""
