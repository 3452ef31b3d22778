"""A shop ready to work, and parts brought to where a test wants them, by the operations the app uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.text import sort_key
from powderapp.batches import operations as batches
from powderapp.batches import queries as batch_queries
from powderapp.batches import weighing
from powderapp.batches.models import Batch
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.customers.models import Customer
from powderapp.intake.operations import check_in
from powderapp.jobs.models import Job, Line
from powderapp.jobs.operations import CoatWanted, JobWanted, LineWanted
from powderapp.jobs.queries import job_by_number
from powderapp.jobs.rules import LineKind
from powderapp.ovens import operations as ovens
from powderapp.ovens.models import Load
from powderapp.parts import operations as parts
from powderapp.parts import queries as part_queries
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder, PowderCure
from powderapp.powders.rules import Finish
from powderapp.prep import operations as prep
from powderapp.shop.models import Booth, Oven, PrepStep, Rack
from powderapp.stock import operations as stock
from powderapp.stock.models import Box
from powderapp.stock.operations import Delivery


@dataclass
class Works:
    """One shop's equipment, powders and boxes; `db` and `by` go into every operation."""

    db: Session
    by: Actor
    booth: Booth = field(init=False)
    oven: Oven = field(init=False)
    rack: Rack = field(init=False)
    blast: PrepStep = field(init=False)
    bake: PrepStep = field(init=False)
    customer: Customer = field(init=False)
    primer: Powder = field(init=False)
    black: Powder = field(init=False)
    low: Powder = field(init=False)
    primer_box: Box = field(init=False)
    black_box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.booth, self.oven = Booth(name="Booth 1"), Oven(name="Oven 1")
        self.rack = Rack(name="Rack 3", code="R3")
        self.blast = PrepStep(name="Blast")
        self.bake = PrepStep(name="Re-bake", in_oven=True, oven_c=200, oven_minutes=10)
        name = "Harbor Rail & Gate"
        self.customer = Customer(name=name, sort_key=sort_key(name), added_at=self.by.now)
        self.db.add_all([self.booth, self.oven, self.rack, self.blast, self.bake, self.customer])
        self.primer = self.powder("P100", "Zn primer", Finish.PRIMER, 200, 10, sg="2.0")
        self.black = self.powder("B900", "Jet black", Finish.MATT, 190, 15, ral="9005", rgb="0E0E10", sg="1.35")
        self.low = self.powder("L160", "Low bake grey", Finish.MATT, 160, 20, sg="1.5")
        self.primer_box = self.box(self.primer, 20_000)
        self.black_box = self.box(self.black, 20_000)

    def powder(
        self, code: str, name: str, finish: Finish, temp_c: Decimal | int, minutes: int, **more: object
    ) -> Powder:
        """A powder with one point of cure: twice the least minutes are the most."""
        sg = more.pop("sg", None)
        made = Powder(maker="Maker A", code=code, name=name, finish=finish, sg=sg and Decimal(str(sg)), **more)
        made.find_key = sort_key(f"{name} {code} {more.get('ral', '')}")
        made.cure = [PowderCure(temp_c=temp_c, min_minutes=minutes, max_minutes=2 * minutes)]
        self.db.add(made)
        self.db.flush()
        return made

    def box(self, powder: Powder, net_g: int, tare_g: int | None = 1_000, lot: str = "24-1107") -> Box:
        """A box received, 1 kg of tare."""
        return stock.receive(self.db, powder, Delivery(net_g, tare_g=tare_g, lot=lot), by=self.by)

    def line(self, qty: int, what: str, *powders: Powder, blast: bool = True, **more: object) -> LineWanted:
        """A line with these coats, blasted first; no powder: blast only."""
        steps = ((self.blast.id, 1),) if blast else ()
        coats = tuple(CoatWanted(powder.id) for powder in powders)
        kind = LineKind.COAT if coats else LineKind.BLAST_ONLY
        return LineWanted(qty, what, coats=coats, steps=steps, kind=kind, **more)  # type: ignore[arg-type]

    def job(self, *lines: LineWanted, arrived: bool = True) -> Job:
        """A job checked in, its parts here."""
        wanted = JobWanted(lines, customer_id=self.customer.id)
        job = check_in(self.db, wanted, by=self.by, arrived=arrived)
        return job_by_number(self.db, job.number or 0)

    def pile(self, line: Line, *stages: Stage) -> Pile:
        """The first pile of a line that holds parts (in one of `stages`)."""
        standing = part_queries.standing(self.db, [line.id])
        return next(pile for pile in standing if not stages or pile.stage in stages)

    def counts(self, line: Line) -> dict[str, int]:
        """Parts of a line by stage."""
        found: dict[str, int] = {}
        for pile in part_queries.standing(self.db, [line.id]):
            found[pile.stage] = found.get(pile.stage, 0) + pile.qty
        return found

    def prepared(self, line: Line) -> Pile:
        """All parts of a line blasted and hung on rack R3; where they stand then."""
        for step in line.steps:
            prep.count_done(self.db, step, line.ordered_qty, by=self.by)
        pile = self.pile(line)
        if pile.stage is Stage.PREP:
            parts.leave_prep(self.db, pile, pile.qty, by=self.by, rack_id=self.rack.id)
        return self.pile(line)

    def sprayed(self, piles: Mapping[int, int], powder: Powder, box: Box, used_g: int) -> Batch:
        """A batch of these piles, done and weighed back: `used_g` left the box."""
        gross_g = box.net_g + (box.tare_g or 0)
        batch = batches.start(self.db, self.booth, powder, piles, [BoxIn(box.id, gross_g)], by=self.by)
        for task in batch_queries.tasks_of(self.db, batch.id):
            batches.count_done(self.db, task, task.in_qty, by=self.by)
        (place,) = batch_queries.boxes_of(self.db, batch.id)
        weighing.finish(self.db, batch, {place.id: BoxOut(gross_g - used_g)}, by=self.by)
        return batch

    def cured(self, piles: Mapping[int, int], set_point_c: Decimal | int = 200, minutes: int = 15) -> Load:
        """A load in and out of the oven."""
        entry = ovens.load(self.db, self.oven, piles, set_point_c=set_point_c, minutes=minutes, by=self.by)
        ovens.take_out(self.db, entry, by=self.by)
        return entry

    def checking(self, qty: int = 10) -> tuple[Job, Line, Pile]:
        """A black line sprayed and cured, waiting for its check."""
        job = self.job(self.line(qty, "Picket", self.black))
        (line,) = job.lines
        self.sprayed({self.prepared(line).id: qty}, self.black, self.black_box, 500)
        self.cured({self.pile(line).id: qty})
        return job, line, self.pile(line)
