"""What the oven did to parts that wait for their check: each load with its minutes against what the powder needs."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from powderapp.ovens.models import Load
from powderapp.ovens.queries import coats_with_cure, cures_of
from powderapp.ovens.rules import Baked, Cured, cured
from powderapp.parts.models import Pile
from powderapp.powders.cure import Cure, CureWindow


class CuredIn(NamedTuple):
    """A load and what it did to the outermost coat."""

    load: Load
    told: Cured

    @property
    def doubtful(self) -> bool:
        """Whether it is to be looked at: too short, too long, or not known."""
        return self.told.cure is not Cure.OK


def cured_in(db: Session, piles: Sequence[Pile]) -> dict[int, list[CuredIn]]:
    """The loads of each pile (by id), doubtful ones first, then newest first."""
    lines = {pile.line_id for pile in piles}
    loads, coats = cures_of(db, lines), coats_with_cure(db, lines)
    found: dict[int, list[CuredIn]] = {}
    for pile in piles:
        place = (pile.line_id, pile.coat_number)
        coat = coats.get(place)
        powder = coat.powder if coat else None
        schedule = (
            [CureWindow(w.temp_c, w.min_minutes, w.max_minutes, w.assumed) for w in powder.cure] if powder else []
        )
        item = Baked(powder.name if powder else "", schedule, bool(coat and coat.part_cure))
        told = [CuredIn(e, cured(item, e.set_point_c, e.held_minutes, e.minutes)) for e in loads.get(place, [])]
        found[pile.id] = sorted(told, key=lambda entry: not entry.doubtful)
    return found
