"""The colour queue: what waits for spraying in groups of one powder on one metal, late first, then light to dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from powderapp.batches.rules import Sprayed, expected_g
from powderapp.batches.waiting import Colour, Waiting, jobs_of
from powderapp.jobs.rules import Priority
from powderapp.powders.ral import lightness
from powderapp.powders.rules import density

Stock = Mapping[int, Mapping[int | None, int]]
_MIDDLE = Decimal(50)


@dataclass(frozen=True)
class Group:
    """Piles that get one powder on one metal. needed_g, stock_g: grams; `estimated`: an area or the density is not
    known. colour None: to be matched to `wish`."""

    key: str
    colour: Colour | None
    wish: str | None
    metal: str
    ready: tuple[Waiting, ...]
    ahead: tuple[Waiting, ...]
    needed_g: int
    stock_g: int
    estimated: bool

    @property
    def rows(self) -> tuple[Waiting, ...]:
        """All of them, those that can be sprayed in front."""
        return self.ready + self.ahead

    @property
    def parts(self) -> int:
        """Parts that wait at the booth."""
        return sum(row.qty for row in self.ready)

    @property
    def parts_ahead(self) -> int:
        """Parts that are still in prep."""
        return sum(row.qty for row in self.ahead)

    @property
    def jobs(self) -> int:
        """Jobs whose parts wait at the booth."""
        return jobs_of(self.ready)

    @property
    def may_start(self) -> int:
        """How many of the piles a batch may take now."""
        return sum(row.may_start for row in self.ready)

    @property
    def is_short(self) -> bool:
        """Whether more is needed than stands in the powder room."""
        return self.colour is not None and self.needed_g > self.stock_g

    @property
    def due_on(self) -> date | None:
        """The earliest day one of them is due."""
        return min((row.due_on for row in self.ready if row.due_on), default=None)

    @property
    def priority(self) -> Priority:
        """The most urgent one's."""
        return min((row.priority for row in self.ready), key=lambda priority: priority.rank, default=Priority.STANDARD)


def metals(rows: Sequence[Waiting]) -> list[tuple[str, int]]:
    """The metals that wait at the booth, with their piles; the one with most in front."""
    counts: dict[str, int] = {}
    for row in rows:
        if not row.ahead:
            counts[metal_of(row)] = counts.get(metal_of(row), 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def metal_of(row: Waiting) -> str:
    """The base metal in one word; empty when nobody said."""
    return (row.metal or "").strip().capitalize()


def grouped(
    rows: Sequence[Waiting], colours: Mapping[int, Colour], stock: Stock, today: date, metal: str | None = None
) -> list[Group]:
    """The groups that have something to spray, in the order in which to spray them."""
    found: dict[tuple[int | None, str, str], list[Waiting]] = {}
    for row in rows:
        if metal is None or metal_of(row) == metal:
            wish = "" if row.powder_id else (row.wish or "").strip()
            found.setdefault((row.powder_id, wish, metal_of(row)), []).append(row)
    groups = [_group(number, key, piles, colours, stock) for number, (key, piles) in enumerate(found.items())]
    return sorted((group for group in groups if group.ready), key=lambda group: _order(group, today))


def needed_g(rows: Sequence[Waiting], colour: Colour) -> tuple[int, bool]:
    """Grams these parts should draw, and whether an area or the density had to be assumed."""
    density_g_cm3, assumed = density(colour.sg)
    parts = [Sprayed(row.area_mm2, row.film_um, row.qty, row.size_class) for row in rows]
    return expected_g(parts, density_g_cm3, colour.utilisation), assumed or any(row.area_mm2 is None for row in rows)


def _group(
    number: int,
    key: tuple[int | None, str, str],
    piles: Sequence[Waiting],
    colours: Mapping[int, Colour],
    stock: Stock,
) -> Group:
    powder_id, wish, metal = key
    colour = colours.get(powder_id) if powder_id else None
    ready = tuple(row for row in piles if not row.ahead)
    grams, estimated = needed_g(ready, colour) if colour and ready else (0, False)
    name = f"{powder_id or 'wish'}-{metal.casefold() or 'any'}" if powder_id else f"wish-{number}"
    owners = {None, *(row.customer_id for row in ready)}
    standing = sum(g for owner, g in stock.get(powder_id or 0, {}).items() if owner in owners)
    ahead = tuple(row for row in piles if row.ahead)
    return Group(_slug(name), colour, wish or None, metal, ready, ahead, grams, standing, estimated)


def _slug(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name)


def _order(group: Group, today: date) -> tuple[int, int, int, int, Decimal, str]:
    """What can start comes first, then emergencies, then late by days and due today, then light to dark."""
    late = max(0, (today - group.due_on).days + 1) if group.due_on else 0
    rgb = group.colour.rgb if group.colour else None
    light = lightness(rgb) if rgb else _MIDDLE
    urgent = 0 if group.priority is Priority.EMERGENCY else 1
    return int(group.colour is None), int(not group.may_start), urgent, -late, -light, group.key
