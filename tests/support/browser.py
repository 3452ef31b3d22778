"""Chromium in front of a real server on a database of its own."""
