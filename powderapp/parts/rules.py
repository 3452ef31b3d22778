"""Where parts stand and which way they go: stages in order, legal moves, next step."""

from collections.abc import Iterable
from enum import StrEnum


class StageKind(StrEnum):
    """A stage is work still to be done, ready to be collected, or a sink that parts do not leave."""

    WORK = "work"
    READY = "ready"
    SINK = "sink"


class Stage(StrEnum):
    """Where a pile stands, in order; the four last are sinks."""

    RECEIVED = "received"
    PREP = "prep"
    TO_SPRAY = "to_spray"
    SPRAYING = "spraying"
    TO_CURE = "to_cure"
    CURING = "curing"
    CHECKING = "checking"
    READY = "ready"
    COLLECTED = "collected"
    SCRAPPED = "scrapped"
    MISSING = "missing"
    RETURNED_UNCOATED = "returned_uncoated"

    @property
    def rank(self) -> int:
        """Place in the order of work: 0 is received; a job stands where its lowest rank stands."""
        return list(Stage).index(self)

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def kind(self) -> StageKind:
        if self.rank > Stage.READY.rank:
            return StageKind.SINK
        return StageKind.READY if self is Stage.READY else StageKind.WORK


_LABELS: dict[Stage, str] = {
    Stage.RECEIVED: "Received",
    Stage.PREP: "Prep",
    Stage.TO_SPRAY: "To spray",
    Stage.SPRAYING: "Spraying",
    Stage.TO_CURE: "For oven",
    Stage.CURING: "Oven",
    Stage.CHECKING: "Check",
    Stage.READY: "Ready",
    Stage.COLLECTED: "Collected",
    Stage.SCRAPPED: "Scrapped",
    Stage.MISSING: "Missing",
    Stage.RETURNED_UNCOATED: "Returned uncoated",
}

ONWARD: dict[Stage, tuple[Stage, ...]] = {
    Stage.RECEIVED: (Stage.PREP, Stage.TO_SPRAY, Stage.CHECKING),
    Stage.PREP: (Stage.TO_SPRAY, Stage.CHECKING),
    Stage.TO_SPRAY: (Stage.SPRAYING,),
    Stage.SPRAYING: (Stage.TO_CURE,),
    Stage.TO_CURE: (Stage.CURING,),
    Stage.CURING: (Stage.PREP, Stage.TO_SPRAY, Stage.CHECKING),
    Stage.CHECKING: (Stage.READY,),
    Stage.READY: (Stage.COLLECTED, Stage.RETURNED_UNCOATED),
}
"""Where parts of a line may go next; which of several is for its coats and prep steps to say."""

RETURNS: dict[Stage, Stage] = {Stage.SPRAYING: Stage.TO_SPRAY, Stage.CURING: Stage.TO_CURE}
"""Legal without reversing a move: not sprayed after all, and taken out of an aborted load."""

LOSSES: tuple[Stage, ...] = (Stage.SCRAPPED, Stage.MISSING)
"""Where parts may go from any stage that is not a sink."""


def is_legal(source: Stage, target: Stage) -> bool:
    """Whether parts of one line may go from `source` to `target` without reversing a move or cancelling the line."""
    if source.kind is StageKind.SINK:
        return False
    return target in ONWARD[source] or target in LOSSES or RETURNS.get(source) is target


def least_advanced(stages: Iterable[Stage]) -> Stage | None:
    """Where a job stands: where its least advanced parts stand. None: no parts."""
    return min(stages, key=lambda stage: stage.rank, default=None)
