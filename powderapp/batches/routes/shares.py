"""Who took how much powder, corrected by hand."""

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches import queries, sharing
from powderapp.batches.forms import ShareForm
from powderapp.batches.routes import bp
from powderapp.batches.routes.show import TEMPLATE, screen, task_of
from powderapp.web.access import requires
from powderapp.web.fragments import done, invalid, say
from powderapp.web.transaction import db


@bp.post("/floor/batches/<int:number>/shares/<int:task_id>")
@requires(Permission.BATCH_CORRECT)
def correct_use(number: int, task_id: int) -> Response:
    form, batch = ShareForm(), queries.batch_by_number(db, number)
    task = task_of(batch, task_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number, form, task_id))
    sharing.correct_use(db, batch, task, form.grams.data or 0, form.version.data, by=g.actor)
    say("The others keep their proportions; the sum is what the scale said.")
    return done(TEMPLATE, "batch", to=url_for(".show", number=number), **screen(number))
