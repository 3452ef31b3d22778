"""A job is one order of one customer; its lines are equal parts with one finish, its coats the layers of it.

A coat that a task points at never changes: another colour closes it and adds a new one. Numbers are given at check-in
or quote, not to a draft; the number of a line is fixed then, and a rework is numbered under its root line (`4115-2R1`).
"""
