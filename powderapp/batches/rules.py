"""How the powder of one batch is shared among its tasks: by area x film x parts sprayed, in grams that add up.

A part without an area counts with the mean area of the batch's known parts, else with its size class; the share is then
marked as estimated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from powderapp.base.errors import DomainError
from powderapp.base.split import largest_remainder
from powderapp.base.text import counted
from powderapp.base.units import UnitSystem, show_weight
from powderapp.powders.rules import powder_needed_g

SIZE_MM2: dict[str, int] = {"S": 50_000, "M": 500_000, "L": 2_000_000}
"""What a small, middle and large part stand for as long as nothing is measured: 0.05, 0.5 and 2 m2."""

_OFF_G, _HEAVIEST_BOX_G = 500, 5_000
_USUAL_LOW, _USUAL_HIGH, _SCALE_G = Decimal("0.7"), Decimal("1.5"), 50


@dataclass(frozen=True)
class Sprayed:
    """One task: area of one part in mm2 if known, film aimed at, parts sprayed, size class S, M or L."""

    area_mm2: int | None
    film_um: Decimal
    qty: int
    size_class: str | None = None


@dataclass(frozen=True)
class Share:
    """Grams of one task; `estimated`: its area was not known."""

    grams: int
    estimated: bool


def split_use(total_g: int, tasks: Sequence[Sprayed]) -> list[Share]:
    """`total_g` shared over the tasks, summing to it exactly. No tasks: no shares (purge and test spray only)."""
    if not tasks:
        return []
    areas = areas_mm2(tasks)
    weights = [area * task.film_um * task.qty for area, task in zip(areas, tasks, strict=True)]
    shares = largest_remainder(total_g, weights)
    return [Share(grams, task.area_mm2 is None) for grams, task in zip(shares, tasks, strict=True)]


def areas_mm2(tasks: Sequence[Sprayed]) -> list[Decimal]:
    """Area of one part of each task; unknown ones by the mean known part, else by size class."""
    known = [(task.area_mm2, task.qty) for task in tasks if task.area_mm2 is not None]
    parts = sum(qty for _, qty in known)
    mean = Decimal(sum(area * qty for area, qty in known)) / parts if parts else None
    return [_area_mm2(task, mean) for task in tasks]


def correct_share(shares: Sequence[int], index: int, grams: int, system: UnitSystem) -> list[int]:
    """`shares` with one set by hand; the others keep their proportions and the sum stays. DomainError: it cannot."""
    total = sum(shares)
    if not 0 <= grams <= total:
        raise DomainError(f"This batch used {show_weight(total, system)} in all.")
    others = [share for i, share in enumerate(shares) if i != index]
    if not others:
        if grams != total:
            raise DomainError(f"This is the only one: it took all {show_weight(total, system)}.")
        return [grams]
    rest = largest_remainder(total - grams, others)
    return [*rest[:index], grams, *rest[index:]]


def expected_g(tasks: Sequence[Sprayed], density_g_cm3: Decimal, utilisation: Decimal, loss_g: int = 0) -> int:
    """Grams these parts should draw: film / what stays on the part, and what a colour change loses."""
    needed = [
        powder_needed_g(int(area * task.qty), task.film_um, density_g_cm3, utilisation)
        for area, task in zip(areas_mm2(tasks), tasks, strict=True)
    ]
    return sum(needed) + loss_g


def usual_range_g(expected: int) -> tuple[int, int]:
    """Where use usually ends for this expectation: 70 % to 150 %, and never closer than a scale can tell."""
    low = min(int(expected * _USUAL_LOW), expected - _SCALE_G)
    high = max(int(expected * _USUAL_HIGH), expected + _SCALE_G)
    return max(0, low), high


def why_unusual(used_g: int, expected: int, system: UnitSystem) -> str | None:
    """One sentence when the scale says something unusual; None when it does not, or nothing was expected."""
    low, high = usual_range_g(expected)
    if expected <= 0 or low <= used_g <= high:
        return None
    usual = f"usually {show_weight(low, system)} to {show_weight(high, system)}"
    return f"{show_weight(used_g, system)} used, {usual} for these parts."


def why_not_cancelled(sprayed: int, used_g: int) -> str | None:
    """What speaks against cancelling a running batch: parts sprayed, grams that left its boxes; None: nothing."""
    if sprayed:
        return f"{counted(sprayed, 'part')} of it {'is' if sprayed == 1 else 'are'} sprayed: finish the batch instead."
    return "Powder left its boxes already: weigh back and finish the batch instead." if used_g else None


def _area_mm2(task: Sprayed, mean: Decimal | None) -> Decimal:
    if task.area_mm2 is not None:
        return Decimal(task.area_mm2)
    return mean if mean is not None else Decimal(SIZE_MM2[task.size_class or "M"])


def worked(clocks: Iterable[tuple[datetime, datetime | None]], now: datetime) -> timedelta:
    """How long somebody was at it: the time covered by at least one clock (start, stop; None: still running)."""
    total, covered_until = timedelta(0), None
    for start, stop in sorted((start, stop or now) for start, stop in clocks):
        begin = start if covered_until is None else max(start, covered_until)
        total += max(stop - begin, timedelta(0))
        covered_until = max(stop, begin)
    return total


def doubtful_gross(net_g: int, tare_g: int | None, gross_g: int, system: UnitSystem) -> str | None:
    """Both figures where books and scale differ by more than 500 g and a tenth; None: the weight may be right.

    A box of unknown tare may itself weigh up to 5 kg. Less than the tare is no question, that is refused.
    """
    if tare_g is not None and gross_g < tare_g:
        return None
    low_g, high_g = (net_g, net_g + _HEAVIEST_BOX_G) if tare_g is None else (net_g + tare_g, net_g + tare_g)
    off_g = max(low_g - gross_g, gross_g - high_g)
    if tare_g is None:
        doubtful = gross_g < net_g * Decimal("0.9") or gross_g > high_g
    else:
        doubtful = off_g > max(_OFF_G, low_g // 10)
    books = show_weight(low_g, system) + (" without the box" if tare_g is None else "")
    return f"The books say {books}, the scale {show_weight(gross_g, system)}." if doubtful else None
