"""Parts stand in piles; a move takes some from one pile to another, so that counts reconcile by construction.

Moves are append-only. Going back is reversing a move, or a return move. Sinks are not left again.
"""
