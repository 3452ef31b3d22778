"""Signing in: who asks, how the shop begins, coming in by password, PIN or code, going out, and at which devices."""
