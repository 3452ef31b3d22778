"""Signing in: who asks, coming in by password or PIN, asking again, going out, and what people keep of themselves."""
