"""Cure: which part temperature for how many minutes makes a powder hard, and what a data sheet leaves open.

A schedule is a list of points. Between points times are interpolated log-linearly. A single point holds from 5 degrees
below (the least time doubles every 15 degrees) to 10 above (its own time). Both, and a longest time that the data sheet
does not give (twice the shortest), are marked as assumed. Minutes count from the moment the part is at temperature.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

BELOW_ONE_POINT_C = 5
ABOVE_HIGHEST_C = 10
_DOUBLES_EVERY_C = 15
_TIMES_WITHOUT_MAX = 2


@dataclass(frozen=True)
class CureWindow:
    """At part temperature `temp_c` at least `min_minutes`, at most `max_minutes`; `assumed`: not from a sheet."""

    temp_c: Decimal | int
    min_minutes: Decimal
    max_minutes: Decimal
    assumed: bool = False
    as_entered: str | None = None


class Cure(StrEnum):
    """What a bake did: too little, right, too much."""

    UNDER = "under"
    OK = "ok"
    OVER = "over"


def point(
    temp_c: Decimal | int,
    min_minutes: Decimal | int,
    max_minutes: Decimal | int | None = None,
    as_entered: str | None = None,
) -> CureWindow:
    """One line of a data sheet; without a longest time twice the shortest is assumed. ValueError: not a window."""
    least = Decimal(min_minutes)
    most = least * _TIMES_WITHOUT_MAX if max_minutes is None else Decimal(max_minutes)
    if not 0 < least <= most:
        raise ValueError("The longest time is shorter than the shortest.")
    return CureWindow(temp_c, least, most, assumed=max_minutes is None, as_entered=as_entered)


def window_at(schedule: Sequence[CureWindow], temp_c: Decimal | int) -> CureWindow | None:
    """The window at `temp_c`, None where the powder does not cure or would burn there."""
    points = sorted(schedule, key=lambda w: w.temp_c)
    if not points:
        return None
    lowest, highest = points[0], points[-1]
    if temp_c < lowest.temp_c:
        return _below(lowest, temp_c) if len(points) == 1 else None
    if temp_c > highest.temp_c:
        return _above(highest, temp_c)
    for low, high in zip(points, [*points[1:], highest], strict=True):
        if low.temp_c <= temp_c <= high.temp_c:
            return _between(low, high, temp_c)
    return None


def verdict(schedule: Sequence[CureWindow], temp_c: Decimal | int, minutes: Decimal | int) -> Cure:
    """Under, right or over for a part held at `temp_c` for `minutes`. ValueError: no schedule."""
    if not schedule:
        raise ValueError("A powder without cure data has no verdict.")
    window = window_at(schedule, temp_c)
    if window is None:
        return Cure.UNDER if temp_c < min(w.temp_c for w in schedule) else Cure.OVER
    if minutes < window.min_minutes:
        return Cure.UNDER
    return Cure.OK if minutes <= window.max_minutes else Cure.OVER


def minutes_needed(schedule: Sequence[CureWindow], temp_c: Decimal | int) -> Decimal | None:
    """Least minutes at `temp_c`; None below the lowest point (no credit), the highest point's own above it."""
    points = sorted(schedule, key=lambda w: w.temp_c)
    if not points or temp_c < points[0].temp_c:
        return None
    window = window_at(points, min(Decimal(temp_c), Decimal(points[-1].temp_c)))
    return window.min_minutes if window else None


def cure_index(schedule: Sequence[CureWindow], held: Iterable[tuple[Decimal | int, Decimal | int]]) -> Decimal:
    """Sum of minutes / minutes needed over (temp_c, minutes): 1 is cured. Source: equivalent cure, log-linear."""
    index = Decimal(0)
    for temp_c, minutes in held:
        needed = minutes_needed(schedule, temp_c)
        index += Decimal(minutes) / needed if needed else 0
    return index


def _below(only: CureWindow, temp_c: Decimal | int) -> CureWindow | None:
    below = Decimal(only.temp_c) - Decimal(temp_c)
    if below > BELOW_ONE_POINT_C:
        return None
    least: Decimal = only.min_minutes * Decimal(2) ** (below / _DOUBLES_EVERY_C)
    # The longest time is not stretched: nobody wrote that the film bears more than at its own temperature.
    return CureWindow(temp_c, least, max(least, only.max_minutes), assumed=True)


def _above(highest: CureWindow, temp_c: Decimal | int) -> CureWindow | None:
    if Decimal(temp_c) - Decimal(highest.temp_c) > ABOVE_HIGHEST_C:
        return None
    return CureWindow(temp_c, highest.min_minutes, highest.max_minutes, assumed=True)


def _between(low: CureWindow, high: CureWindow, temp_c: Decimal | int) -> CureWindow:
    if temp_c == low.temp_c:
        return low
    if temp_c == high.temp_c:
        return high
    span = Decimal(high.temp_c) - Decimal(low.temp_c)
    share = (Decimal(temp_c) - Decimal(low.temp_c)) / span
    least = _log_linear(low.min_minutes, high.min_minutes, share)
    most = _log_linear(low.max_minutes, high.max_minutes, share)
    return CureWindow(temp_c, least, most, assumed=low.assumed or high.assumed)


def _log_linear(low: Decimal, high: Decimal, share: Decimal) -> Decimal:
    return (low.ln() + (high.ln() - low.ln()) * share).exp()
