"""The pages of signing in: the first page of all, coming in, asking again, going out, and one's own page."""

from flask import Blueprint

bp = Blueprint("signing", __name__)

from powderapp.signing.routes import (  # noqa: E402
    again,  # noqa: F401
    me,  # noqa: F401
    my_second,  # noqa: F401
    password,  # noqa: F401
    pin,  # noqa: F401
    reports,  # noqa: F401
    second,  # noqa: F401
    start,  # noqa: F401
)
