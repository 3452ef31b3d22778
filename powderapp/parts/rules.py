"""Where parts stand and which way they go: stages in order, legal moves, next step."""

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
