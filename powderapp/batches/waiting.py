"""What waits for spraying, as rows: one per pile, with what the colour queue shows and sums."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from powderapp.customers.models import Customer
from powderapp.jobs import queries as jobs
from powderapp.jobs.models import Coat, Hold, Job, Line
from powderapp.jobs.rules import Priority, line_label
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder
from powderapp.powders.rules import Finish
from powderapp.shop.models import Rack
from powderapp.stock.models import Box

AHEAD = (Stage.RECEIVED, Stage.PREP)
MOST_ROWS = 1000


@dataclass(frozen=True)
class Waiting:
    """A pile that will get `powder_id` next; `ahead`: it is still in prep. film_um: wanted. area_mm2: of one part."""

    pile_id: int
    qty: int
    stage: Stage
    rack: str | None
    line_id: int
    job_id: int
    customer_id: int | None
    job_number: int
    line_number: int
    rework_number: int | None
    what: str
    metal: str | None
    stay_bare: str | None
    area_mm2: int | None
    size_class: str | None
    due_on: date | None
    priority: Priority
    customer_name: str
    coat_number: int
    film_um: Decimal
    wish: str | None
    powder_id: int | None
    held: str | None = None

    @property
    def ahead(self) -> bool:
        """Whether these parts are still in prep."""
        return self.stage in AHEAD

    @property
    def may_start(self) -> bool:
        """Whether a batch may take them now."""
        return not self.ahead and self.held is None and self.powder_id is not None

    @property
    def label(self) -> str:
        """The line as printed: `4115-2`."""
        return line_label(self.job_number, self.line_number, self.rework_number)


@dataclass(frozen=True)
class Colour:
    """What the queue shows of a powder. utilisation: how much stays on the part; sg None: not known."""

    id: int
    name: str
    code: str
    maker: str
    ral: str | None
    rgb: str | None
    finish: Finish
    sg: Decimal | None
    utilisation: Decimal


def waiting(db: Session, powder_id: int | None = None) -> list[Waiting]:
    """All parts that get a coat next, in prep or ready to spray, the earliest due first; of one powder if given."""
    query = _rows().where(Coat.powder_id == powder_id) if powder_id else _rows()
    rows = db.execute(query.limit(MOST_ROWS)).all()
    held = _reasons(jobs.open_holds(db, {row.job_id for row in rows}))
    return [replace(Waiting(*row), held=_why(held, row.job_id, row.line_id)) for row in rows]


def picked(db: Session, pile_ids: Collection[int]) -> list[Waiting]:
    """The piles of these ids that still wait for spraying."""
    if not pile_ids:
        return []
    return [Waiting(*row) for row in db.execute(_rows().where(Pile.id.in_(pile_ids), Pile.stage == Stage.TO_SPRAY))]


def colours(db: Session, powder_ids: Collection[int]) -> dict[int, Colour]:
    """Powders by id, without their texts."""
    if not powder_ids:
        return {}
    columns = (Powder.id, Powder.name, Powder.code, Powder.maker, Powder.ral, Powder.rgb, Powder.finish)
    query = select(*columns, Powder.sg, Powder.utilisation).where(Powder.id.in_(powder_ids))
    return {row.id: Colour(*row) for row in db.execute(query)}


def stock_g(db: Session, powder_ids: Collection[int]) -> dict[int, dict[int | None, int]]:
    """Grams in stock by powder and owner; owner None is the shop."""
    query = select(Box.powder_id, Box.owner_customer_id, func.sum(Box.net_g))
    query = query.where(Box.powder_id.in_(powder_ids), Box.net_g > 0)
    found: dict[int, dict[int | None, int]] = {}
    for powder_id, owner, grams in db.execute(query.group_by(Box.powder_id, Box.owner_customer_id)):
        found.setdefault(powder_id, {})[owner] = int(grams)
    return found


def _rows() -> Select[Any]:
    name = func.coalesce(Job.walk_in_name, Customer.name, "")
    return (
        select(Pile.id, Pile.qty, Pile.stage, Rack.code, Line.id.label("line_id"), Job.id.label("job_id"))
        .add_columns(Job.customer_id, Job.number, Line.number, Line.rework_number, Line.what, Line.metal)
        .add_columns(Line.stay_bare, Line.area_mm2, Line.size_class, Job.due_on, Job.priority, name)
        .add_columns(Coat.number, Coat.film_um, Coat.wish, Coat.powder_id)
        .select_from(Pile)
        .join(Line, Line.id == Pile.line_id)
        .join(Job, Job.id == Line.job_id)
        .join(Coat, _coat_of_pile())
        .outerjoin(Customer, Customer.id == Job.customer_id)
        .outerjoin(Rack, Rack.id == Pile.rack_id)
        .where(Pile.qty > 0, or_(Pile.stage == Stage.TO_SPRAY, Pile.stage.in_(AHEAD)))
        .order_by(Job.due_on.nulls_last(), Job.number, Line.position, Pile.id)
    )


def _coat_of_pile() -> ColumnElement[bool]:
    return and_(Coat.line_id == Pile.line_id, Coat.number == Pile.coat_number, Coat.closed_at.is_(None))


def _reasons(holds: Iterable[Hold]) -> dict[tuple[int, int | None], str]:
    return {(held.job_id, held.line_id): held.reason for held in holds}


def _why(held: dict[tuple[int, int | None], str], job_id: int, line_id: int) -> str | None:
    return held.get((job_id, line_id)) or held.get((job_id, None))


def jobs_of(rows: Sequence[Waiting]) -> int:
    """How many jobs these rows belong to."""
    return len({row.job_id for row in rows})
