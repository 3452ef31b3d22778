"""Words of a check: causes, who caused it, what a rework is; how many parts to look at. Film is in `film.py`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


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

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


def cause_label(cause: str) -> str:
    """A kept cause as people read it: a word of ours by its label, the shop's own as it is."""
    return CheckCause(cause).label if cause in list(CheckCause) else cause


class FaultOwner(StrEnum):
    """Who caused it: us, the customer, the powder, the metal."""

    US = "us"
    CUSTOMER = "customer"
    POWDER = "powder"
    METAL = "metal"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ReworkKind(StrEnum):
    """What a rework does: another coat, strip and coat, or one more bake."""

    RECOAT = "recoat"
    STRIP = "strip"
    RE_BAKE = "re-bake"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Redone(NamedTuple):
    """A rework: the line its parts came from, how many of that line's coats were cured on them, what is done."""

    parent_line_id: int
    coats: int
    kind: ReworkKind


def coats_under(reworks: Mapping[int, Redone]) -> dict[int, int]:
    """Cured coats that parts brought along, by child line: of all lines they came through, none once stripped."""
    found: dict[int, int] = {}
    for child_id, redone in sorted(reworks.items()):  # a parent is older than its child
        came_with = found.get(redone.parent_line_id, 0) + redone.coats
        found[child_id] = 0 if redone.kind is ReworkKind.STRIP else came_with
    return found


_USUAL_OWNER: dict[CheckCause, FaultOwner] = {
    CheckCause.PINHOLES: FaultOwner.METAL,
    CheckCause.RUST: FaultOwner.METAL,
    CheckCause.METAL_FAULT: FaultOwner.METAL,
    CheckCause.WELD_SPATTER: FaultOwner.CUSTOMER,
    CheckCause.COLOUR_CHANGE: FaultOwner.CUSTOMER,
    CheckCause.COLOUR_OFF: FaultOwner.POWDER,
    CheckCause.GLOSS_OFF: FaultOwner.POWDER,
}


def usual_owner(cause: CheckCause) -> FaultOwner:
    """Who usually caused it: what the form offers first. Most faults are ours."""
    return _USUAL_OWNER.get(cause, FaultOwner.US)


class Sample(NamedTuple):
    """How many parts of a lot to look at, and how many of those may fail."""

    size: int
    may_fail: int


_SAMPLES: tuple[tuple[int, Sample], ...] = (
    (200, Sample(10, 1)),
    (300, Sample(15, 1)),
    (500, Sample(20, 2)),
    (800, Sample(30, 3)),
    (1_300, Sample(40, 3)),
    (3_200, Sample(55, 4)),
    (8_000, Sample(75, 6)),
    (22_000, Sample(115, 8)),
    (110_000, Sample(150, 11)),
)
_LOOK_AT_ALL = 10


def sample_for(lot_qty: int) -> Sample:
    """The sample of a lot: all of up to ten parts, then by the table of the architectural specifications."""
    if lot_qty <= _LOOK_AT_ALL:
        return Sample(max(lot_qty, 0), 0)
    return next((sample for most, sample in _SAMPLES if lot_qty <= most), _SAMPLES[-1][1])


def iso_class(astm_b: str) -> int:
    """ISO 2409 class of an ASTM D3359-B class; the scales run in opposite directions: 5B is 0. ValueError: no class."""
    if not re.fullmatch(r"[0-5]B", astm_b):
        raise ValueError("Adhesion is 5B, 4B, 3B, 2B, 1B or 0B.")
    return 5 - int(astm_b[0])


def colour_difference(dl: Decimal, da: Decimal, db: Decimal) -> Decimal:
    """Delta E*ab of three differences: the root of the sum of their squares."""
    return (dl**2 + da**2 + db**2).sqrt()
