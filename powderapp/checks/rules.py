"""Words of a check: causes, who pays, what a rework is; and the rule sets of film thickness."""

from enum import StrEnum


class CheckCause(StrEnum):
    """Why parts did not pass; the shop may show its own label beside the word."""

    ORANGE_PEEL = "orange-peel"
    PINHOLES = "pinholes"
    CRATERS = "craters"
    BLISTERS = "blisters"
    STARRING = "starring"
    THIN = "thin"
    RECESS = "recess"
    PICTURE_FRAME = "picture-frame"
    RUNS = "runs"
    DIRT = "dirt"
    COLOUR_OFF = "colour-off"
    GLOSS_OFF = "gloss-off"
    UNDER_CURED = "under-cured"
    OVER_CURED = "over-cured"
    ADHESION = "adhesion"
    BLOOMING = "blooming"
    RUST = "rust"
    WELD_SPATTER = "weld-spatter"
    HOOK_MARK = "hook-mark"
    HANDLING = "handling"
    MASKING = "masking"
    WRONG_COLOUR = "wrong-colour"
    COLOUR_CHANGE = "colour-change"
    MISSING_PART = "missing-part"
    DROPPED = "dropped"
    METAL_FAULT = "metal-fault"
    OTHER = "other"


class FaultOwner(StrEnum):
    """Who caused it: us, the customer, the powder, the metal."""

    US = "us"
    CUSTOMER = "customer"
    POWDER = "powder"
    METAL = "metal"


class ReworkKind(StrEnum):
    """What a rework does: another coat, strip and coat, or one more bake."""

    RECOAT = "recoat"
    STRIP = "strip"
    RE_BAKE = "re-bake"
