"""Which parts may share an oven, at which set point and for how long; how long heavy metal takes to get hot.

Only the outermost coat's window decides. A part-cured coat needs about half its least time. Sentences are for whoever
stands at the oven.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil
from typing import NamedTuple

from powderapp.base.units import UnitSystem, show_temp, whole_temps
from powderapp.powders.cure import ABOVE_HIGHEST_C, BELOW_ONE_POINT_C, Cure, CureWindow, verdict, window_at

HEAT_UP_MINUTES_PER_MM = 3
ONE_STEP = "One step at a time: parts of this pile go in for another one."
PART_CURE_SHARE = Decimal("0.5")
_ROUND = {UnitSystem.METRIC: (10, 5), UnitSystem.US: (25, 5)}
"""Set points people choose: multiples of the first rather than of the second, rather than others."""


@dataclass(frozen=True)
class Baked:
    """Parts in a load: the outermost coat's powder with its schedule, and the metal below it in um."""

    powder: str
    schedule: Sequence[CureWindow]
    part_cure: bool = False
    thickness_um: int | None = None

    def window(self, set_point_c: Decimal | int) -> CureWindow | None:
        """What these parts bear at a set point; None: not at all."""
        found = window_at(self.schedule, set_point_c)
        if found is None or not self.part_cure:
            return found
        return CureWindow(found.temp_c, found.min_minutes * PART_CURE_SHARE, found.max_minutes, found.assumed)

    @property
    def kind(self) -> tuple[str, bool]:
        """What decides about the window: parts of one kind are asked once."""
        return self.powder, self.part_cure

    def in_words(self, system: UnitSystem) -> str:
        """`15 to 30 min at 190 °C`, every point of the schedule; half of it where the coat is only part-cured."""
        if not self.schedule:
            return "no cure data"
        points = sorted(self.schedule, key=lambda w: w.temp_c)
        words = "; ".join(f"{_span(w)} min at {show_temp(w.temp_c, system)}" for w in points)
        return f"{words}, part cure from half the time" if self.part_cure else words


@dataclass(frozen=True)
class Suggestion:
    """A set point all parts bear, with the whole minutes to choose from."""

    set_point_c: Decimal
    min_minutes: int
    max_minutes: int
    assumed: bool


def common_window(items: Sequence[Baked], set_point_c: Decimal | int) -> CureWindow | None:
    """The minutes that suit every part at a set point; None: there are none, or nothing is in the load."""
    windows = [item.window(set_point_c) for item in items]
    known = [window for window in windows if window]
    if not known or len(known) < len(windows):
        return None
    least = max(window.min_minutes for window in known)
    most = min(window.max_minutes for window in known)
    if least > most:
        return None
    return CureWindow(set_point_c, least, most, assumed=any(window.assumed for window in known))


def fits(set_point_c: Decimal | int, minutes: Decimal | int, items: Sequence[Baked]) -> bool:
    """Whether every part is cured and none is burnt after `minutes` at the set point."""
    window = common_window(items, set_point_c)
    return window is not None and window.min_minutes <= minutes <= window.max_minutes


def suggestion(
    items: Sequence[Baked],
    system: UnitSystem = UnitSystem.METRIC,
    *,
    lowest_c: Decimal | int = 80,
    highest_c: Decimal | int = 260,
    usual_c: Decimal | None = None,
) -> Suggestion | None:
    """The set point to choose: the oven's usual one if it fits, else a round one with the widest choice of minutes.

    Whole and round are degrees of the system: 400 °F is round where 204.4 °C is not.
    """
    degrees = _shared_degrees(items, system, lowest_c, highest_c, usual_c)
    found = [_whole(c, window) for c in degrees if (window := common_window(items, c))]
    possible = [s for s in found if s.min_minutes <= s.max_minutes]
    rounder, round_ = _ROUND[system]

    def rank(s: Suggestion) -> tuple[bool, bool, bool, int, Decimal]:
        c, n = s.set_point_c, degrees[s.set_point_c]
        return c != usual_c, n % rounder != 0, n % round_ != 0, s.min_minutes - s.max_minutes, c

    return min(possible, key=rank, default=None)


def why_not_together(
    items: Sequence[Baked], system: UnitSystem, *, set_point_c: Decimal | int | None = None
) -> str | None:
    """One sentence naming the powders that do not share an oven (at this set point, or at any); None: they do."""
    for item in items:
        if not item.schedule:
            return f"{item.powder} has no cure data."
    if set_point_c is None:
        return _why_nowhere(items, system)
    for item in items:
        if item.window(set_point_c) is None:
            return f"{item.powder} cures at {_temps(item, system)}, not at {show_temp(set_point_c, system)}."
    return _why_no_minutes(items, set_point_c, system)


def kinds(items: Sequence[Baked]) -> list[Baked]:
    """One of each kind, in order: what decides about the set point."""
    return list({item.kind: item for item in items}.values())


def out_at(in_at: datetime, at_temp_at: datetime | None, minutes: int, thickness_um: int) -> datetime:
    """When the plan ends: `minutes` from the hot metal on, which until somebody notes it is the rule of thumb."""
    hot_at = at_temp_at or in_at + timedelta(minutes=heat_up_minutes(thickness_um))
    return hot_at + timedelta(minutes=minutes)


