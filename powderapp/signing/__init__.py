"""Signing in: who asks, how the shop begins, coming in by password or PIN, going out, and asking again."""
