"""The old list of powders with what stood on the shelves: full boxes and a rest, their lot unknown."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.errors import DomainError
from powderapp.base.sheets import BroughtIn, Listed, Read
from powderapp.powders import operations as powders
from powderapp.powders import queries
from powderapp.powders.models import Powder
from powderapp.powders.reading import PowderRow
from powderapp.shop.wording import weight
from powderapp.stock.models import Box
from powderapp.stock.operations import Delivery, receive
from powderapp.stock.rules import MovementKind


def bring_in(db: Session, read: Read[PowderRow], *, by: Actor) -> BroughtIn:
    """Add the certain rows, each with its opening stock. What is in the catalogue already is neither changed nor
    given its stock a second time; where its row says something else, it is listed.
    """
    listed, added = list(read.listed), 0
    for line in read.certain:
        try:
            powder = powders.add_read(db, line.record, by=by)
            if powder is None:
                _refuse_unfilled(db, line.record)
                continue
        except DomainError as refusal:
            listed.append(Listed(line.line, str(refusal), {"maker": line.record.maker, "code": line.record.code}))
            continue
        _open(db, powder, line.record, by=by)
        added += 1
    known = len(read.certain) - added - (len(listed) - len(read.listed))
    return BroughtIn(added, known, tuple(sorted(listed, key=lambda row: row.line)))


def _open(db: Session, powder: Powder, row: PowderRow, *, by: Actor) -> None:
    for net_g in row.boxes_g:
        receive(db, powder, Delivery(net_g, kind=MovementKind.OPENING), by=by)


def _refuse_unfilled(db: Session, row: PowderRow) -> None:
    """A powder that was typed in by hand before, and never had a box."""
    found = queries.same_product(db, row.maker, row.code)
    if found and row.boxes_g and db.scalar(select(Box.id).where(Box.powder_id == found.id).limit(1)) is None:
        stock = weight(db, sum(row.boxes_g))
        raise DomainError(f"{found.maker} {found.code} is in the catalogue without a box: receive its {stock}.")
