"""Who works in the demo shop, how far its build is, and when a build that was cut off may be begun again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from powderapp.base.access import Role

SHOP_NAME, ZONE = "Lindgate Powder Coating", "Europe/Berlin"
SILENT_FOR = timedelta(seconds=30)
"""A step takes a few seconds: a build that says nothing for longer was cut off."""


@dataclass(frozen=True)
class Figure:
    """An invented person. does: their word in the story. pin: shown to everybody who signs in."""

    does: str
    name: str
    roles: tuple[Role, ...]
    pin: str
    device: str
    device_kind: str = "tablet"


CAST = (
    Figure("owner", "Marta Quell", (Role.OWNER, Role.OFFICE), "730518", "Office", "browser"),
    Figure("office", "Jonas Feld", (Role.OFFICE,), "481629", "Front desk", "browser"),
    Figure("sprayer 1", "Ines Roth", (Role.SPRAYER,), "2639", "Booth 1 tablet"),
    Figure("sprayer 2", "Tarek Blum", (Role.SPRAYER,), "5172", "Booth 2 tablet"),
    Figure("prep", "Pavel Sand", (Role.PREP,), "9041", "Prep tablet"),
    Figure("quality", "Lena Moor", (Role.QUALITY,), "6283", "Check tablet"),
)


def is_silent(seen_at: datetime, now: datetime) -> bool:
    """Whether nothing was heard from a build for so long that it was cut off."""
    return now - seen_at > SILENT_FOR
