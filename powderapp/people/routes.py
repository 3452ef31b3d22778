"""Who works here: add, change, set password and PIN, let go."""

from typing import Any

from flask import Blueprint, current_app, g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission, Role
from powderapp.people import operations, queries
from powderapp.people.forms import EditPersonForm, PersonForm
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.people.models import Person
from powderapp.web.access import requires
from powderapp.web.dom import dom_id
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, page, say
from powderapp.web.transaction import db

bp = Blueprint("people", __name__)
TEMPLATE, BLOCK = "people/index.html", "people"


@bp.get("/settings/people")
@requires(Permission.SETTINGS_SEE)
def index() -> Response:
    return page(TEMPLATE, "main", **_screen())


@bp.post("/settings/people/add")
@requires(Permission.PEOPLE_EDIT)
def add() -> Response:
    form = PersonForm()
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(adding=form))
    person = operations.add_person(db, form.name.data, _roles(form), **_secrets(form), by=g.actor)
    return _done(f"{person.name} works here now.")


@bp.post("/settings/people/<int:person_id>/edit")
@requires(Permission.PEOPLE_EDIT)
def edit(person_id: int) -> Response:
    form, person = EditPersonForm(), queries.person(db, person_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(editing=(person, form)))
    person = operations.edit_person(db, person_id, form.name.data, _roles(form), form.version.data, by=g.actor)
    if secrets := _secrets(form):
        operations.set_secrets(db, person_id, **secrets, by=g.actor)
    return _done(f"{person.name} is changed.")


@bp.post("/settings/people/<int:person_id>/leave")
@requires(Permission.PEOPLE_EDIT)
def leave_shop(person_id: int) -> Response:
    person = operations.leave_shop(db, queries.person(db, person_id).id, by=g.actor)
    return _done(f"{person.name} works here no longer and is signed out everywhere.")


def _done(sentence: str) -> Response:
    say(sentence)
    return done(TEMPLATE, BLOCK, to=url_for("people.index"), **_screen())


def _roles(form: PersonForm) -> list[Role]:
    return [Role(role) for role in form.roles.data]


def _secrets(form: PersonForm) -> dict[str, Any]:
    pepper = current_app.config["SETTINGS"].pin_pepper
    password = {"password_hash": hash_password(form.password.data)} if form.password.data else {}
    return password | ({"pin_hash": hash_pin(form.pin.data, pepper)} if form.pin.data else {})


def _screen(adding: Form | None = None, editing: tuple[Person, Form] | None = None) -> dict[str, Any]:
    rows = [(person, _form(person, editing)) for person in queries.people(db)]
    adding = adding or PersonForm(formdata=None)
    return {"rows": rows, "adding": adding.named("new-person"), "may_edit": g.actor.may(Permission.PEOPLE_EDIT)}


def _form(person: Person, editing: tuple[Person, Form] | None) -> Form:
    typed = editing[1] if editing and editing[0] is person else None
    return (typed or EditPersonForm(formdata=None, obj=person)).named(dom_id(person))
