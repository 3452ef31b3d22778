"""Words of a job and its lines: states, priorities, kinds, and how a line is called."""

import re
from enum import StrEnum
from typing import NamedTuple

_LABEL = re.compile(r"(?:[jJ]/)?([0-9]{1,9})-([0-9]{1,4})(?:[rR]([0-9]{1,4}))?")


class JobState(StrEnum):
    """A quote is a job before its parts arrive; `draft` has no number yet."""

    DRAFT = "draft"
    QUOTE = "quote"
    OPEN = "open"
    CANCELLED = "cancelled"


_PLACE = re.compile(r"([JBS])?/?([0-9]{1,9})(-[0-9]{1,3}(?:R[0-9]{1,3})?)?")


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


class LineNumber(NamedTuple):
    """The parts of a label: `4115-2R1` is job 4115, line 2, rework 1."""

    job: int
    line: int
    rework: int | None


def parse_line_label(text: str) -> LineNumber | None:
    """What a scanned or typed label means (`4115-2`, `J/4115-2R1`), None when it is no line."""
    found = _LABEL.fullmatch(text.strip())
    if found is None:
        return None
    return LineNumber(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)


def label_path(text: str) -> str | None:
    """Where what is printed or said leads (`4115`, `J4115`, `4115-2`, `B0002`, `S31`); None: it is no label."""
    found = _PLACE.fullmatch(text.strip().upper())
    if found is None:
        return None
    kind, number, line = found[1] or "J", int(found[2]), found[3] or ""
    return f"/{kind}/{number}{line}" if kind == "J" or not line else None


def priority_of(text: str) -> Priority | None:
    """The priority a word means (`RUSH`, `Emergency!`, `semi rush`); nothing typed is standard, None: no such word."""
    word = "-".join(re.findall(r"[a-z]+", text.casefold()))
    if not text.strip():
        return Priority.STANDARD
    return next((priority for priority in Priority if priority.value == word), None)
