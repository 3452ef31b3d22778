"""Who and what becomes part of the shop by a one-time code: tablets and wall screens, people who choose their secrets.

The page `/code` takes every code; `/settings/devices` keeps what was added by one. Signing in itself is in `signing`.
"""
