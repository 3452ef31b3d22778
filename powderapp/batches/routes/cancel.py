"""A batch that was started by mistake is cancelled: what happens then, and doing it."""

from typing import Any

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches import cancelling, queries
from powderapp.batches.forms import CancelForm
from powderapp.batches.models import Batch
from powderapp.batches.routes import bp
from powderapp.batches.rules import why_not_cancelled
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/cancel.html"


@bp.get("/floor/batches/<int:number>/cancel")
@requires(Permission.BATCH_SPRAY)
def cancel_page(number: int) -> Response:
    return page(TEMPLATE, "cancel", **_screen(queries.batch_by_number(db, number), CancelForm(formdata=None)))


@bp.post("/floor/batches/<int:number>/cancel")
@requires(Permission.BATCH_SPRAY)
def cancel(number: int) -> Response:
    form, batch = CancelForm(), queries.batch_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "cancel", **_screen(batch, form))
    cancelling.cancel(db, batch, by=g.actor)
    say(f"Batch {batch.code} is cancelled. Its parts wait in the colour queue again.")
    return leave(url_for(".queue"))


def _screen(batch: Batch, form: CancelForm) -> dict[str, Any]:
    sprayed = sum(task.out_qty for task in batch.tasks)
    return {
        "batch": batch,
        "form": form,
        "why_not": why_not_cancelled(sprayed, queries.used_g(db, batch.id)),
        "in_qty": sum(task.in_qty for task in batch.tasks),
        "places": [place for place in batch.boxes if place.closed_at is None],
    }
