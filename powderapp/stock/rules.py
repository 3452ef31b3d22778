"""Words and sums of the powder room: kinds of movement, net weight, refusals."""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why grams came into a box or left it."""

    OPENING = "opening"
    RECEIPT = "receipt"
    USE = "use"
    ADJUST = "adjust"
    SOLD = "sold"
    SCRAP = "scrap"
    RECLAIM = "reclaim"
    TRANSFER = "transfer"
    REVERSE = "reverse"
