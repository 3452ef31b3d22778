"""Words of a job and its lines: states, priorities, kinds, and how a line is called."""

from enum import StrEnum


class JobState(StrEnum):
    """A quote is a job before its parts arrive; `draft` has no number yet."""

    DRAFT = "draft"
    QUOTE = "quote"
    OPEN = "open"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """Four words, one rank: the smaller rank goes first."""

    EMERGENCY = "emergency"
    RUSH = "rush"
    SEMI_RUSH = "semi-rush"
    STANDARD = "standard"

    @property
    def rank(self) -> int:
        return list(Priority).index(self)

    @property
    def label(self) -> str:
        return self.value.capitalize()


class LineKind(StrEnum):
    """What a line is: parts to coat, parts to blast only, a sample, or goods sold over the counter."""

    COAT = "coat"
    BLAST_ONLY = "blast-only"
    SAMPLE = "sample"
    GOODS = "goods"


def line_label(job_number: int, number: int, rework_number: int | None = None) -> str:
    """A line as printed, spoken and scanned: `4115-2`, its first rework `4115-2R1`."""
    rework = f"R{rework_number}" if rework_number else ""
    return f"{job_number}-{number}{rework}"
