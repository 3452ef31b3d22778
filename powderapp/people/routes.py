"""Who works here: add, change, give a new code, sign out, let go; and who may do what."""

from typing import Any

from flask import Blueprint, current_app, g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission, Role
from powderapp.codes import queries as codes
from powderapp.people import operations, queries
from powderapp.people.forms import EditPersonForm, PersonForm
from powderapp.people.models import Person
from powderapp.people.rules import works_at_a_desk
from powderapp.people.wording import rights
from powderapp.signing.queries import locked_pins
from powderapp.web.access import requires
from powderapp.web.dom import dom_id
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("people", __name__)
TEMPLATE, BLOCK = "people/index.html", "people"


@bp.get("/settings/people")
@requires(Permission.SETTINGS_SEE)
def index() -> Response:
    return page(TEMPLATE, "main", **_screen())


@bp.get("/settings/roles")
@requires(Permission.SETTINGS_SEE)
def roles() -> Response:
    return page("people/roles.html", "main", roles=list(Role), rights=list(rights()))


@bp.post("/settings/people/add")
@requires(Permission.PEOPLE_EDIT)
def add() -> Response:
    form = PersonForm()
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(adding=form))
    person = operations.add_person(db, form.name.data, _roles(form), email=form.email.data, by=g.actor)
    return leave(url_for(".code", person_id=person.id))


@bp.get("/settings/people/<int:person_id>/code")
@requires(Permission.PEOPLE_EDIT)
def code(person_id: int) -> Response:
    person = queries.person(db, person_id)
    shown = codes.shown(db, current_app.config["SETTINGS"].secret_key, g.now, person_id=person.id)
    return page("people/code.html", "main", person=person, code=shown, at_desk=works_at_a_desk(person.roles))


@bp.post("/settings/people/<int:person_id>/code")
@requires(Permission.PEOPLE_EDIT)
def give_code(person_id: int) -> Response:
    operations.give_code(db, person_id, by=g.actor)
    return leave(url_for(".code", person_id=person_id))


@bp.post("/settings/people/<int:person_id>/edit")
@requires(Permission.PEOPLE_EDIT)
def edit(person_id: int) -> Response:
    form, person = EditPersonForm(), queries.person(db, person_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(editing=(person, form)))
    name, email, version = form.name.data, form.email.data, form.version.data
    person, given = operations.edit_person(db, person_id, name, _roles(form), version, email=email, by=g.actor)
    if given is not None:
        return leave(url_for(".code", person_id=person_id))
    return _done(f"{person.name} is changed.")


@bp.post("/settings/people/<int:person_id>/sign-out")
@requires(Permission.PEOPLE_EDIT)
def end_sessions(person_id: int) -> Response:
    person = operations.end_sessions(db, person_id, by=g.actor)
    return _done(f"{person.name} is signed out everywhere.")


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


def _screen(adding: Form | None = None, editing: tuple[Person, Form] | None = None) -> dict[str, Any]:
    sessions, locked = queries.open_sessions(db, g.now), _locked_at()
    rows = [
        {
            "person": person,
            "form": _form(person, editing),
            "at": [session.device.name for session in sessions if session.person_id == person.id],
            "locked_at": locked.get(person.id, []),
        }
        for person in queries.people(db)
    ]
    return {
        "rows": rows,
        "adding": (adding or PersonForm(formdata=None)).named("new-person"),
        "may_edit": g.actor.may(Permission.PEOPLE_EDIT),
        "may_unlock": g.actor.may(Permission.PIN_UNLOCK),
    }


def _locked_at() -> dict[int, list[str]]:
    """Person -> where their PIN waits for a supervisor."""
    found: dict[int, list[str]] = {}
    for person, device in locked_pins(db, g.now):
        found.setdefault(person.id, []).append(device.name if device else "all tablets")
    return found


def _form(person: Person, editing: tuple[Person, Form] | None) -> Form:
    typed = editing[1] if editing and editing[0] is person else None
    return (typed or EditPersonForm(formdata=None, obj=person)).named(dom_id(person))
