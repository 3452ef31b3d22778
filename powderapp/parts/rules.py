"""Where parts stand and which way they go: stages in order, legal moves, next step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
        return _RANKS[self]

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def kind(self) -> StageKind:
        if self.rank > Stage.READY.rank:
            return StageKind.SINK
        return StageKind.READY if self is Stage.READY else StageKind.WORK


_RANKS = {stage: rank for rank, stage in enumerate(Stage)}
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


UNDO = {"undo": "moves"}
"""The inverse of an event that only moved parts: its moves reversed, last first."""


def is_legal(source: Stage, target: Stage) -> bool:
    """Whether parts of one line may go from `source` to `target` without reversing a move or cancelling the line."""
    if source.kind is StageKind.SINK:
        return False
    return target in ONWARD[source] or target in LOSSES or RETURNS.get(source) is target


def least_advanced(stages: Iterable[Stage]) -> Stage | None:
    """Where a job stands: where its least advanced parts stand. None: no parts."""
    return min(stages, key=lambda stage: stage.rank, default=None)


@dataclass(frozen=True)
class Column:
    """A column of the board; two stages share the one of the oven."""

    slug: str
    label: str
    stages: tuple[Stage, ...]


WORK = tuple(stage for stage in Stage if stage.kind is not StageKind.SINK)
"""The stages in the shop, in order."""
COLUMNS = (
    *(Column(stage.value, stage.label, (stage,)) for stage in WORK[:4]),
    Column("oven", "Oven", (Stage.TO_CURE, Stage.CURING)),
    *(Column(stage.value, stage.label, (stage,)) for stage in WORK[6:]),
)


def strip(stages: Collection[Stage], *, all_gone: bool = False) -> list[tuple[str, str]]:
    """The columns as (label, state): done, now (the least advanced parts), some (others stand there), todo.

    all_gone: every part left the shop.
    """
    if all_gone:
        return [(column.label, "done") for column in COLUMNS]
    least = least_advanced(stage for stage in stages if stage in WORK) or Stage.RECEIVED
    here = next(place for place, column in enumerate(COLUMNS) if least in column.stages)
    return [(column.label, _state(place, here, column, stages)) for place, column in enumerate(COLUMNS)]


def _state(place: int, here: int, column: Column, stages: Collection[Stage]) -> str:
    if place <= here:
        return "now" if place == here else "done"
    return "some" if any(stage in column.stages for stage in stages) else "todo"


def coats_on(stage: Stage, coat_number: int) -> int:
    """How many cured coats are on parts that stand there."""
    return coat_number if stage.rank >= Stage.CHECKING.rank else coat_number - 1
