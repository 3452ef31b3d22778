"""Signing in: who asks, how the shop begins, coming in by password or PIN, and going out."""
