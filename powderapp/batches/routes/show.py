"""A batch while it runs and after: its powder and clock, what is done, undone, sent back, added."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.batches import clocks, operations, queries, work
from powderapp.batches.forms import AddForm, BackForm, ClockForm, DoneForm, ShareForm, UndoForm
from powderapp.batches.models import Batch, Task
from powderapp.batches.routes import bp
from powderapp.batches.rules import why_not_cancelled
from powderapp.batches.sharing import expected_use_g
from powderapp.batches.waiting import waiting
from powderapp.batches.walk_up import sprayer_at
from powderapp.web.access import requires, walk_up
from powderapp.web.filters import weights
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/show.html"


@bp.get("/floor/batches/<int:number>")
@requires(Permission.FLOOR_SEE)
@walk_up(sprayer_at)
def show(number: int) -> Response:
    return page(TEMPLATE, "batch", **screen(number))


@bp.post("/floor/batches/<int:number>/tasks/<int:task_id>/done")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def count_done(number: int, task_id: int) -> Response:
    form, task = DoneForm(), task_of(queries.batch_by_number(db, number), task_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number, form, task_id))
    operations.count_done(db, task, form.out_qty.data or 0, by=g.actor)
    say(f"{task.out_qty} of {task.in_qty} parts are done.")
    return _done(number)


@bp.post("/floor/batches/<int:number>/tasks/<int:task_id>/back")
@requires(Permission.BATCH_SPRAY)
def send_back(number: int, task_id: int) -> Response:
    form, task = BackForm(), task_of(queries.batch_by_number(db, number), task_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number, form, task_id))
    operations.send_back(db, task, form.back_qty.data or 0, by=g.actor)
    say("They wait in the colour queue again.")
    return _done(number)


@bp.post("/floor/batches/<int:number>/tasks/<int:task_id>/undo")
@requires(Permission.BATCH_SPRAY)
def undo_done(number: int, task_id: int) -> Response:
    form, batch = UndoForm(), queries.batch_by_number(db, number)
    task = task_of(batch, task_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number, form, task_id))
    operations.undo_done(db, batch, _count(task, form.event.data), by=g.actor)
    say("Taken back.")
    return _done(number)


@bp.post("/floor/batches/<int:number>/pause")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def pause(number: int) -> Response:
    if not ClockForm().validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number))
    clocks.pause(db, queries.batch_by_number(db, number), by=g.actor)
    say("Paused.")
    return _done(number)


@bp.post("/floor/batches/<int:number>/join")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def join(number: int) -> Response:
    if not ClockForm().validate_on_submit():
        return invalid(TEMPLATE, "batch", **screen(number))
    clocks.start(db, queries.batch_by_number(db, number), by=g.actor)
    say("Your clock runs.")
    return _done(number)


@bp.get("/floor/batches/<int:number>/add")
@requires(Permission.BATCH_SPRAY)
def add_page(number: int) -> Response:
    return page("batches/add.html", "add", **_add_screen(number, AddForm(formdata=None)))


@bp.post("/floor/batches/<int:number>/add")
@requires(Permission.BATCH_SPRAY)
def add(number: int) -> Response:
    form, batch = AddForm(), queries.batch_by_number(db, number)
    if not form.validate_on_submit():
        return invalid("batches/add.html", "add", **_add_screen(number, form))
    operations.add_parts(db, batch, batch.powder, form.parts(), by=g.actor)
    say(f"{sum(form.parts().values())} more parts are in batch {batch.code}.")
    return leave(url_for(".show", number=number))


def screen(number: int, form: Form | None = None, at: int | None = None) -> dict[str, Any]:
    """All of `batches/show.html`; `form` was refused at the task `at`."""
    batch = queries.batch_by_number(db, number)
    tasks = [task for task in batch.tasks if task.in_qty]
    ids, used_g = [task.id for task in batch.tasks], queries.used_g(db, batch.id)
    uses = work.uses_by_task(db, batch.id)
    return {
        "batch": batch, "tasks": tasks, "form": form, "at": at,
        "in_qty": sum(task.in_qty for task in tasks), "out_qty": sum(task.out_qty for task in tasks),
        "clock": work.clock_of_batch(db, batch, g.actor.now), "undoable": work.undoable(db, ids),
        "racks": work.racks_of(db, ids), "cure": work.cure_of(db, batch.powder_id),
        "expected_g": expected_use_g(batch.powder, batch.tasks), "used_g": used_g,
        "places": [place for place in batch.boxes if place.closed_at is None],
        "slips": queries.taken_back(db, batch.id), "uses": uses,
        "shown": dict(zip(uses, weights([use.grams for use in uses.values()]), strict=True)),
        "unsettled": work.unsettled_places(db, [batch.id]), "may_spray": g.actor.may(Permission.BATCH_SPRAY),
        "may_correct": g.actor.may(Permission.BATCH_CORRECT), "may_weigh": g.actor.may(Permission.BOX_WEIGH),
        "may_cancel": why_not_cancelled(sum(task.out_qty for task in tasks), used_g) is None,
        "walk_up": g.actor if g.get("walks_up") else sprayer_at(db, g.device, g.now, number),
        "share_form": form if isinstance(form, ShareForm) else ShareForm(formdata=None, version=batch.version),
    }  # fmt: skip


def _done(number: int) -> Response:
    return done(TEMPLATE, "batch", to=url_for(".show", number=number), **screen(number))


def task_of(batch: Batch, task_id: int) -> Task:
    """One task of a loaded batch; NotFoundError when it belongs to another."""
    found = next((task for task in batch.tasks if task.id == task_id), None)
    if found is None:
        raise NotFoundError(f"This is not part of batch {batch.code}.")
    return found


def _count(task: Task, event_id: int | None) -> Event:
    event = db.get(Event, event_id or 0)
    if event is None or (event.verb, event.subject_id) != ("task.done", task.id):
        raise NotFoundError("There is no such count.")
    return event


def _add_screen(number: int, form: AddForm) -> dict[str, Any]:
    batch = queries.batch_by_number(db, number)
    rows = [row for row in waiting(db, batch.powder_id) if not row.ahead]
    return {"batch": batch, "rows": rows, "form": form, "metal": request.args.get("metal")}
