"""A small feature for tests of the web layer: notes in the shop's list of reasons."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from flask import Blueprint, g, url_for
from flask.wrappers import Response
from sqlalchemy import func, select

from powderapp.base.access import Permission
from powderapp.base.errors import DomainError, FieldError, StaleError
from powderapp.base.events import record_event
from powderapp.shop.models import Booth
from powderapp.web.access import public, requires
from powderapp.web.forms import (
    ChoiceField,
    DayField,
    FilmField,
    Form,
    MinutesField,
    MoneyField,
    NoteField,
    QtyField,
    TempField,
    TextField,
    TickField,
    VersionField,
    WeightField,
)  # fmt: skip
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import after_commit, db

bp = Blueprint("playground", __name__, template_folder="templates")
mail: list[str] = []
meet = Barrier(2)


class BoothForm(Form):
    name = TextField("Name", longest=40)
    note = NoteField("Note", longest=100)


class AllForm(Form):
    qty = QtyField("Parts", required=False)
    weight = WeightField("Weight", required=False)
    film = FilmField("Film", required=False)
    temp = TempField("Temperature", required=False)
    price = MoneyField("Price", required=False)
    minutes = MinutesField("Time", required=False)
    day = DayField("Day", required=False)
    color = ChoiceField("Color", [("red", "Red")], blank="Any")
    rush = TickField("Rush")


class EditForm(BoothForm):
    version = VersionField()


def _screen(form: Form | None = None) -> dict[str, object]:
    booths = list(db.scalars(select(Booth).order_by(Booth.id)))
    return {"form": form or BoothForm(formdata=None), "booths": booths}


@bp.get("/play")
@requires(Permission.SETTINGS_SEE)
def show() -> Response:
    return page("playground.html", "main", **_screen())


@bp.post("/play/add")
@requires(Permission.SHOP_EDIT)
def add() -> Response:
    form = BoothForm()
    if not form.validate_on_submit():
        return invalid("playground.html", "booths", **_screen(form))
    taken = db.scalar(select(func.count()).where(Booth.name == form.name.data))
    if taken:
        raise FieldError("name", "There is a booth of that name.")
    booth = Booth(name=form.name.data)
    db.add(booth)
    db.flush()
    record_event(db, "booth.added", booth, g.actor)
    after_commit(lambda: mail.append(booth.name))
    say(f"{booth.name} is there.")
    return done("playground.html", "booths", also=["count"], to=url_for(".show"), **_screen())


@bp.post("/play/<int:booth_id>/rename")
@requires(Permission.SHOP_EDIT)
def rename(booth_id: int) -> Response:
    form, booth = EditForm(), db.get_one(Booth, booth_id)
    if not form.validate_on_submit():
        return invalid("playground.html", "booths", **_screen(form))
    if form.version.data != booth.version:
        raise StaleError("Ann changed this booth.", {"name": booth.name, "version": booth.version})
    booth.name, booth.version = form.name.data, booth.version + 1
    return leave(url_for(".show"))


@bp.post("/play/all")
@requires(Permission.SHOP_EDIT)
def everything() -> Response:
    form = AllForm()
    if not form.validate_on_submit():
        return invalid("playground.html", "booths", **_screen(form))
    say(" | ".join(f"{field.name}={field.data}" for field in form if field.data is not None))
    return done("playground.html", "booths", to=url_for(".show"), **_screen())


@bp.post("/play/refuse")
@requires(Permission.SHOP_EDIT)
def refuse() -> Response:
    raise DomainError("Only 20.00 kg left in box 17.")


@bp.post("/play/twice")
@requires(Permission.SHOP_EDIT)
def twice() -> Response:
    db.add_all([Booth(name="same"), Booth(name="same")])
    return leave("/play")


@bp.get("/play/<int:booth_id>")
@requires(Permission.SETTINGS_SEE)
def one(booth_id: int) -> str:
    return f"booth {booth_id}"


@bp.get("/play/undeclared")
def undeclared() -> str:
    return "secret"


@bp.get("/play/crash")
@public
def crash() -> str:
    raise RuntimeError("a secret path /srv/shop")


@bp.post("/play/<int:first>/then/<int:second>")
@requires(Permission.SHOP_EDIT)
def then(first: int, second: int) -> Response:
    """Two of these, the other way round, lock each other out once."""
    for booth_id in (first, second):
        booth = db.get_one(Booth, booth_id, with_for_update=True)
        booth.version += 1
        db.flush()
        with suppress(BrokenBarrierError):
            meet.wait(timeout=0.3)
    return leave("/play")
