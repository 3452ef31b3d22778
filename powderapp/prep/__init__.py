"""Prep: the shop's own steps before a coat (strip, blast, wash, mask, hang), counted in parts."""
