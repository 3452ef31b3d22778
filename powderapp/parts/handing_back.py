"""What was cancelled and not begun stands ready to be handed back, with the coats it has."""

from sqlalchemy.orm import Session

from powderapp.base.events import Event
from powderapp.jobs.models import Line
from powderapp.parts import queries
from powderapp.parts.models import MoveCause
from powderapp.parts.moving import lock_piles, move, pile_at
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing

NOT_BEGUN = (Stage.RECEIVED, Stage.PREP, Stage.TO_SPRAY)


def hand_back(db: Session, line: Line, event: Event, reason: str | None) -> None:
    """Every waiting part of a cancelled line becomes ready; what is in a booth or oven follows when it comes out."""
    waiting = [p for p in queries.standing(db, [line.id]) if p.stage in NOT_BEGUN and p.load_id is None]
    for pile in lock_piles(db, [p.id for p in waiting]).values():
        target = pile_at(db, line.id, uncoated(pile.coat_number), rack_id=pile.rack_id)
        move(db, pile, target, pile.qty, MoveCause.UNCOATED, event, reason=reason)


def uncoated(coat_number: int) -> Standing:
    """Ready without the coat they waited for."""
    return Standing(Stage.READY, max(coat_number - 1, 0))
