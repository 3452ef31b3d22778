"""What a card says: its column, how far it is, what is running. Counts are parts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from powderapp.parts.rules import COLUMNS, WORK, Stage, least_advanced
from powderapp.powders.rules import Finish

RUNNING = frozenset({Stage.SPRAYING, Stage.CURING})


class View(StrEnum):
    """Which open jobs the board shows. Late: past its day and not ready; what is ready waits for the customer."""

    ALL = "all"
    TODAY = "today"
    LATE = "late"
    HELD = "held"

    @property
    def label(self) -> str:
        return {"all": "All open", "today": "Due today", "late": "Late", "held": "On hold"}[self]


@dataclass(frozen=True)
class Colour:
    """A coat in a card: the powder, or the colour as asked for while it is to be matched."""

    code: str
    rgb: str | None
    finish: Finish | None
    coat: int

    @property
    def is_matched(self) -> bool:
        return self.finish is not None


@dataclass(frozen=True)
class Standing:
    """Parts of one line that stand together, with what runs there."""

    stage: Stage
    qty: int
    coat: int = 0
    rack: str | None = None
    booth: str | None = None
    oven: str | None = None
    began_at: datetime | None = None
    hot_at: datetime | None = None
    minutes: int | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When the metal was hot long enough."""
        return self.hot_at + timedelta(minutes=self.minutes or 0) if self.hot_at else None


@dataclass(frozen=True)
class CardLine:
    """A line as cards and lists show it."""

    id: int
    number: int
    label: str
    qty: int
    what: str
    is_rework: bool
    is_goods: bool
    is_cancelled: bool
    colours: tuple[Colour, ...] = ()
    piles: tuple[Standing, ...] = ()

    @property
    def words(self) -> str:
        return f"{self.qty} {self.what}"

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        """Where parts are in the shop; what was collected, scrapped or lost is not."""
        return tuple(pile for pile in self.piles if pile.stage in WORK)


def to_come(lines: Iterable[CardLine]) -> dict[int, int]:
    """Parts still expected, by line number; reworks count under the number of their root."""
    lines = tuple(lines)
    here = Counter[int]()
    for line in lines:
        here[line.number] += sum(pile.qty for pile in line.piles)
    wanted = [line for line in lines if not (line.is_rework or line.is_cancelled or line.is_goods)]
    return {line.number: line.qty - here[line.number] for line in wanted if line.qty > here[line.number]}


def split(lines: Iterable[CardLine]) -> list[tuple[CardLine, ...]]:
    """What gets a card of its own: the root lines together, and every rework with parts in the shop.

    The root has none when all its parts are gone and only reworks are left.
    """
    lines = tuple(lines)
    root = tuple(line for line in lines if not line.is_rework)
    reworks = [(line,) for line in lines if line.is_rework and line.standing]
    if not reworks or to_come(lines) or any(line.standing for line in root):
        return [root, *reworks]
    return list(reworks)


@dataclass(frozen=True)
class Card:
    """A job's root lines, or one rework, on the board. told: how and when the customer was told that it is ready."""

    number: int
    label: str
    name: str
    due_on: date | None
    priority: str
    hold: str | None
    lines: tuple[CardLine, ...]
    cause: str | None = None
    told_how: str | None = None
    told_at: datetime | None = None
    is_cancelled: bool = False

    @property
    def is_rework(self) -> bool:
        return any(line.is_rework for line in self.lines)

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        """All its parts in the shop."""
        return tuple(pile for line in self.lines for pile in line.standing)

    @cached_property
    def words(self) -> str:
        """`26 Picket, 4 Gate leaf`"""
        return ", ".join(line.words for line in self.lines)

    @cached_property
    def stage(self) -> Stage:
        """The column: where the least advanced parts stand."""
        return least_advanced(pile.stage for pile in self.standing) or Stage.RECEIVED

    @cached_property
    def colours(self) -> tuple[Colour, ...]:
        """Each powder once, in the order of the lines."""
        return each_once(colour for line in self.lines for colour in line.colours)

    @property
    def running(self) -> tuple[Standing, ...]:
        """Each booth and oven it is in, once."""
        found = {p.booth or p.oven: p for p in self.standing if p.booth or p.oven}
        return tuple(found.values())

    @property
    def spread(self) -> tuple[tuple[Stage, int], ...]:
        """How many stand where, when it is more than one place."""
        counts = by_stage(self.standing)
        return tuple(counts.items()) if len(counts) > 1 else ()

    @property
    def segments(self) -> list[str]:
        """One bit per column: done, half (waits here), now (runs here), todo."""
        return segments(self.stage) if self.standing else ["todo"] * len(COLUMNS)


def each_once(colours: Iterable[Colour]) -> tuple[Colour, ...]:
    """Each powder once, in the order of their first."""
    seen: dict[tuple[str, Finish | None], Colour] = {}
    for colour in colours:
        seen.setdefault((colour.code, colour.finish), colour)
    return tuple(seen.values())


def segments(stage: Stage) -> list[str]:
    """How far parts in `stage` are, one bit per column."""
    if stage is Stage.READY:
        return ["done"] * len(COLUMNS)
    here = next(place for place, column in enumerate(COLUMNS) if stage in column.stages)
    now = "now" if stage in RUNNING else "half" if here else "todo"
    return ["done"] * here + [now] + ["todo"] * (len(COLUMNS) - here - 1)


def by_stage(piles: Iterable[Standing]) -> dict[Stage, int]:
    """Parts per stage, least advanced first."""
    counts: dict[Stage, int] = {}
    for pile in sorted(piles, key=lambda pile: pile.stage.rank):
        counts[pile.stage] = counts.get(pile.stage, 0) + pile.qty
    return counts


def surname(name: str) -> str:
    """How a walk-in is called: the last word of the name."""
    return (name.split() or [""])[-1]


def order(cards: Sequence[Card]) -> list[Card]:
    """What is due first on top; without a day last."""
    return sorted(cards, key=lambda card: (card.due_on is None, card.due_on or date.max, card.number, card.label))
