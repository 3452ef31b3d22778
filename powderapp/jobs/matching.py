"""What a typed powder means: its code, its RAL number, or words that only one powder has.

A colour that no powder has yet is written with a question mark behind it (`signal green?`): the coat is then *to be
matched*, and keeps the words as its wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from powderapp.base.finding import words
from powderapp.powders.models import Powder

TOLD = 4


@dataclass(frozen=True)
class Meant:
    """A powder, or a wish to be matched, or why it is neither."""

    powder: Powder | None = None
    wish: str | None = None
    why_not: str | None = None


def powder_meant(db: Session, typed: str, powder_id: int | None = None) -> Meant:
    """The powder a person means; `powder_id`: the one taken from the list of choices."""
    if powder_id is not None:
        chosen = db.scalar(select(Powder).where(Powder.id == powder_id, Powder.retired_at.is_(None)))
        return Meant(chosen) if chosen else Meant(why_not="This powder is not in the catalogue any more.")
    text = " ".join(typed.split())
    if text.endswith("?"):
        wish = text.rstrip("? ")
        return Meant(wish=wish[:80]) if wish else Meant(why_not="Write the colour before the question mark.")
    found = _exact(db, text) or _by_words(db, text)
    if len(found) == 1:
        return Meant(found[0])
    return Meant(why_not=_which(found) if found else f"No powder is called {text}. Write {text}? to match it later.")


def shown(powder: Powder) -> str:
    """`RAL 9005 matt`, or its name where it has no RAL number."""
    name = f"RAL {powder.ral}" if powder.ral else powder.name
    return f"{name} {powder.finish.replace('-', ' ')}"


def _exact(db: Session, text: str) -> Sequence[Powder]:
    plain = text.casefold()
    ral = plain.removeprefix("ral").strip()
    same = or_(func.lower(Powder.code) == plain, func.lower(Powder.name) == plain, Powder.ral == ral)
    return db.scalars(_in_use().where(same)).all()


def _by_words(db: Session, text: str) -> Sequence[Powder]:
    typed = [word for word in words(text) if word != "ral"]
    if not typed:
        return []
    has = func.concat(" ", Powder.find_key, " ", Powder.ral, " ", Powder.finish, " ", func.lower(Powder.code))
    return db.scalars(_in_use().where(*(has.contains(f" {word}", autoescape=True) for word in typed))).all()


def _in_use() -> Select[Powder]:
    return select(Powder).where(Powder.retired_at.is_(None)).order_by(Powder.id).limit(TOLD + 1)


def _which(found: Sequence[Powder]) -> str:
    told = ", ".join(f"{shown(powder)} ({powder.maker} {powder.code})" for powder in found[:TOLD])
    return f"This may be {told}{' or others' if len(found) > TOLD else ''}. Write its code."
