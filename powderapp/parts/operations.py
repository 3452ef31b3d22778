"""What can be done to parts wherever they stand: arrive, go on, change rack, be reversed, lost, found, given back."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.jobs.models import Job, Line
from powderapp.jobs.rules import JobState
from powderapp.parts import queries
from powderapp.parts.handing_back import NOT_BEGUN, hand_back
from powderapp.parts.models import Arrival, ArrivalLine, Move, MoveCause, Pile
from powderapp.parts.moving import lock_jobs, lock_piles, move, pile_at, refuse_cancelled, refuse_unless
from powderapp.parts.rules import UNDO as UNDO
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing

MAY_REVERSE = {
    MoveCause.ARRIVED: Permission.PARTS_ARRIVE,
    MoveCause.PASSED: Permission.CHECK_DO,
    MoveCause.REWORK: Permission.CHECK_DO,
    MoveCause.SCRAPPED: Permission.CHECK_DO,
    MoveCause.PICKED_UP: Permission.PICKUP_DO,
    MoveCause.MISSING: Permission.PARTS_CORRECT,
    MoveCause.UNCOATED: Permission.PARTS_CORRECT,
    MoveCause.CORRECTION: Permission.PARTS_CORRECT,
}
"""Who may take back what was not everybody's to do. A correction of one's own is taken back by whoever made it."""


def arrive(
    db: Session,
    job: Job,
    counts: Mapping[int, int],
    *,
    by: Actor,
    from_whom: str | None = None,
    note: str | None = None,
) -> Arrival:
    """One trip: `counts` maps line ids to parts. Refused when more come than are still to come of a line."""
    by.demand(Permission.PARTS_ARRIVE)
    lines = lock_jobs(db, counts)
    if len(lines) < len(counts):
        raise DomainError("Some of these lines are not there any more.")
    _refuse_arrival(db, job, lines, counts)
    arrival = Arrival(job_id=job.id, from_whom=from_whom, note=note, arrived_at=by.now)
    db.add(arrival)
    db.flush()
    after = {"lines": {lines[line_id].label(job.number or 0): qty for line_id, qty in counts.items()}}
    event = record_event(db, "parts.arrived", arrival, by, job_id=job.id, after=after, inverse=UNDO)
    for line_id, qty in counts.items():
        target = pile_at(db, line_id, queries.way_of(db, line_id).arrived())
        entry = move(db, None, target, qty, MoveCause.ARRIVED, event)
        db.add(ArrivalLine(arrival_id=arrival.id, line_id=line_id, move_id=entry.id, qty=qty))
    db.flush()
    return arrival


def _refuse_arrival(db: Session, job: Job, lines: Mapping[int, Line], counts: Mapping[int, int]) -> None:
    if job.state is not JobState.OPEN:
        raise DomainError(f"Job {job.number or 'draft'} is not open; check it in first.")
    if not counts:
        raise DomainError("Say how many parts of which line arrived.")
    here = queries.here_qty(db, job.id)
    for line_id, qty in counts.items():
        line = lines[line_id]
        to_come = line.ordered_qty - here.get(line.number, 0)
        label = line.label(job.number or 0)
        if line.job_id != job.id or line.parent_line_id is not None or line.cancelled_at is not None:
            raise DomainError(f"Parts cannot arrive for line {label}.")
        if qty > to_come:
            raise DomainError(f"Only {to_come} parts of line {label} are still to come, not {qty}.")


def start_prep(db: Session, pile: Pile, qty: int, *, by: Actor) -> Move:
    """Received parts go into prep, or straight on when their line has none."""
    by.demand(Permission.PREP_DO)
    pile = lock_piles(db, [pile.id])[pile.id]
    refuse_unless(pile, Stage.RECEIVED)
    refuse_cancelled(pile.line)
    return _onward(db, pile, qty, queries.way_of(db, pile.line_id).into(1), "parts.prep_started", by=by)


def leave_prep(db: Session, pile: Pile, qty: int, *, by: Actor, rack_id: int | None = None) -> Move:
    """Parts whose steps are all done go on, hung on a rack; DomainError with how many may."""
    by.demand(Permission.PREP_DO)
    pile = lock_piles(db, [pile.id])[pile.id]
    refuse_unless(pile, Stage.PREP)
    refuse_cancelled(pile.line)
    if pile.load_id is not None:
        raise DomainError("They are in the oven; take them out first.")
    allowed = queries.prepared_qty(db, pile.line_id, pile.coat_number)
    if qty > allowed:
        raise DomainError(f"Prep is done for {max(allowed, 0)} parts, not {qty}.")
    target = queries.way_of(db, pile.line_id).prepared(pile.coat_number)
    return _onward(db, pile, qty, target, "parts.prepared", by=by, rack_id=rack_id)


def rack(db: Session, pile: Pile, qty: int, rack_id: int, *, by: Actor) -> Move:
    """Some parts of a pile to another rack or shelf; stage and coat stay."""
    by.demand(Permission.PARTS_MOVE)
    pile = lock_piles(db, [pile.id])[pile.id]
    if pile.load_id is not None:
        raise DomainError("They are in the oven; take them out first.")
    if pile.rack_id == rack_id:
        raise DomainError("They hang there already.")
    event = _event(db, "parts.racked", pile, by, after={"qty": qty, "rack_id": rack_id})
    place = Standing(pile.stage, pile.coat_number)
    target = pile_at(db, pile.line_id, place, rack_id=rack_id, task_id=pile.task_id, load_id=pile.load_id)
    return move(db, pile, target, qty, MoveCause.RACKED, event)


def reverse(db: Session, entry: Move, qty: int, *, by: Actor, reason: str) -> Move:
    """Undo a move or a part of it, while the parts still stand where it put them.

    One's own of the last minutes alone; anything else is what a supervisor stands beside.
    """
    _refuse_strangers(db, entry, by)
    piles = lock_piles(db, [i for i in (entry.from_pile_id, entry.to_pile_id) if i is not None])
    _refuse_reversal(db, entry, qty, piles)
    target = piles[entry.to_pile_id] if entry.to_pile_id else None
    source = piles[entry.from_pile_id] if entry.from_pile_id else None
    if source is not None and queries.is_closed(db, source):
        raise DomainError("That batch or load is finished: nothing goes back into it.")
    event = _event(
        db, "parts.reversed", next(iter(piles.values())), by, after={"qty": qty, "move": entry.id, "reason": reason}
    )
    done = move(db, target, source, qty, MoveCause.REVERSED, event, reason=reason, reverses_id=entry.id)
    if source is not None and source.line.cancelled_at is not None:
        hand_back(db, source.line, event, reason)
    return done


def _refuse_strangers(db: Session, entry: Move, by: Actor) -> None:
    needed = MAY_REVERSE.get(entry.cause, Permission.PARTS_REVERSE)
    made = db.get_one(Event, entry.event_id)
    if by.did_lately(made.person_id, made.happened_at):
        by.demand(Permission.PARTS_REVERSE if needed is Permission.PARTS_CORRECT else needed)
        return
    by.demand(needed)
    by.demand(Permission.PARTS_REVERSE_ANY)


def _refuse_reversal(db: Session, entry: Move, qty: int, piles: Mapping[int, Pile]) -> None:
    left = entry.qty - queries.undone_qty(db, entry.id)
    if entry.reverses_id is not None or qty > left:
        raise DomainError(f"Only {max(left, 0)} parts of this move can still be reversed.")
    if entry.cause is MoveCause.NOT_SPRAYED:
        raise DomainError("Add them to the batch again.")  # a hold or another colour may stand in the way by now
    if entry.from_pile_id is None:
        return
    if queries.is_over(db, entry.from_pile_id):
        raise DomainError("Their batch or load is over; they cannot go back into it.")
    back_to = piles[entry.from_pile_id]
    if back_to.stage in NOT_BEGUN and entry.cause is not MoveCause.MISSING:
        refuse_cancelled(back_to.line)


def undo(db: Session, event: Event, *, by: Actor) -> list[Move]:
    """Undo a tap: every move of its event, last first; DomainError when the parts have gone on."""
    by.demand(Permission.PARTS_REVERSE)
    if event.inverse != UNDO:
        raise DomainError("This cannot be undone by a tap.")
    entries = queries.moves_of_event(db, event.id)
    piles = lock_piles(db, [i for entry in entries for i in (entry.from_pile_id, entry.to_pile_id) if i is not None])
    if any(queries.undone_qty(db, entry.id) for entry in entries):
        raise DomainError("This was taken back already.")
    if any(piles[entry.to_pile_id].qty < entry.qty for entry in entries if entry.to_pile_id):
        raise DomainError("These parts went on since: nothing is taken back.")
    return [reverse(db, entry, entry.qty, by=by, reason="undone") for entry in entries]


def find_more(db: Session, line: Line, standing: Standing, qty: int, *, by: Actor, reason: str) -> Move:
    """A surplus found at a count: an arrival as a correction, into any stage but the booth and the oven.

    What went missing there is found first: those parts arrived already.
    """
    by.demand(Permission.PARTS_CORRECT)
    line = lock_jobs(db, [line.id])[line.id]
    if standing.stage in (Stage.SPRAYING, Stage.CURING):
        raise DomainError("Take them out of the booth or oven first.")
    if line.cancelled_at is None and not queries.way_of(db, line.id).stands(standing):
        raise DomainError("Parts of this line cannot stand there.")
    if standing.stage is not Stage.READY:
        refuse_cancelled(line)
    found: Move | None = None
    for entry, missing in queries.missing_moves(db, line.id, standing):
        if part := min(qty, missing):
            found = reverse(db, entry, part, by=by, reason=reason)
            qty -= part
    return found if found is not None and not qty else _correct(db, line, standing, qty, by=by, reason=reason)


def _correct(db: Session, line: Line, standing: Standing, qty: int, *, by: Actor, reason: str) -> Move:
    target = pile_at(db, line.id, standing)
    target.line = line
    event = _event(db, "parts.found", target, by, after={"qty": qty, "reason": reason}, job_id=line.job_id)
    return move(db, None, target, qty, MoveCause.CORRECTION, event, reason=reason)


def lose(db: Session, pile: Pile, qty: int, *, by: Actor, reason: str) -> Move:
    """Parts that cannot be found."""
    return _into_sink(db, pile, qty, Stage.MISSING, MoveCause.MISSING, by, reason)


def return_uncoated(db: Session, pile: Pile, qty: int, *, by: Actor, reason: str) -> Move:
    """Parts the customer takes back without a coat."""
    return _into_sink(db, pile, qty, Stage.RETURNED_UNCOATED, MoveCause.UNCOATED, by, reason)


def _into_sink(db: Session, pile: Pile, qty: int, sink: Stage, cause: MoveCause, by: Actor, reason: str) -> Move:
    by.demand(Permission.PARTS_CORRECT)
    pile = lock_piles(db, [pile.id])[pile.id]
    if sink is Stage.RETURNED_UNCOATED and (pile.task_id or pile.load_id):
        raise DomainError("Take them out of the booth or oven first.")
    event = _event(db, f"parts.{sink}", pile, by, after={"qty": qty, "reason": reason}, inverse=UNDO)
    target = pile_at(db, pile.line_id, Standing(sink, pile.coat_number))
    return move(db, pile, target, qty, cause, event, reason=reason)


def _onward(
    db: Session, pile: Pile, qty: int, to: Standing, verb: str, *, by: Actor, rack_id: int | None = None
) -> Move:
    event = _event(db, verb, pile, by, after={"qty": qty, "stage": to.stage}, inverse=UNDO)
    target = pile_at(db, pile.line_id, to, rack_id=rack_id or pile.rack_id)
    return move(db, pile, target, qty, MoveCause.NEXT, event)


def _event(
    db: Session,
    verb: str,
    pile: Pile,
    by: Actor,
    *,
    after: dict[str, object],
    inverse: dict[str, str] | None = None,
    job_id: int | None = None,
) -> Event:
    before = {"line_id": pile.line_id, "stage": pile.stage, "coat": pile.coat_number, "qty": pile.qty}
    return record_event(
        db, verb, pile, by, job_id=job_id or pile.line.job_id, before=before, after=after, inverse=inverse
    )
