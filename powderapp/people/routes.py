"""Signing in and out, and the first page of all."""

from flask import Blueprint
from flask.wrappers import Response

from powderapp.web.access import public
from powderapp.web.fragments import page

bp = Blueprint("people", __name__)


@bp.get("/signin")
@public
def sign_in() -> Response:
    return page("people/signin.html", "main")
