"""Check parts: pass, rework, scrap. A rework is a child line of its own, never a status flip."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError, FieldError
from powderapp.base.events import Event, record_event
from powderapp.checks import queries
from powderapp.checks.film import RULE_SETS, SIMPLE, FilmVerdict, film_verdict, outside
from powderapp.checks.models import Check, Reading, Rework
from powderapp.checks.rules import FaultOwner, ReworkKind
from powderapp.jobs.models import Coat, Line
from powderapp.jobs.operations import CoatWanted, LineWanted, add_line
from powderapp.jobs.queries import rework_number_after
from powderapp.jobs.rules import LineKind
from powderapp.parts import queries as parts_queries
from powderapp.parts.models import MoveCause, Pile
from powderapp.parts.moving import lock_piles, move, pile_at
from powderapp.parts.rules import UNDO, Stage
from powderapp.parts.ways import Standing
from powderapp.shop.wording import units_of


@dataclass(frozen=True)
class Verdict:
    """What was seen, in parts. readings: gauge values in µm, judged by `film_rules`; to pass although needs a note.

    rework_steps: prep step ids of the child line.
    """

    passed: int = 0
    rework: int = 0
    scrap: int = 0
    looks_right: bool = True
    readings: Sequence[Decimal] = ()
    film_low_um: Decimal | None = None
    film_high_um: Decimal | None = None
    film_rules: str = SIMPLE.key
    cause: str | None = None
    fault_owner: FaultOwner | None = None
    billable: bool = False
    note: str | None = None
    rework_kind: ReworkKind = ReworkKind.RECOAT
    rework_steps: Sequence[int] = field(default_factory=tuple)

    @property
    def seen(self) -> int:
        """All parts that were looked at."""
        return self.passed + self.rework + self.scrap


def check(db: Session, pile: Pile, verdict: Verdict, *, by: Actor) -> Check:
    """Check parts of a pile. Passing needs the last coat cured; a dropped part can fail wherever it stands.

    FieldError: nothing seen, no cause for what failed, no note for what passes although.
    DomainError: more than stand there, in a booth or oven.
    """
    by.demand(Permission.CHECK_DO)
    pile = lock_piles(db, [pile.id])[pile.id]
    _refuse(pile, verdict)
    although = _although(db, verdict)
    if although and not verdict.note:
        raise FieldError("note", although)
    entry = Check(
        line_id=pile.line_id,
        pile_id=pile.id,
        seen=verdict.seen,
        passed=verdict.passed,
        rework=verdict.rework,
        scrap=verdict.scrap,
        looks_right=verdict.looks_right,
        film_low_um=verdict.film_low_um,
        film_high_um=verdict.film_high_um,
        cause=verdict.cause,
        fault_owner=verdict.fault_owner,
        billable=verdict.billable,
        note=verdict.note,
        checked_at=by.now,
    )
    db.add(entry)
    db.flush()
    db.add_all(Reading(check_id=entry.id, film_um=value) for value in verdict.readings)
    after = _film(db, verdict) | ({"passed_although": verdict.note} if although else {})
    after |= {name: getattr(verdict, name) for name in ("passed", "rework", "scrap", "cause")}
    undo = None if verdict.rework else UNDO  # a rework is a line of its own by then
    event = record_event(db, "check.done", entry, by, job_id=pile.line.job_id, after=after, inverse=undo)
    _sort_parts(db, entry, pile, verdict, event)
    return entry


def _film(db: Session, verdict: Verdict) -> dict[str, object]:
    """What the readings say, for the event: under which rules, met or not."""
    film = _judged(db, verdict)
    return {"film_rules": verdict.film_rules, "film_met": film.passed, "film": film.sentence} if film else {}


def _judged(db: Session, verdict: Verdict) -> FilmVerdict | None:
    if not verdict.readings or verdict.film_low_um is None or verdict.film_high_um is None:
        return None
    rules = RULE_SETS[verdict.film_rules]
    return film_verdict(rules, verdict.readings, verdict.film_low_um, verdict.film_high_um, units_of(db))


def _although(db: Session, verdict: Verdict) -> str | None:
    """What speaks against the parts that pass and asks for a reason; parts that fail explain as many readings."""
    fails = verdict.rework + verdict.scrap
    if not verdict.passed:
        return None
    film = _judged(db, verdict)
    if film and not film.passed and (not fails or _readings_outside(verdict) > fails):
        side = "below" if min(verdict.readings) < (verdict.film_low_um or 0) else "above"
        return f"Readings are {side} the limits: write why they pass, or record a rework."
    if not verdict.looks_right and not fails:
        return "Nobody said that they look right: tick it, or write why they pass."
    return None


def _readings_outside(verdict: Verdict) -> int:
    low_um, high_um = verdict.film_low_um or Decimal(0), verdict.film_high_um or Decimal(0)
    return outside(RULE_SETS[verdict.film_rules], verdict.readings, low_um, high_um)


def _refuse(pile: Pile, verdict: Verdict) -> None:
    if not verdict.seen:
        raise FieldError("passed", "Say how many parts you looked at.")
    if verdict.rework + verdict.scrap and not verdict.cause:
        raise FieldError("cause", "Say why.")
    if verdict.rework + verdict.scrap and not verdict.fault_owner:
        raise FieldError("fault_owner", "Say whose fault it is.")
    if verdict.seen > pile.qty:
        raise DomainError(f"Only {pile.qty} parts stand there now, not {verdict.seen}.")
    if pile.stage in (Stage.SPRAYING, Stage.CURING) or pile.load_id is not None:
        raise DomainError("Take them out of the booth or oven first.")
    if pile.stage.rank > Stage.READY.rank:
        raise DomainError("These parts are not in the shop any more.")
    if verdict.passed and pile.stage is not Stage.CHECKING:
        raise DomainError("Parts can only pass when their last coat is cured.")


def _sort_parts(db: Session, entry: Check, pile: Pile, verdict: Verdict, event: Event) -> None:
    ways = ((verdict.passed, Stage.READY, MoveCause.PASSED), (verdict.scrap, Stage.SCRAPPED, MoveCause.SCRAPPED))
    for qty, stage, cause in ways:
        if qty:
            rack_id = pile.rack_id if stage is Stage.READY else None
            target = pile_at(db, pile.line_id, Standing(stage, pile.coat_number), rack_id=rack_id)
            move(db, pile, target, qty, cause, event, reason=verdict.cause if stage is Stage.SCRAPPED else None)
    if verdict.rework:
        child = _child_line(db, pile, verdict)
        db.add(Rework(check_id=entry.id, child_line_id=child.id, qty=verdict.rework, kind=verdict.rework_kind))
        target = pile_at(db, child.id, parts_queries.way_of(db, child.id).into(1), rack_id=pile.rack_id)
        move(db, pile, target, verdict.rework, MoveCause.REWORK, event, reason=verdict.cause)


def _coats_again(db: Session, pile: Pile, verdict: Verdict) -> list[Coat]:
    """All coats after stripping; else from the one they failed at, counted through all reworks so far."""
    if verdict.rework_kind is ReworkKind.RE_BAKE:
        if not queries.oven_step_among(db, verdict.rework_steps):
            raise FieldError("rework_steps", "Choose the oven step of the re-bake.")
        return []
    coats = queries.finish_of(db, pile.line)
    if verdict.rework_kind is ReworkKind.STRIP:
        return coats
    before = len(coats) - len(queries.open_coats(db, pile.line_id))
    return coats[min(before + max(pile.coat_number - 1, 0), max(len(coats) - 1, 0)) :]


def _child_line(db: Session, pile: Pile, verdict: Verdict) -> Line:
    parent, coats = pile.line, _coats_again(db, pile, verdict)
    if not coats and not verdict.rework_steps:
        raise FieldError("rework_steps", "This line has no coat: choose what is done again.")
    wanted = LineWanted(
        qty=verdict.rework,
        what=parent.what,
        coats=tuple(_again(coat) for coat in coats),
        steps=tuple((step, 1) for step in verdict.rework_steps),
        kind=LineKind.COAT if coats else LineKind.BLAST_ONLY,
        metal=parent.metal,
        thickness_um=parent.thickness_um,
        area_mm2=parent.area_mm2,
        area_entered=parent.area_entered,
        size_class=parent.size_class,
        stay_bare=parent.stay_bare,
    )
    number = rework_number_after(db, parent)
    return add_line(db, parent.job, wanted, number=parent.number, parent=parent, rework_number=number)


def _again(coat: Coat) -> CoatWanted:
    return CoatWanted(coat.powder_id, coat.wish, coat.role, coat.film_um, coat.part_cure)
