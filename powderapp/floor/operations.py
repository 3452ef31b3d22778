"""Say which station a device is."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.events import record_event
from powderapp.devices.models import Device
from powderapp.shop.models import Booth, Oven


def choose_station(db: Session, place: Booth | Oven | None, *, by: Actor) -> Device:
    """The device stands at this booth or oven from now on; None: at neither."""
    by.demand(Permission.STATION_CHOOSE)
    (device,) = lock(db, Device, [by.device_id])
    before = {"booth_id": device.booth_id, "oven_id": device.oven_id}
    device.booth_id = place.id if isinstance(place, Booth) else None
    device.oven_id = place.id if isinstance(place, Oven) else None
    after = {"booth_id": device.booth_id, "oven_id": device.oven_id}
    record_event(db, "device.station_chosen", device, by, before=before, after=after)
    return device
