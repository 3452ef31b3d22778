"""What a person keeps about themselves."""

from flask import g
from flask.wrappers import Response

from powderapp.people import queries
from powderapp.signing.routes import bp
from powderapp.web.access import signed_in
from powderapp.web.fragments import page
from powderapp.web.transaction import db


@bp.get("/me")
@signed_in
def me() -> Response:
    return page("signing/me.html", "main", person=queries.person(db, g.actor.person_id))
