"""The floor's front door: choose the station once; the device remembers it."""

import json
from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.floor import operations, queries
from powderapp.floor.forms import StationForm
from powderapp.floor.rules import Station, station_of
from powderapp.shop.models import Booth, Oven
from powderapp.shop.queries import listed
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, is_partial, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("floor", __name__)
TEMPLATE, A_YEAR = "floor/index.html", 365 * 86_400


@bp.get("/floor")
@requires(Permission.FLOOR_SEE)
def index() -> Response:
    return page(TEMPLATE, "stations", **_screen(StationForm(formdata=None)))


@bp.post("/floor/station")
@requires(Permission.STATION_CHOOSE)
def choose_station() -> Response:
    form = StationForm()
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "stations", **_screen(form))
    kind, place = form.kind.data, None
    if kind in ("booth", "oven"):
        place = queries.booth_or_oven(db, Booth if kind == "booth" else Oven, form.which.data or 0)
    operations.choose_station(db, place, by=g.actor)
    say(f"This tablet stands at {place.name if place else Station(kind).label} now.")
    return _remembered(leave(_begins_at(kind, form.which.data)), kind)


@bp.app_template_global()
def station_name() -> str:
    """What the station bar says: booth, oven or station, else that one is to be chosen."""
    if "device" not in g:
        return "Floor"
    other = station_of(request.cookies.get(_cookie()))
    return queries.station_name(db, g.device) or (other.label if other else "Choose station")


@bp.app_template_global()
def floor_counts() -> dict[str, int]:
    """What waits, for the tabs."""
    return queries.waiting(db)


@bp.after_app_request
def tell_the_tabs(response: Response) -> Response:
    """A fragment brings the counts of the tabs that stay where they are."""
    if request.method == "POST" and request.path.startswith("/floor/") and is_partial() and response.status_code == 200:
        response.headers["X-Waiting"] = json.dumps(queries.waiting(db))
    return response


def _begins_at(kind: str, which: int | None) -> str:
    if kind == "booth":
        return "/floor/queue"
    return f"/floor/ovens/{which}" if kind == "oven" else Station(kind).page


def _remembered(response: Response, kind: str) -> Response:
    kept = {"max_age": A_YEAR, "httponly": True, "samesite": "Lax", "secure": current_app.config["HTTPS"]}
    response.set_cookie(_cookie(), kind, **kept)
    return response


def _cookie() -> str:
    return f"{current_app.config['COOKIE_PREFIX']}station"


def _screen(form: StationForm) -> dict[str, Any]:
    device = g.device
    at_none = not (device.booth_id or device.oven_id)
    return {
        "form": form, "booths": listed(db, Booth), "ovens": listed(db, Oven), "device": device,
        "stations": [(station, station.label) for station in Station],
        "other": station_of(request.cookies.get(_cookie())) if at_none else None, "to": url_for(".choose_station"),
    }  # fmt: skip
