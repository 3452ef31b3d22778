"""Parts that stand together: hung elsewhere, missing, found, given back."""

from collections.abc import Callable
from typing import Any

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.jobs import queries as jobs
from powderapp.parts import operations, queries
from powderapp.parts.forms import CountForm, RackForm
from powderapp.parts.models import Pile
from powderapp.parts.routes import bp
from powderapp.parts.rules import Stage, StageKind
from powderapp.parts.ways import Standing
from powderapp.shop import queries as shop
from powderapp.shop.models import Rack, ReasonKind
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

PILE = "parts/pile.html"


@bp.get("/piles/<int:pile_id>")
@requires(Permission.JOB_SEE)
def pile(pile_id: int) -> Response:
    return page(PILE, "pile", **_screen(queries.pile_with_job(db, pile_id)))


@bp.post("/piles/<int:pile_id>/rack")
@requires(Permission.PARTS_MOVE)
def rack(pile_id: int) -> Response:
    pile, form = queries.pile_with_job(db, pile_id), RackForm()
    form.rack_id.choices = _racks()
    if not form.validate_on_submit():
        return invalid(PILE, "pile", **_screen(pile, rack=form))
    operations.rack(db, pile, form.qty.data or 0, form.rack_id.data, by=g.actor)
    return _counted(pile, f"{form.qty.data} {pile.line.what} hang on {dict(_racks())[form.rack_id.data]}.")


@bp.post("/piles/<int:pile_id>/missing")
@requires(Permission.PARTS_CORRECT)
def lose(pile_id: int) -> Response:
    return _count(pile_id, "missing", operations.lose, "are missing")


@bp.post("/piles/<int:pile_id>/returned")
@requires(Permission.PARTS_CORRECT)
def return_uncoated(pile_id: int) -> Response:
    return _count(pile_id, "returned", operations.return_uncoated, "were given back uncoated")


@bp.post("/piles/<int:pile_id>/found")
@requires(Permission.PARTS_CORRECT)
def find_more(pile_id: int) -> Response:
    return _count(pile_id, "found", _find_more, "more were found")


def _find_more(db: Any, pile: Pile, qty: int, *, by: Any, reason: str) -> None:
    standing = Standing(pile.stage, pile.coat_number)
    operations.find_more(db, pile.line, standing, qty, by=by, reason=reason)


def _count(pile_id: int, which: str, verb: Callable[..., Any], told: str) -> Response:
    pile, form = queries.pile_with_job(db, pile_id), CountForm()
    if not form.validate_on_submit():
        return invalid(PILE, "pile", **_screen(pile, None, **{which: form}))
    verb(db, pile, form.qty.data or 0, by=g.actor, reason=str(form.reason.data))
    return _counted(pile, f"{form.qty.data} {pile.line.what} {told}.")


def _counted(pile: Pile, sentence: str) -> Response:
    say(sentence)
    return leave(url_for("parts.show", number=pile.line.job.number))


def _racks() -> list[tuple[int, str]]:
    return [(rack.id, rack.name) for rack in shop.listed(db, Rack) if isinstance(rack, Rack)]


def _screen(pile: Pile, rack: RackForm | None = None, **sent: CountForm) -> dict[str, Any]:
    rack = rack or RackForm(formdata=None, data={"qty": pile.qty})
    rack.rack_id.choices = [(rack_id, name) for rack_id, name in _racks() if rack_id != pile.rack_id]
    counts = {which: (sent.get(which) or CountForm(formdata=None)).named(which) for which in _COUNTS}
    return {
        "pile": pile,
        "job": pile.line.job,
        "rack": rack.named("rack"),
        "counts": [(which, *_COUNTS[which], form) for which, form in counts.items()],
        "is_here": pile.stage.kind is not StageKind.SINK,
        "is_running": pile.stage in (Stage.SPRAYING, Stage.CURING),
        "reasons": jobs.reasons(db, ReasonKind.COUNT),
    }


_COUNTS = {
    "missing": ("Missing", "parts.lose", "Cannot be found: they leave the count."),
    "found": ("Found more", "parts.find_more", "More are there than were counted in."),
    "returned": ("Given back uncoated", "parts.return_uncoated", "The customer takes them back as they are."),
}
