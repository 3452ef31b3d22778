"""Parts of a job at the counter and in the shop: trips, racks, counts that were wrong, moves taken back, cancelling."""

from flask import Blueprint

bp = Blueprint("parts", __name__)

from powderapp.parts.routes import cancel, counter, moves, piles  # noqa: E402, F401