def heat_up_minutes(thickness_um: int) -> int:
    """Minutes until steel is as hot as the oven: 3 per mm, rounded up. A rule of thumb; a probe knows better."""
    return -(-thickness_um * HEAT_UP_MINUTES_PER_MM // 1000)


def why_early(at_temp_at: datetime | None, now: datetime, minutes: int) -> str | None:
    """What to say to who takes a load out before its planned minutes are over; None: they are."""
    if at_temp_at is None:
        return f"Nobody noted that the metal was at temperature; planned are {minutes} min."
    held = int((now - at_temp_at).total_seconds() // 60)
    return f"At temperature for {held} of {minutes} min: the powder may stay soft." if held < minutes else None


class Cured(NamedTuple):
    """What a load did to a powder, with its sentence; None where nobody noted when it was at temperature."""

    cure: Cure | None
    sentence: str


def cured(item: Baked, set_point_c: Decimal, held: int | None, planned: int) -> Cured:
    """Minutes at temperature against what the powder needs and bears; without cure data against the plan."""
    if held is None:
        return Cured(None, "Not noted when it was at temperature")
    window = item.window(set_point_c)
    if window is None:
        cure = verdict(item.schedule, set_point_c, held) if item.schedule else Cure.OK
        return Cured(Cure.UNDER if held < planned else cure, f"Cured {held} of {planned} min")
    least, most = ceil(window.min_minutes), int(window.max_minutes)
    if held < least:
        return Cured(Cure.UNDER, f"Cured {held} of {least} min")
    if held > window.max_minutes:
        return Cured(Cure.OVER, f"Cured {held} min, at most {most}")
    return Cured(Cure.OK, f"Cured {held} min")


def minutes_in_oven(items: Sequence[Baked], minutes_at_temperature: int) -> int:
    """Heat-up of the heaviest part and the time at temperature: 6 mm and 10 min are 28."""
    heaviest_um = max((item.thickness_um or 0 for item in items), default=0)
    return heat_up_minutes(heaviest_um) + minutes_at_temperature


def _span(window: CureWindow) -> str:
    least, most = (f"{Decimal(minutes).normalize():f}" for minutes in (window.min_minutes, window.max_minutes))
    return least if least == most else f"{least} to {most}"


def _whole(set_point_c: Decimal, window: CureWindow) -> Suggestion:
    least = int(window.min_minutes.to_integral_value(ROUND_CEILING))
    most = int(window.max_minutes.to_integral_value(ROUND_FLOOR))
    return Suggestion(set_point_c, least, most, window.assumed)


def _shared_degrees(
    items: Sequence[Baked],
    system: UnitSystem,
    lowest_c: Decimal | int,
    highest_c: Decimal | int,
    usual_c: Decimal | None,
) -> dict[Decimal, int]:
    """Whole degrees of the system by what is stored of them, and the oven's usual one, within all limits."""
    if not items or any(not item.schedule for item in items):
        return {}
    low = max([_lowest_c(item) for item in items] + [Decimal(lowest_c)])
    high = min([_highest_c(item) for item in items] + [Decimal(highest_c)])
    usual = {usual_c: 0} if usual_c is not None and low <= usual_c <= high else {}
    return usual | whole_temps(low, high, system)


def _lowest_c(item: Baked) -> Decimal:
    one_point = len(item.schedule) == 1
    return Decimal(min(w.temp_c for w in item.schedule)) - (BELOW_ONE_POINT_C if one_point else 0)


def _highest_c(item: Baked) -> Decimal:
    return Decimal(max(w.temp_c for w in item.schedule)) + ABOVE_HIGHEST_C


def _temps(item: Baked, system: UnitSystem) -> str:
    temps = sorted({w.temp_c for w in item.schedule})
    if len(temps) == 1:
        return show_temp(temps[0], system)
    return f"{show_temp(temps[0], system)} to {show_temp(temps[-1], system)}"


def _why_nowhere(items: Sequence[Baked], system: UnitSystem) -> str | None:
    if not items or suggestion(items, system):
        return None
    for i, one in enumerate(items):
        for other in items[i + 1 :]:
            if suggestion([one, other], system) is None:
                return (
                    f"{one.powder} ({_temps(one, system)}) and {other.powder} ({_temps(other, system)}) share no cure."
                )
    return "These powders share no cure all together: take one out."


def _why_no_minutes(items: Sequence[Baked], set_point_c: Decimal | int, system: UnitSystem) -> str | None:
    windows = [(item.powder, window) for item in items if (window := item.window(set_point_c))]
    if not windows:
        return None
    slow, slowest = max(windows, key=lambda pair: pair[1].min_minutes)
    quick, quickest = min(windows, key=lambda pair: pair[1].max_minutes)
    if slowest.min_minutes <= quickest.max_minutes:
        return None
    needs = slowest.min_minutes.to_integral_value(ROUND_CEILING)
    takes = quickest.max_minutes.to_integral_value(ROUND_FLOOR)
    return f"At {show_temp(set_point_c, system)} {slow} needs {needs} min and {quick} takes at most {takes} min."
