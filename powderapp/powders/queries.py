"""Reads of the catalogue: one powder, a page of them, those that were typed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, any_, func, select
from sqlalchemy.orm import Session, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.base.finding import begin_with, spread_pattern, words
from powderapp.powders.models import FOUND_BY, Powder

PAGE, MOST_FOUND = 50, 1000
_ROW = (
    Powder.id, Powder.maker, Powder.code, Powder.name, Powder.ral, Powder.rgb, Powder.finish, Powder.sg,
    Powder.film_low_um, Powder.film_high_um, Powder.utilisation, Powder.price_per_kg, Powder.find_key,
)  # fmt: skip


def powder_by_id(db: Session, powder_id: int) -> Powder:
    """The powder with its cure schedule; NotFoundError when there is none."""
    query = select(Powder).where(Powder.id == powder_id).options(selectinload(Powder.cure))
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError("There is no such powder.")
    return found


def offered(db: Session, powder_id: int) -> Row[*tuple[Any, ...]]:
    """The row of a powder that can be chosen; NotFoundError when there is none, or it is no longer offered."""
    found = db.execute(select(*_ROW).where(Powder.id == powder_id, Powder.retired_at.is_(None))).first()
    if found is None:
        powder = powder_by_id(db, powder_id)
        raise NotFoundError(f"{powder.maker} {powder.code} is no longer offered.")
    return found


def same_product(db: Session, maker: str, code: str) -> Powder | None:
    """The powder of that maker with that code, whatever the case."""
    query = select(Powder).where(func.lower(Powder.maker) == maker.lower(), func.lower(Powder.code) == code.lower())
    return db.scalar(query.options(selectinload(Powder.cure)).limit(1))


def page(
    db: Session, typed: str = "", after: int | None = None, *, retired: bool = False
) -> Sequence[Row[*tuple[Any, ...]]]:
    """One page of powders by name and one more, if there is more; only those that were typed. after: the last id seen.
    retired: those that are no longer offered instead of those that are.

    `red tr` finds what has words beginning so; where nothing has, `trred` is read as the beginnings of several words.
    """
    offered = Powder.retired_at.is_not(None) if retired else Powder.retired_at.is_(None)
    query = select(*_ROW).where(offered).order_by(Powder.find_key, Powder.id).limit(PAGE + 1)
    if after is not None:
        seen = select(Powder.find_key).where(Powder.id == after).scalar_subquery()
        query = query.where(func.row(Powder.find_key, Powder.id) > func.row(seen, after))
    sought = words(typed)
    if not sought:
        return db.execute(query).all()
    fitting = select(Powder.id).where(begin_with(FOUND_BY, sought)).limit(MOST_FOUND).scalar_subquery()
    found = db.execute(query.where(Powder.id == any_(func.array(fitting)))).all()
    spread = [spread_pattern(word) for word in sought]
    if found or after is not None or not all(spread):
        return found
    return db.execute(query.where(and_(*(Powder.find_key.regexp_match(str(pattern)) for pattern in spread)))).all()
