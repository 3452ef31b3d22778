"""The page where codes are typed, and the devices of the shop."""

from flask import Blueprint

bp = Blueprint("enrolment", __name__)

from powderapp.enrolment.routes import (  # noqa: E402
    codes,  # noqa: F401
    devices,  # noqa: F401
)
