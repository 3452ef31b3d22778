"""What was typed at the counter, as the job it means; what has no meaning is said at its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from powderapp.base.text import sort_key
from powderapp.customers import queries as customers
from powderapp.customers.models import Customer
from powderapp.customers.operations import CustomerWanted
from powderapp.intake.forms import COATS, CheckInForm, LineRow
from powderapp.intake.rules import steps_meant
from powderapp.jobs.matching import powder_meant
from powderapp.jobs.operations import CoatWanted, JobWanted, LineWanted
from powderapp.jobs.rules import LineKind
from powderapp.powders.models import Powder
from powderapp.powders.rules import Finish
from powderapp.shop.models import PrepStep
from powderapp.shop.queries import listed

_ROLES = {Finish.PRIMER: "primer", Finish.CLEAR: "clear"}
NOBODY = "Nobody of that name is on file"
WALK_IN = "enter a phone for a walk-in, or keep them as a customer."


@dataclass
class Typed:
    """lines: of the rows that can be read. powders, may_be: by the id of the cell. fits: everything was understood."""

    customer: Customer | None = None
    lines: list[LineWanted] = field(default_factory=list)
    powders: dict[str, Powder] = field(default_factory=dict)
    may_be: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    fits: bool = True


def read(db: Session, form: CheckInForm, *, whole: bool = True) -> Typed:
    """Understand a form; `whole`: it is to become a job, so that what is missing is said too."""
    typed = Typed(customer=_customer(db, form), fits=not whole or form.validate())
    steps = [(step.id, step.name) for step in listed(db, PrepStep) if isinstance(step, PrepStep)]
    for row in form.typed_rows:
        _read_row(db, row, steps, typed)
    if whole:
        _say_missing(db, form, typed)
    return typed


def wanted(form: CheckInForm, typed: Typed) -> tuple[JobWanted, CustomerWanted | None]:
    """The job to check in, and the customer to be kept with it."""
    name = " ".join(str(form.customer.data).split())
    is_new = typed.customer is None and form.is_new.data
    walk_in = typed.customer is None and not is_new
    job = JobWanted(
        lines=tuple(typed.lines),
        customer_id=typed.customer.id if typed.customer else None,
        walk_in_name=name if walk_in else None,
        walk_in_phone=form.phone.data if walk_in else None,
        due_on=form.due_on.data,
        priority=form.priority.data,
        po=form.po.data,
        note=form.note.data,
    )
    return job, CustomerWanted(name, phone=form.phone.data) if is_new else None


def _customer(db: Session, form: CheckInForm) -> Customer | None:
    """The one taken from the choices unless the name says another by now, else the one of exactly that name."""
    name = str(form.customer.data or "")
    taken = db.get(Customer, form.customer_id.data) if form.customer_id.data else None
    if taken is not None and taken.sort_key == sort_key(name):
        return taken
    return customers.customer_named(db, name) if name else None


def _say_missing(db: Session, form: CheckInForm, typed: Typed) -> None:
    if form.customer.data and typed.customer is None and not form.is_new.data and not form.phone.data:
        like = [str(row.name) for row in customers.choices(db, form.customer.data)[:3]]
        meant = f"{NOBODY}; there is {', '.join(like)}. Choose one, or" if like else f"{NOBODY}:"
        _say(form.phone, f"{meant} {WALK_IN}", typed)
    if not form.typed_rows:
        _say(form.rows[0].qty, "Enter at least one line.", typed)


def _read_row(db: Session, row: LineRow, steps: Sequence[tuple[int, str]], typed: Typed) -> None:
    coats = [coat for name in COATS if (coat := _coat(db, row, name, typed)) is not None]
    prep = _steps(row, steps, typed)
    if not coats and not prep and not row.errors:
        _say(row.coat1, "Choose a powder, or the prep alone.", typed)
    if any(cell.errors for cell in row.cells) or row.qty.data is None or row.what.data is None:
        return
    typed.lines.append(
        LineWanted(
            qty=row.qty.data,
            what=row.what.data,
            coats=tuple(coats),
            steps=prep,
            kind=LineKind.COAT if coats else LineKind.BLAST_ONLY,
            metal=row.metal.data,
            area_mm2=row.area_mm2.data,
            area_entered=row.area_mm2.entered.text if row.area_mm2.entered else None,
            price=row.price.data,
        )
    )


def _coat(db: Session, row: LineRow, name: str, typed: Typed) -> CoatWanted | None:
    cell, taken = row[name], row[f"{name}_id"]
    if not cell.data or cell.errors:
        return None
    meant = powder_meant(db, cell.data, taken.data)
    if meant.powder is not None:
        typed.powders[cell.id] = meant.powder
        return CoatWanted(meant.powder.id, role=_ROLES.get(meant.powder.finish, "colour"))
    if meant.wish is None:
        _say(cell, str(meant.why_not), typed)
        typed.may_be[cell.id] = meant.may_be
        return None
    return CoatWanted(wish=meant.wish)


def _steps(row: LineRow, steps: Sequence[tuple[int, str]], typed: Typed) -> tuple[tuple[int, int], ...]:
    try:
        return steps_meant(row.prep.data or "", steps)
    except ValueError as why:
        _say(row.prep, str(why), typed)
        return ()


def _say(cell: Any, sentence: str, typed: Typed) -> None:
    cell.errors = [*cell.errors, sentence]
    typed.fits = False
