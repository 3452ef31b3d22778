"""Read across features: where every open job stands (the board), what is on a job (lists), what happened to it.

A card is a job with its root lines, in the column of the least advanced of their parts; every rework that still stands
here has a card of its own in its own column, so that 29 ready parts are not dragged back by one that is done again.
"""
