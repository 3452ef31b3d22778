"""A guess that was not even looked at: the page again, with how long to wait."""

from datetime import timedelta
from typing import Any

from flask import g
from flask.wrappers import Response

from powderapp.base.errors import TooOftenError
from powderapp.web.forms import Form
from powderapp.web.fragments import invalid


def too_often(error: TooOftenError, form: Form, field: str, template: str, block: str, /, **screen: Any) -> Response:
    """429 with the sentence at `field`, and a clock that runs down (`signing/_wait.html`)."""
    form.refuse(field, str(error))
    g.waits_until = g.now + timedelta(seconds=error.seconds) if error.seconds else None
    response = invalid(template, block, **screen)
    response.status_code = 429
    if error.seconds:
        response.headers["Retry-After"] = str(error.seconds)
    return response
