"""Where the tablets of the demo stand, the screen on its wall, and when each of them was last seen."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.events import Event
from powderapp.devices import operations as devices
from powderapp.devices.models import ADDED_BY_CODE, Device, Kind
from powderapp.devices.rules import DeviceWanted
from powderapp.shop.models import Booth, Oven

AT_BOOTHS = {"Booth 1 tablet": "Booth 1", "Booth 2 tablet": "Booth 2"}
OVEN_TABLET, BY_OVEN, WALL = "Oven tablet", "Oven 1", "Wall by the ovens"


def set_up(db: Session, *, by: Actor) -> None:
    """Everybody's tablet to its booth; one more beside the ovens, and a wall screen. by: who decides about devices."""
    booths = {booth.name: booth.id for booth in db.scalars(select(Booth))}
    for device in db.scalars(select(Device).where(Device.name.in_(AT_BOOTHS))).all():
        wanted = DeviceWanted(device.name, device.kind, booth_id=booths[AT_BOOTHS[device.name]])
        devices.edit_device(db, device.id, wanted, device.version, by=by)
    oven_id = db.scalars(select(Oven.id).where(Oven.name == BY_OVEN)).one()
    for wanted in (DeviceWanted(OVEN_TABLET, Kind.TABLET, oven_id=oven_id), DeviceWanted(WALL, Kind.WALL)):
        devices.add_device(db, wanted, by=by).enrolled_at = by.now


def seen(db: Session, now: datetime) -> None:
    """Devices were seen when something was done there last; where nothing is done, now."""
    last = select(func.max(Event.happened_at)).where(Event.device_id == Device.id).scalar_subquery()
    ours = Device.kind.in_((*ADDED_BY_CODE, Kind.BROWSER))
    db.execute(update(Device).where(ours).values(last_seen_at=func.coalesce(last, now)))
