"""Words and physics of a powder: finish, coverage, need, cost per area."""

from enum import StrEnum


class Finish(StrEnum):
    """How the cured film looks; the gloss number of the data sheet stands beside the word."""

    GLOSS = "gloss"
    SEMI = "semi"
    SATIN = "satin"
    MATT = "matt"
    TEXTURE = "texture"
    FINE_TEXTURE = "fine-texture"
    VEIN = "vein"
    METALLIC = "metallic"
    CLEAR = "clear"
    CANDY = "candy"
    PRIMER = "primer"
