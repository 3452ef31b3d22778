"""The tablets, wall screens and browsers of the shop: add, name, take away."""

from typing import Any, TypeVar

from flask import current_app, g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.codes import queries as codes
from powderapp.devices import queries
from powderapp.devices.models import ADDED_BY_CODE, Device
from powderapp.devices.rules import DeviceWanted, place_ids, place_word
from powderapp.enrolment import operations
from powderapp.enrolment.device_forms import DeviceForm, EditBrowserForm, EditDeviceForm
from powderapp.enrolment.routes import bp
from powderapp.people.queries import open_sessions
from powderapp.shop.models import Booth, Oven
from powderapp.shop.queries import listed
from powderapp.web.access import requires
from powderapp.web.dom import dom_id
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "enrolment/devices.html", "devices"
EditForm = EditDeviceForm | EditBrowserForm
Offered = TypeVar("Offered", bound=DeviceForm)
Places = list[tuple[str, str]]


@bp.get("/settings/devices")
@requires(Permission.SETTINGS_SEE)
def devices() -> Response:
    return page(TEMPLATE, "main", **_screen())


@bp.post("/settings/devices/add")
@requires(Permission.DEVICE_EDIT)
def add_device() -> Response:
    form = _offered(DeviceForm(), _places())
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(adding=form))
    device = operations.add(db, _wanted(form), by=g.actor)
    return leave(url_for(".device_code", device_id=device.id))


@bp.get("/settings/devices/<int:device_id>/code")
@requires(Permission.DEVICE_EDIT)
def device_code(device_id: int) -> Response:
    device = queries.device_by_id(db, device_id)
    shown = codes.shown(db, current_app.config["SETTINGS"].secret_key, g.now, device_id=device.id)
    return page("enrolment/device_code.html", "main", device=device, code=shown)


@bp.post("/settings/devices/<int:device_id>/code")
@requires(Permission.DEVICE_EDIT)
def new_device_code(device_id: int) -> Response:
    operations.give_code(db, device_id, by=g.actor)
    return leave(url_for(".device_code", device_id=device_id))


@bp.post("/settings/devices/<int:device_id>/edit")
@requires(Permission.DEVICE_EDIT)
def edit_device(device_id: int) -> Response:
    device = queries.device_by_id(db, device_id)
    form = _edit_form(device, _places())
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_screen(editing=(device, form)))
    device = operations.edit(db, device_id, _edited(form, device), form.version.data, by=g.actor)
    if device.kind in ADDED_BY_CODE and device.enrolled_at is None:
        return leave(url_for(".device_code", device_id=device_id))
    return _done(f"{device.name} is changed.")


@bp.post("/settings/devices/<int:device_id>/revoke")
@requires(Permission.DEVICE_EDIT)
def revoke_device(device_id: int) -> Response:
    device = operations.revoke(db, device_id, by=g.actor)
    return _done(f"{device.name} is taken away, and whoever was signed in there is signed out.")


def _done(sentence: str) -> Response:
    say(sentence)
    return done(TEMPLATE, BLOCK, to=url_for(".devices"), **_screen())


def _wanted(form: DeviceForm) -> DeviceWanted:
    return DeviceWanted(form.name.data, form.kind.data, **place_ids(form.place.data))


def _edited(form: EditForm, device: Device) -> DeviceWanted:
    """A browser stays one, and stands wherever was chosen there."""
    if isinstance(form, EditDeviceForm):
        return _wanted(form)
    return DeviceWanted(form.name.data, device.kind, device.booth_id, device.oven_id)


def _edit_form(device: Device, places: Places, **sent: Any) -> EditForm:
    if device.kind not in ADDED_BY_CODE:
        return EditBrowserForm(**sent)
    return _offered(EditDeviceForm(**sent, place=place_word(device.booth_id, device.oven_id)), places)


def _offered(form: Offered, places: Places) -> Offered:
    form.place.choices = places
    return form


def _places() -> Places:
    rows = [*listed(db, Booth), *listed(db, Oven)]
    return [(dom_id(row), row.name) for row in rows if isinstance(row, Booth | Oven)]


def _screen(adding: Form | None = None, editing: tuple[Device, EditForm] | None = None) -> dict[str, Any]:
    places, here = _places(), {each.device_id: each.person.name for each in open_sessions(db, g.now)}

    def row(device: Device) -> tuple[Device, Form, str | None]:
        typed = editing[1] if editing and editing[0].id == device.id else None
        form = typed or _edit_form(device, places, formdata=None, obj=device)
        return device, form.named(dom_id(device)), here.get(device.id)

    return {
        "shop_devices": [row(device) for device in queries.tablets_and_walls(db)],
        "browsers": [row(device) for device in queries.browsers(db, g.now)],
        "revoked": queries.tablets_and_walls(db, revoked=True),
        "places": dict(places),
        "adding": (adding or _offered(DeviceForm(formdata=None), places)).named("new-device"),
        "may_edit": g.actor.may(Permission.DEVICE_EDIT),
    }
