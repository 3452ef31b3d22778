"""The screen on the wall: what runs, what waits, seen from across the shop. It has no controls and shows no prices."""
