"""The powder room of the demo: the old spreadsheets imported, deliveries before a powder runs out, counting again."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.demo.workday import Workday
from powderapp.jobs.models import Job
from powderapp.powders.models import Powder
from powderapp.stock import operations as stock
from powderapp.stock import queries as stock_queries
from powderapp.stock.models import Box
from powderapp.stock.operations import Delivery

TARE_G, PACK_G = 850, 20_000
SPARE_PERCENT = 130
KEEPS_DAYS = 420


def boxes_for(day: Workday, powder: Powder, need_g: int, own_of_job: int | None, now: datetime) -> list[Box]:
    """Boxes that hold enough, what expires first in front; a delivery comes when the shop's own do not."""
    owner = None if own_of_job is None else day.db.get_one(Job, own_of_job).customer_id
    found = [box for box in stock_queries.boxes_of(day.db, powder.id) if box.owner_customer_id == owner]
    wanted_g = need_g * SPARE_PERCENT // 100
    while owner is None and sum(box.net_g for box in found) < wanted_g:
        found.append(_deliver(day.db, powder, len(found), by=day.crew.at("office", now)))
    chosen: list[Box] = []
    while found and sum(box.net_g for box in chosen) < wanted_g:
        chosen.append(found.pop(0))
    return chosen


def count_again(day: Workday, minute: int) -> None:
    """The fullest box is weighed between batches: it lost a little."""
    box = day.db.scalars(select(Box).order_by(Box.net_g.desc(), Box.id).limit(1)).one()
    gross_g = box.net_g + (box.tare_g or 0) - 45
    stock.weigh(day.db, box, gross_g, by=day.by("office", minute), reason="Counted again")


def _deliver(db: Session, powder: Powder, known: int, *, by: Actor) -> Box:
    lot = f"{powder.code[-3:]}-{by.now:%y%m}{known}"
    expires_on = by.now.date() + timedelta(days=KEEPS_DAYS)
    net_g = powder.pack_g or PACK_G
    return stock.receive(db, powder, Delivery(net_g, tare_g=TARE_G, lot=lot, expires_on=expires_on), by=by)
