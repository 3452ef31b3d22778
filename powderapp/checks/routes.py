"""The check on the floor: what waits for it, and one pile."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.checks import operations, queries
from powderapp.checks.curing import cured_in
from powderapp.checks.film import RULE_SETS, SIMPLE, CoatFilm, film_verdict, wanted_um
from powderapp.checks.forms import CheckForm, check_form
from powderapp.checks.models import Check
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import cause_label, sample_for
from powderapp.jobs.models import Coat
from powderapp.jobs.queries import open_holds
from powderapp.parts.models import Pile
from powderapp.parts.queries import event_about
from powderapp.parts.rules import Stage
from powderapp.shop.models import PrepStep, Reason, ReasonKind
from powderapp.shop.queries import listed
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("checks", __name__)


@bp.get("/floor/check")
@requires(Permission.FLOOR_SEE)
def index() -> Response:
    piles = queries.to_check(db)
    return page("checks/index.html", "waiting", piles=piles, cures=cured_in(db, piles))


@bp.get("/floor/check/<int:pile_id>")
@requires(Permission.FLOOR_SEE)
def show(pile_id: int) -> Response:
    return page("checks/show.html", "main", **_screen(queries.pile_to_check(db, pile_id), _form(formdata=None)))


@bp.get("/floor/check/<int:pile_id>/film")
@requires(Permission.FLOOR_SEE)
def film(pile_id: int) -> Response:
    form = _form(formdata=request.args)
    form.readings.validate(form)
    return page("checks/show.html", "film", **_screen(queries.pile_to_check(db, pile_id), form))


@bp.post("/floor/check/<int:pile_id>")
@requires(Permission.CHECK_DO)
def check(pile_id: int) -> Response:
    pile, form = queries.pile_to_check(db, pile_id), _form()
    if not form.validate_on_submit():
        return invalid("checks/show.html", "check", **_screen(pile, form))
    entry = operations.check(db, pile, _verdict(form, _wanted(pile)), by=g.actor)
    say(_sentence(pile, entry), *_undo(entry))
    return leave(url_for(".show", pile_id=pile.id) if pile.qty else url_for(".index"))


def _form(**sent: Any) -> CheckForm:
    causes = [r.name for r in listed(db, Reason) if r.kind is ReasonKind.CHECK]  # type: ignore[attr-defined]
    steps = [(step.id, step.name) for step in listed(db, PrepStep)]  # type: ignore[attr-defined]
    return check_form(causes, steps, **sent)


def _verdict(form: CheckForm, wanted: tuple[Decimal, Decimal] | None) -> Verdict:
    low_um, high_um = wanted if wanted and form.readings.data else (None, None)
    fails = bool(form.rework.data or form.scrap.data)
    return Verdict(
        passed=form.pass_all.data or form.passed.data or 0,
        rework=form.rework.data or 0,
        scrap=form.scrap.data or 0,
        looks_right=bool(form.looks_right.data),
        readings=form.readings.data or (),
        film_low_um=low_um,
        film_high_um=high_um,
        film_rules=form.rules.data,
        cause=form.cause_words if fails else None,
        fault_owner=form.owner if fails else None,
        billable=bool(form.billable.data),
        note=form.note.data,
        rework_kind=form.rework_kind.data,
        rework_steps=tuple(form.rework_steps.data or ()),
    )


def _sentence(pile: Pile, entry: Check) -> str:
    """`4115-2: 20 passed, 2 to rework as 4115-2R1.`"""
    number = pile.line.job.number or 0
    child = queries.child_of(db, entry.id)
    counted = [f"{entry.passed} passed"] if entry.passed else []
    counted += [f"{entry.rework} to rework as {child.label(number)}"] if child else []
    counted += [f"{entry.scrap} scrapped"] if entry.scrap else []
    return f"{pile.line.label(number)}: {', '.join(counted)}."


def _undo(entry: Check) -> list[str]:
    """What takes it back in one tap; nothing once parts are another line's."""
    return [] if entry.rework else [url_for("parts.undo", event_id=event_about(db, entry).id)]


def _wanted(pile: Pile) -> tuple[Decimal, Decimal] | None:
    """The film of the whole finish, with what a recoat went over."""
    below = queries.coats_below(db, pile.line)
    return wanted_um(map(_film_of, pile.line.coats), map(_film_of, below))


def _film_of(coat: Coat) -> CoatFilm:
    """A coat without powder wants exactly what was ordered."""
    if coat.powder is None:
        return (coat.film_um,) * 3
    return coat.film_um, coat.powder.film_low_um, coat.powder.film_high_um


def _screen(pile: Pile, form: CheckForm) -> dict[str, Any]:
    wanted, readings = _wanted(pile), form.readings.data or []
    rules = RULE_SETS.get(form.rules.data, SIMPLE)
    judged = readings and wanted and film_verdict(rules, readings, *wanted, g.units)
    return {
        "pile": pile,
        "form": form,
        "wanted": wanted,
        "readings": readings,
        "film_says": judged or None,
        "sample": sample_for(pile.qty),
        "cures": cured_in(db, [pile])[pile.id],
        "checks": queries.checks_of_line(db, pile.line_id),
        "cause_label": cause_label,
        "holds": [h.reason for h in open_holds(db, [pile.line.job_id]) if h.line_id in (None, pile.line_id)],
        "why_not": _why_not(pile),
        "may_pass": pile.stage is Stage.CHECKING,
        "may_check": g.actor.may(Permission.CHECK_DO),
    }


def _why_not(pile: Pile) -> str | None:
    """What keeps these parts from being checked at all; None: nothing."""
    if not pile.qty or pile.stage.rank > Stage.READY.rank:
        return "Nothing to check stands here any more."
    if pile.stage in (Stage.SPRAYING, Stage.CURING) or pile.load_id is not None:
        return "They are in the booth or the oven: take them out first."
    return None
