"""Film thickness against a rule set: data with an edition; results are recorded against it, not certified.

Everything is compared unrounded, in um. `low_um` and `high_um` are what the line wants; a rule set may bring a low.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from powderapp.base.units import UnitSystem, edit_film, show_film

CoatFilm = tuple[Decimal, Decimal, Decimal]
"""Film as ordered, lowest and highest film of the powder, in um."""


@dataclass(frozen=True)
class RuleSet:
    """How readings are judged.

    least_um: its own minimum instead of the line's. share: of the readings that must reach the minimum. floor_um, or
    floor_share of the minimum: none may be below. ceiling_share of the line's maximum: none may be above (None: no such
    rule). by_mean: the mean must lie within, instead of the share. per_spot: readings that are averaged to one spot.
    """

    key: str
    name: str
    edition: str = ""
    least_um: Decimal | None = None
    share: Decimal = Decimal(1)
    floor_um: Decimal | None = None
    floor_share: Decimal = Decimal(0)
    ceiling_share: Decimal | None = Decimal(1)
    by_mean: bool = False
    per_spot: int = 1


def _aama(key: str, name: str, edition: str, least: int, floor: int) -> RuleSet:
    return RuleSet(
        key, name, edition, Decimal(least), share=Decimal("0.8"), floor_um=Decimal(floor), ceiling_share=None
    )


SIMPLE = RuleSet("simple", "Every reading within the limits")
SSPC_PA_2 = RuleSet(
    "sspc-pa-2",
    "SSPC-PA 2",
    "2012",
    floor_share=Decimal("0.8"),
    ceiling_share=Decimal("1.2"),
    by_mean=True,
    per_spot=3,
)
QUALICOAT_1 = RuleSet(
    "qualicoat-1",
    "Qualicoat class 1",
    "unconfirmed",
    Decimal(60),
    floor_share=Decimal("0.8"),
    ceiling_share=None,
    by_mean=True,
)
RULE_SETS: dict[str, RuleSet] = {
    rules.key: rules
    for rules in (
        SIMPLE,
        SSPC_PA_2,
        _aama("aama-2603", "AAMA 2603", "02", 20, 17),
        _aama("aama-2604", "AAMA 2604", "10", 30, 25),
        _aama("aama-2605", "AAMA 2605", "11", 30, 25),
        QUALICOAT_1,
    )
}


@dataclass(frozen=True)
class FilmVerdict:
    """Passed or not, and the one sentence that says why."""

    passed: bool
    sentence: str


def film_verdict(
    rules: RuleSet, readings: Sequence[Decimal], low_um: Decimal, high_um: Decimal, system: UnitSystem
) -> FilmVerdict:
    """The verdict on the readings of one check. ValueError: no readings."""
    return spots_verdict(rules, spots(readings, rules.per_spot), low_um, high_um, system)


def spots_verdict(
    rules: RuleSet, values: Sequence[Decimal], low_um: Decimal, high_um: Decimal, system: UnitSystem
) -> FilmVerdict:
    """The verdict on spots (means of readings) or, where a rule set has no spots, on readings. ValueError: none."""
    if not values:
        raise ValueError("A verdict needs readings.")
    low = rules.least_um if rules.least_um is not None else low_um
    why = (
        _below_floor(rules, values, low, system)
        or _above_ceiling(rules, values, high_um, system)
        or (_mean_outside if rules.by_mean else _too_few)(rules, values, low, high_um, system)
    )
    if why:
        return FilmVerdict(False, why)
    span = f"{show_film(min(values), system)} to {show_film(max(values), system)}"
    return FilmVerdict(True, f"{len(values)} {_noun(rules)}, {span}: {rules.name} is met.")


def outside(rules: RuleSet, readings: Sequence[Decimal], low_um: Decimal, high_um: Decimal) -> int:
    """How many readings are too thin, or too thick where the rule set has a limit for that."""
    low = rules.least_um if rules.least_um is not None else low_um
    high = None if rules.ceiling_share is None else rules.ceiling_share * high_um
    return sum(um < low or (high is not None and um > high) for um in readings)


def spots(readings: Sequence[Decimal], per_spot: int) -> list[Decimal]:
    """Means of each `per_spot` readings in order; what is left over makes a last spot of its own."""
    groups = [readings[i : i + per_spot] for i in range(0, len(readings), per_spot)]
    return [sum(group, Decimal(0)) / len(group) for group in groups]


def wanted_um(coats: Iterable[CoatFilm], below: Iterable[CoatFilm] = ()) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest film of a whole finish, in um; None without coats.

    coats: for each the film as ordered and its powder's low and high: the powder says how wide the range is, the order
    where its middle lies. below: what a recoat went over, which may be thick or nearly bare.
    """
    ranges = [(film - (high - low) / 2, film + (high - low) / 2) for film, low, high in coats]
    if not ranges:
        return None
    under = sum((film + (high - low) / 2 for film, low, high in below), Decimal(0))
    low, high = sum((low for low, _ in ranges), Decimal(0)), sum((high for _, high in ranges), Decimal(0))
    return max(low, Decimal("0.1")), high + under


def areas_to_measure(area: Decimal, system: UnitSystem) -> int:
    """Areas of five spots for a surface in m2 or ft2 (SSPC-PA 2): each system has its own round numbers."""
    one, three = (Decimal(10), Decimal(100)) if system is UnitSystem.METRIC else (Decimal(100), Decimal(1000))
    if area <= 3 * one:
        return max(1, _up(area / one))
    return 3 if area <= three else 3 + _up((area - three) / three)


def _below_floor(rules: RuleSet, values: Sequence[Decimal], low: Decimal, system: UnitSystem) -> str | None:
    floor = rules.floor_um if rules.floor_um is not None else rules.floor_share * low
    if min(values) >= floor:
        return None
    return f"The thinnest {_noun(rules, 1)} is {_apart(min(values), 'below', floor, system)}."


def _above_ceiling(rules: RuleSet, values: Sequence[Decimal], high_um: Decimal, system: UnitSystem) -> str | None:
    if rules.ceiling_share is None or max(values) <= rules.ceiling_share * high_um:
        return None
    ceiling = rules.ceiling_share * high_um
    return f"The thickest {_noun(rules, 1)} is {_apart(max(values), 'above', ceiling, system)}."


def _mean_outside(
    rules: RuleSet, values: Sequence[Decimal], low: Decimal, high_um: Decimal, system: UnitSystem
) -> str | None:
    mean = sum(values, Decimal(0)) / len(values)
    if mean < low:
        return f"The mean is {_apart(mean, 'below', low, system)}."
    if rules.ceiling_share is not None and mean > high_um:
        return f"The mean is {_apart(mean, 'above', high_um, system)}."
    return None


def _too_few(
    rules: RuleSet, values: Sequence[Decimal], low: Decimal, high_um: Decimal, system: UnitSystem
) -> str | None:
    reached = sum(value >= low for value in values)
    wanted = _up(rules.share * len(values))
    if reached >= wanted:
        return None
    return f"{reached} of {len(values)} {_noun(rules)} reach {show_film(low, system)}; {wanted} must."


def _apart(value: Decimal, side: str, limit: Decimal, system: UnitSystem) -> str:
    show = edit_film if show_film(value, system) == show_film(limit, system) else show_film
    return f"{show(value, system)}, {side} {show(limit, system)}"


def _noun(rules: RuleSet, count: int = 2) -> str:
    return ("spot" if rules.per_spot > 1 else "reading") + ("s" if count > 1 else "")


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
