"""Tablets and wall screens come and go: who stands at one that goes is signed out."""

from datetime import datetime

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.errors import DomainError, FieldError
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code, use_code
from powderapp.codes.rules import OPENS_NOTHING, Opens
from powderapp.devices import operations as devices
from powderapp.devices import queries
from powderapp.devices.models import ADDED_BY_CODE, Device
from powderapp.devices.rules import DeviceWanted
from powderapp.people.models import SignIn
from powderapp.people.operations import end_sign_ins
from powderapp.people.queries import actor_for, person

TAKEN_AWAY = "This device was taken away from the shop."


def add(db: Session, wanted: DeviceWanted, *, by: Actor) -> Device:
    """A tablet or wall screen, and the code that adds it. FieldError: the name is taken."""
    device = devices.add_device(db, wanted, by=by)
    make_code(db, Opens.DEVICE, device_id=device.id, by=by)
    return device


def give_code(db: Session, device_id: int, *, by: Actor) -> OneTimeCode:
    """A code that adds this tablet or wall screen again, in whichever browser.

    DomainError: a browser; FieldError: it was taken away, and another device has its name now.
    """
    device = queries.device_by_id(db, device_id)
    if device.kind not in ADDED_BY_CODE:
        raise DomainError("A browser is known by a password that is used there: it needs no code.")
    devices.refuse_taken_name(db, device.name, but=device)
    return make_code(db, Opens.DEVICE, device_id=device_id, by=by)


def enrol(db: Session, typed: str, secret: str, token_hash: bytes, *, now: datetime) -> Device:
    """The browser of this cookie becomes the device whose code was typed, on behalf of who made the code.

    FieldError: the code opens nothing, who made it may not add devices any more, or another has the device's name now.
    """
    code = use_code(db, typed, secret, now)
    device = queries.device_by_id(db, code.device_id or 0)
    end_sign_ins(db, SignIn.device_id == device.id, now, TAKEN_AWAY)
    try:
        return devices.enrol(db, device.id, token_hash, by=actor_for(person(db, code.made_by), device, now))
    except FieldError:
        raise
    except DomainError as refusal:
        raise FieldError("code", OPENS_NOTHING) from refusal


def edit(db: Session, device_id: int, wanted: DeviceWanted, version: int, *, by: Actor) -> Device:
    """Another name, kind or place; with another kind it waits for a new code. As `devices.operations.edit_device`."""
    kind_before = queries.device_by_id(db, device_id).kind
    device = devices.edit_device(db, device_id, wanted, version, by=by)
    if device.kind != kind_before:
        end_sign_ins(db, SignIn.device_id == device.id, by.now, TAKEN_AWAY)
        make_code(db, Opens.DEVICE, device_id=device.id, by=by)
    return device


def revoke(db: Session, device_id: int, *, by: Actor) -> Device:
    """This device is one of the shop no longer; who is signed in there is signed out with the next tap."""
    device = devices.revoke(db, device_id, by=by)
    end_sign_ins(db, SignIn.device_id == device.id, by.now, TAKEN_AWAY)
    return device
