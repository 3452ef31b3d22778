"""What each right is called where people read who may do what."""

from collections.abc import Iterator
from dataclasses import dataclass

from powderapp.base.access import TABLE, WITH_SUPERVISOR, Permission, Role

WORDS: dict[Permission, str] = {
    Permission.BOARD_SEE: "See the board",
    Permission.JOB_SEE: "See jobs and where their parts are",
    Permission.PRICE_SEE: "See prices and costs",
    Permission.CUSTOMER_SEE: "See customers",
    Permission.POWDER_SEE: "See powders and boxes",
    Permission.FLOOR_SEE: "See the floor's lists",
    Permission.SETTINGS_SEE: "See the settings",
    Permission.JOB_CHECK_IN: "Check in jobs",
    Permission.JOB_EDIT: "Change jobs, lines and colours",
    Permission.JOB_HOLD: "Put jobs on hold and release them",
    Permission.JOB_CANCEL: "Cancel jobs and lines",
    Permission.PARTS_ARRIVE: "Note parts that arrive",
    Permission.PARTS_MOVE: "Move parts between stages and racks",
    Permission.PARTS_REVERSE: "Take back a move of one's own",
    Permission.PARTS_REVERSE_ANY: "Take back any move",
    Permission.PARTS_CORRECT: "Correct a count of parts",
    Permission.STATION_CHOOSE: "Say where a tablet stands",
    Permission.PREP_DO: "Do prep steps",
    Permission.BATCH_SPRAY: "Start, spray and finish batches",
    Permission.BATCH_CORRECT: "Correct the powder use of a batch",
    Permission.LOAD_CURE: "Load the oven and take out",
    Permission.CHECK_DO: "Check, release, send to rework, scrap",
    Permission.PICKUP_DO: "Hand jobs over",
    Permission.BOX_RECEIVE: "Receive powder",
    Permission.BOX_WEIGH: "Weigh boxes",
    Permission.BOX_REVERSE: "Undo one's own entry of a box",
    Permission.BOX_CORRECT: "Correct a box by hand",
    Permission.POWDER_EDIT: "Add and change powders",
    Permission.CUSTOMER_EDIT: "Add and change customers",
    Permission.SHOP_EDIT: "Change the shop, booths, ovens, racks and lists",
    Permission.PEOPLE_EDIT: "Add people, give roles and new codes",
    Permission.DEVICE_EDIT: "Add tablets and wall screens, and take them away",
    Permission.PIN_UNLOCK: "Unlock a PIN",
    Permission.DEMO_LEAVE: "Leave the demo shop",
}
YES, BESIDE, NO = "yes", "with a supervisor", "–"


@dataclass(frozen=True)
class RightRow:
    """One right: its words, and a word for each role in the order of `Role`."""

    words: str
    cells: tuple[str, ...]


def rights() -> Iterator[RightRow]:
    """The table of `base.access` as people read it."""
    for permission in Permission:
        yield RightRow(WORDS[permission], tuple(_cell(permission, role) for role in Role))


def _cell(permission: Permission, role: Role) -> str:
    if role in TABLE[permission]:
        return YES
    return BESIDE if role in WITH_SUPERVISOR.get(permission, frozenset()) else NO
