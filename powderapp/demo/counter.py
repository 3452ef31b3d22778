"""At the counter of the demo: orders checked in, parts that come later, holds, calls, pickups."""

from functools import partial
from itertools import cycle, islice

from sqlalchemy import select

from powderapp.base.access import Actor
from powderapp.customers.models import Customer
from powderapp.customers.reading import same_firm
from powderapp.demo.sheet import SheetRow, powder_of, sheet
from powderapp.demo.story import Goal, Order
from powderapp.demo.workday import Going, Workday
from powderapp.intake.operations import check_in
from powderapp.jobs.models import Coat, Job, Line
from powderapp.jobs.operations import CoatWanted, JobWanted, LineWanted, hold
from powderapp.jobs.rules import LineKind
from powderapp.parts.models import Pile
from powderapp.parts.operations import arrive
from powderapp.parts.rules import Stage
from powderapp.pickups.operations import pick_up, tell
from powderapp.pickups.rules import ToldHow
from powderapp.powders.models import Powder
from powderapp.stock.operations import Delivery, receive

LOW_BAKE, PRIMER = "L160", "A1788"
PREP = {
    "wash": ("Wash", "Hang"),
    "blast": ("Blast", "Hang"),
    "strip + blast": ("Strip", "Blast", "Hang"),
    "full prep": ("Strip", "Blast", "Wash", "Mask", "Hang"),
}
DRIVERS = ("Mr Hansen", "Ms Kowal", "Mr Duarte", "Ms Lind", "the driver of the customer")
SIZES = {"Trailer": "L", "Gate": "L", "Handrail": "L", "Picket": "S", "Bracket": "S"}


def take_in(day: Workday, order: Order, minute: int) -> None:
    """Check an order in at the front desk; its parts, or half of them, come with it."""
    by = day.by("office", minute)
    lines = tuple(_line(day, order, sheet()[number]) for number in order.rows)
    first = sheet()[order.rows[0]]
    wanted = JobWanted(
        lines,
        customer_id=None if order.walk_in else _customer(day, first.company).id,
        walk_in_name=order.walk_in and order.walk_in[0],
        walk_in_phone=order.walk_in and order.walk_in[1],
        due_on=day.fortnight.day(order.due),
        priority=first.priority,
        po=first.po,
        note=first.note,
    )
    job = check_in(day.db, wanted, by=by, arrived=not order.half)
    day.going.append(Going(order, job.id))
    if order.half:
        _bring_half(day, day.going[-1], by)
    if order.own_powder:
        _bring_powder(day, job.id, by)


def hand_over(day: Workday, minute: int) -> None:
    """Whoever comes today takes what is ready; of one job only a part."""
    ready: dict[int, tuple[Going, list[Pile]]] = {}
    for going, _, pile in day.piles(Stage.READY):
        if _comes(day, going):
            ready.setdefault(going.job_id, (going, []))[1].append(pile)
    for late, (going, piles) in enumerate(ready.values()):
        day.at(minute + 7 * late, partial(_collected, day, going, piles))


def _comes(day: Workday, going: Going) -> bool:
    order = going.order
    partly_gone = order.goal is Goal.PARTLY and going.came
    return order.goal >= Goal.PARTLY and order.pickup_day <= day.index and not partly_gone


def ring_up(day: Workday, minute: int) -> None:
    """Tell the customers whose parts all became ready today."""
    waiting = {going.job_id for going, _, pile in day.piles(*_NOT_READY)}
    ready = {going.job_id: going for going, _, pile in day.piles(Stage.READY)}
    told = [going for job_id, going in ready.items() if job_id not in waiting and going.order.goal >= Goal.TOLD]
    for late, (going, how) in enumerate(zip([g for g in told if not g.told], cycle(ToldHow), strict=False)):
        going.told = True
        day.at(minute + 4 * late, partial(_tell, day, going, how))


def stop(day: Workday, minute: int) -> None:
    """Hold what the story holds, with its reason."""
    for going in day.going:
        if reason := going.order.hold:
            hold(day.db, day.job(going), reason=reason, by=day.by("office", minute))


def _tell(day: Workday, going: Going, how: ToldHow, minute: int) -> None:
    tell(day.db, day.job(going), how, by=day.by("office", minute))


_NOT_READY = tuple(stage for stage in Stage if stage.rank < Stage.READY.rank)


def _collected(day: Workday, going: Going, piles: list[Pile], minute: int) -> None:
    going.came, partly = True, going.order.goal is Goal.PARTLY
    counts = {pile.id: pile.qty * 5 // 8 if partly else pile.qty for pile in piles}
    whom = next(islice(cycle(DRIVERS), going.job_id, None))
    to_whom = going.order.walk_in[0] if going.order.walk_in else whom
    pick_up(day.db, day.job(going), counts, to_whom=to_whom, by=day.by("office", minute))


def _bring_half(day: Workday, going: Going, by: Actor) -> None:
    lines = day.db.scalars(select(Line).where(Line.job_id == going.job_id))
    counts = {line.id: line.ordered_qty // 2 for line in lines}
    arrive(day.db, day.job(going), counts, by=by, from_whom="their van", note="The rest comes on Friday")


def _bring_powder(day: Workday, job_id: int, by: Actor) -> None:
    job = day.db.get_one(Job, job_id)
    coat = day.db.scalars(select(Coat).join(Line, Line.id == Coat.line_id).where(Line.job_id == job_id)).one()
    theirs = Delivery(9_400, tare_g=860, lot="theirs", place="LA4", owner_customer_id=job.customer_id)
    receive(day.db, day.db.get_one(Powder, coat.powder_id), theirs, by=by)


def _line(day: Workday, order: Order, row: SheetRow) -> LineWanted:
    metal, thickness_um = row.metal
    return LineWanted(
        row.qty,
        row.what,
        coats=() if order.blast_only else _coats(day, order, row),
        steps=tuple((day.steps[name].id, 1) for name in _steps(row)),
        kind=LineKind.BLAST_ONLY if order.blast_only else LineKind.COAT,
        metal=metal,
        thickness_um=thickness_um,
        area_mm2=row.area_mm2,
        area_entered=row.area_entered,
        size_class=None if row.area_mm2 else SIZES.get(row.what.split()[0], "M"),
        stay_bare=row.stay_bare,
        price=row.price,
    )


def _coats(day: Workday, order: Order, row: SheetRow) -> tuple[CoatWanted, ...]:
    if order.wish:
        return (CoatWanted(wish=order.wish),)
    colour = powder_of(LOW_BAKE if order.low_bake else row.colour, day.powders)
    primer = [CoatWanted(powder_of(PRIMER, day.powders).id, role="primer")] if order.prime else []
    return (*primer, CoatWanted(colour.id))


def _steps(row: SheetRow) -> list[str]:
    """Castings give off gas: they are baked bare before they get powder."""
    names = list(PREP.get(row.prep, ()))
    if row.stay_bare and names and "Mask" not in names:
        names.insert(-1, "Mask")
    if row.metal[0] == "Cast aluminium" and "Blast" in names:
        names.insert(names.index("Blast") + 1, "Outgas")
    return names


def _customer(day: Workday, company: str) -> Customer:
    found = [one for one in day.db.scalars(select(Customer)) if same_firm(one.name) == same_firm(company)]
    return found[0]
