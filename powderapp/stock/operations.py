"""What can be done to a box: receive, weigh, take, put back, transfer, reverse. All grams go through `post`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError, StaleError
from powderapp.base.events import Event, record_event
from powderapp.powders.models import Powder
from powderapp.shop.numbers import next_number
from powderapp.shop.wording import units_of, weight
from powderapp.stock import queries
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind, Weighable, net_g, why_not_taken, why_not_this_gross


@dataclass(frozen=True)
class Delivery:
    """What came in one box. net_g or gross_g with tare_g, in grams."""

    net_g: int
    tare_g: int | None = None
    lot: str | None = None
    place: str | None = None
    expires_on: date | None = None
    owner_customer_id: int | None = None
    kind: MovementKind = MovementKind.RECEIPT


def receive(db: Session, powder: Powder, delivery: Delivery, *, by: Actor) -> Box:
    """A new box with its first movement (receipt, or opening for stock that was there before the ledger)."""
    by.demand(Permission.BOX_RECEIVE)
    box = Box(
        number=next_number(db, "box"),
        powder_id=powder.id,
        lot=delivery.lot,
        tare_g=delivery.tare_g,
        owner_customer_id=delivery.owner_customer_id,
        place=delivery.place,
        expires_on=delivery.expires_on,
        received_at=by.now,
    )
    db.add(box)
    db.flush()
    after = {"powder_id": powder.id, "lot": delivery.lot, "net_g": delivery.net_g}
    event = record_event(db, "box.received", box, by, after=after)
    gross_g = None if delivery.tare_g is None else delivery.net_g + delivery.tare_g
    post(db, box, delivery.net_g, delivery.kind, event, gross_g=gross_g)
    return box


@dataclass(frozen=True)
class Facts:
    """What can be corrected about a box without weighing it. tare_g None: not known."""

    lot: str | None
    place: str | None
    expires_on: date | None
    tare_g: int | None


def edit(db: Session, box: Box, facts: Facts, version: int, *, by: Actor) -> Box:
    """Correct place, lot, day or tare; the powder in the box stays what it is. StaleError with what stands there."""
    by.demand(Permission.BOX_RECEIVE)
    (box,) = lock(db, Box, [box.id])
    after = vars(facts)
    before = {name: getattr(box, name) for name in after}
    if box.version != version:
        theirs = {name: value for name, value in before.items() if value != after[name]}
        raise StaleError(f"Somebody changed box {box.code} while you were typing.", theirs | {"version": box.version})
    if before == after:
        return box
    for name, value in after.items():
        setattr(box, name, value)
    box.version = version + 1
    record_event(db, "box.edited", box, by, before=_plain(before), after=_plain(after), inverse=_plain(before))
    return box


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def post(
    db: Session,
    box: Box,
    grams: int,
    kind: MovementKind,
    event: Event,
    *,
    gross_g: int | None = None,
    batch_box_id: int | None = None,
    reverses_id: int | None = None,
    reason: str | None = None,
) -> Movement:
    """Write one movement of `grams` (signed) and read the box anew; the caller has locked it and checked the rules."""
    movement = Movement(
        box_id=box.id,
        kind=kind,
        grams=grams,
        gross_g=gross_g,
        batch_box_id=batch_box_id,
        reverses_id=reverses_id,
        reason=reason,
        event_id=event.id,
        moved_at=event.happened_at,
    )
    db.add(movement)
    db.flush()
    db.refresh(box, ["net_g"])
    return movement


def net_of(db: Session, box: Box, gross_g: int, *, gross_in_g: int | None = None) -> int:
    """Net grams for a gross weight; FieldError (gross) when below the tare, or heavier than the box can be.

    gross_in_g: as weighed when its batch began.
    """
    seen = Weighable(box.code, box.net_g, queries.full_g(db, box.id), box.tare_g)
    wrong = why_not_this_gross(seen, gross_g, units_of(db), gross_in_g=gross_in_g)
    if wrong:
        raise FieldError("gross", wrong)
    return net_g(gross_g, box.tare_g)


def weigh(db: Session, box: Box, gross_g: int, *, by: Actor, reason: str | None = None) -> Movement | None:
    """Set the box to what the scale says by one `adjust` movement; None when the weight is as the ledger has it."""
    by.demand(Permission.BOX_WEIGH)
    (box,) = lock(db, Box, [box.id])
    refuse_in_batch(db, box)
    net = net_of(db, box, gross_g)
    change = {"net_g": box.net_g}
    event = record_event(db, "box.weighed", box, by, before=change, after={"net_g": net, "gross_g": gross_g})
    if net == box.net_g:
        return None
    return post(db, box, net - box.net_g, MovementKind.ADJUST, event, gross_g=gross_g, reason=reason)


def take(db: Session, box: Box, grams: int, kind: MovementKind, *, by: Actor, reason: str | None = None) -> Movement:
    """Take `grams` out (use, sold, scrap); DomainError when the box holds less."""
    by.demand(Permission.BOX_WEIGH if kind is MovementKind.USE else Permission.BOX_CORRECT)
    (box,) = lock(db, Box, [box.id])
    refuse_in_batch(db, box)
    refuse_overdraw(db, box, grams)
    event = record_event(db, f"box.{kind}", box, by, before={"net_g": box.net_g}, after={"grams": -grams})
    return post(db, box, -grams, kind, event, reason=reason)


def put_back(db: Session, box: Box, grams: int, *, by: Actor, reason: str) -> Movement:
    """Powder that goes back into its box; never more than was taken out of it."""
    by.demand(Permission.BOX_WEIGH)
    (box,) = lock(db, Box, [box.id])
    refuse_in_batch(db, box)
    room_g = queries.full_g(db, box.id) - box.net_g
    if grams > room_g:
        raise DomainError(f"Only {weight(db, room_g)} were taken out of box {box.code}.")
    event = record_event(db, "box.put_back", box, by, before={"net_g": box.net_g}, after={"grams": grams})
    return post(db, box, grams, MovementKind.ADJUST, event, reason=reason)


def transfer(
    db: Session, source: Box, target: Box, grams: int, *, by: Actor, reason: str | None = None
) -> tuple[Movement, Movement]:
    """Pour `grams` from one box into another of the same powder and owner."""
    by.demand(Permission.BOX_CORRECT)
    held = {box.id: box for box in lock(db, Box, [source.id, target.id])}
    source, target = held[source.id], held[target.id]
    if (source.powder_id, source.owner_customer_id) != (target.powder_id, target.owner_customer_id):
        raise DomainError("Only boxes of the same powder and the same owner can be poured together.")
    refuse_in_batch(db, source, target)
    refuse_overdraw(db, source, grams)
    event = record_event(db, "box.transferred", source, by, after={"to": target.code, "grams": grams})
    return (
        post(db, source, -grams, MovementKind.TRANSFER, event, reason=reason),
        post(db, target, grams, MovementKind.TRANSFER, event, reason=reason),
    )


def reverse(db: Session, movement: Movement, *, by: Actor, reason: str) -> Movement:
    """Undo one movement by its opposite, once. A batch's movements are corrected through the batch.

    One's own of the last minutes alone; anything else is a correction, which a supervisor stands beside.
    """
    made = db.get_one(Event, movement.event_id)
    is_own = by.did_lately(made.person_id, made.happened_at)
    by.demand(Permission.BOX_REVERSE if is_own else Permission.BOX_CORRECT)
    (box,) = lock(db, Box, [movement.box_id])
    refuse_in_batch(db, box)
    if movement.kind is MovementKind.REVERSE or movement.batch_box_id is not None:
        raise DomainError("This entry cannot be reversed by itself.")
    if movement.kind is MovementKind.TRANSFER:
        raise DomainError("Pour it back instead: two boxes changed.")
    if any(other.reverses_id == movement.id for other in queries.movements_of(db, box.id, limit=1000)):
        raise DomainError("This entry was already reversed.")
    refuse_overdraw(db, box, movement.grams)
    event = record_event(db, "box.reversed", box, by, before={"net_g": box.net_g}, after={"grams": -movement.grams})
    return post(db, box, -movement.grams, MovementKind.REVERSE, event, reverses_id=movement.id, reason=reason)


def refuse_in_batch(db: Session, *boxes: Box) -> None:
    """DomainError while a box is in a batch: its scale would count the same grams twice."""
    for box in boxes:
        number = queries.batch_with(db, box.id)
        if number is not None:
            raise DomainError(f"Box {box.code} is in batch S{number}: weigh it back there.")


def refuse_overdraw(db: Session, box: Box, grams: int) -> None:
    """DomainError when the box holds less than `grams`."""
    wrong = why_not_taken(box.code, box.net_g, grams, units_of(db))
    if wrong:
        raise DomainError(wrong)
