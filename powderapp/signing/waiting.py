"""A secret that was typed: not looked at, wrong, or right; the page again, with what is wrong or how long to wait."""

from collections.abc import Callable
from datetime import timedelta

from flask import g
from flask.wrappers import Response

from powderapp.base.errors import TooOftenError
from powderapp.web.forms import Form


def refused(
    form: Form, field: str, fits: Callable[[], bool], wrong: str, draw: Callable[[], Response]
) -> Response | None:
    """None where all is well with the form and the secret at `field` fits; else the page again, as `draw` draws it.

    wrong: the sentence where the secret does not fit. It is looked at only in a form that is filled in well.
    """
    if not form.validate_on_submit():
        return draw()
    try:
        if fits():
            return None
    except TooOftenError as error:
        return too_often(error, form, field, draw)
    form.refuse(field, wrong)
    return draw()


def too_often(error: TooOftenError, form: Form, field: str, draw: Callable[[], Response]) -> Response:
    """429 with the sentence at `field`, and a clock that runs down (`signing/_wait.html`)."""
    form.refuse(field, str(error))
    g.waits_until = g.now + timedelta(seconds=error.seconds) if error.seconds else None
    response = draw()
    response.status_code = 429
    if error.seconds:
        response.headers["Retry-After"] = str(error.seconds)
    return response
