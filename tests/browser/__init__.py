"""Journeys through the shop as people make them: keyboard at the desk, touch on the floor, and without scripts."""
