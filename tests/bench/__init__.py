"""Figures that are printed and never asserted: `make bench`.

Each line is `name value unit goal`; the first says on what machine. Figures depend on what else the machine does.
"""
