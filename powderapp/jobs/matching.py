"""What a typed powder means: its code, its RAL number, or words that only one powder has.

A colour that no powder has yet is written with a question mark behind it (`signal green?`): the coat is then *to be
matched*, and keeps the words as its wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from powderapp.base.finding import split, words
from powderapp.powders import queries as powders
from powderapp.powders.models import Powder

TOLD = 4


@dataclass(frozen=True)
class Meant:
    """A powder, or a wish to be matched, or why it is neither; then the few it may be, by id in words."""

    powder: Powder | None = None
    wish: str | None = None
    why_not: str | None = None
    may_be: tuple[tuple[int, str], ...] = ()


def powder_meant(db: Session, typed: str, powder_id: int | None = None) -> Meant:
    """The powder a person means. powder_id: the one taken from the choices, unless the text says another by now."""
    text = " ".join(typed.split())
    if text.endswith("?"):
        wish = text.rstrip("? ")
        return Meant(wish=wish[:80]) if wish else Meant(why_not="Write the colour before the question mark.")
    chosen = db.get(Powder, powder_id) if powder_id is not None else None
    chosen = chosen if chosen is not None and _says(text, chosen) else None
    if chosen is not None and chosen.retired_at is None:
        return Meant(chosen)
    found = _exact(db, text) or _by_words(db, text)
    if len(found) == 1:
        return Meant(found[0])
    if not found:
        gone = chosen or next(iter(_exact(db, text, retired=True)), None)
        said = f"{_told(gone)} is no longer offered" if gone is not None else f"No powder is called {text}"
        return Meant(why_not=f"{said}. Write {text}? to match it later.")
    return Meant(why_not=_which(found), may_be=tuple((powder.id, _told(powder)) for powder in found[:TOLD]))


def shown(powder: Powder) -> str:
    """`RAL 9005 matt`, or its name where it has no RAL number."""
    name, finish = f"RAL {powder.ral}" if powder.ral else powder.name, powder.finish.replace("-", " ")
    return name if finish in name.casefold() else f"{name} {finish}"


def _says(text: str, powder: Powder) -> bool:
    known = f"ral {powder.find_key} {powder.ral} {powder.finish} {powder.name} {powder.code} {powder.maker}"
    return all(any(word.startswith(typed) for word in split(known)) for typed in words(text))


def _exact(db: Session, text: str, *, retired: bool = False) -> Sequence[Powder]:
    plain = text.casefold()
    ral = plain.removeprefix("ral").strip()
    same = or_(func.lower(Powder.code) == plain, func.lower(Powder.name) == plain, Powder.ral == ral)
    offered = Powder.retired_at.is_not(None) if retired else Powder.retired_at.is_(None)
    query = select(Powder).where(offered, same).order_by(Powder.id).limit(TOLD + 1)
    return db.scalars(query).all()


def _by_words(db: Session, text: str) -> Sequence[Powder]:
    ids = [row.id for row in powders.page(db, text)[: TOLD + 1]] if words(text) else []
    return db.scalars(select(Powder).where(Powder.id.in_(ids)).order_by(Powder.find_key)).all() if ids else []


def _which(found: Sequence[Powder]) -> str:
    told = ", ".join(map(_told, found[:TOLD]))
    return f"This may be {told}{' or others' if len(found) > TOLD else ''}. Write its code."


def _told(powder: Powder) -> str:
    return f"{shown(powder)} ({powder.maker} {powder.code})"
