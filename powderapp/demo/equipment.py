"""What stands in the demo shop and what it calls things: booths, ovens, racks, prep steps, reasons."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.shop.models import Booth, Oven, PrepStep, Rack, Reason, ReasonKind
from powderapp.shop.operations import add_row

BOOTHS = ("Booth 1", "Booth 2")
OVENS = (
    {"name": "Oven 1", "lowest_c": 120, "highest_c": 230, "usual_c": 200},
    {"name": "Large oven", "lowest_c": 80, "highest_c": 400, "usual_c": 200},
)
RACKS = tuple(f"R{number}" for number in range(1, 9))
SHELVES = tuple(f"LA{number}" for number in range(1, 5))
STEPS = ("Strip", "Blast", "Outgas", "Wash", "Mask", "Hang", "Re-bake", "Burn off")
IN_OVEN = {"Outgas": (220, 30), "Re-bake": (200, 15), "Burn off": (380, 90)}
REASONS = {
    ReasonKind.HOLD: ("Customer decides on the colour", "Powder is short", "Parts are missing", "Waits for payment"),
    ReasonKind.CHECK: ("Runs", "Orange peel", "Thin", "Dirt", "Hook mark"),
    ReasonKind.CANCEL: ("Customer called it off", "Ordered twice"),
    ReasonKind.COUNT: ("Counted again", "Found on another rack"),
    ReasonKind.ABORT: ("Burner went out", "Wrong set point"),
    ReasonKind.WEIGHT: ("Counted again", "Spilled", "Got damp"),
}


def set_up(db: Session, *, by: Actor) -> None:
    """Every list of the shop. by: somebody who may decide about it."""
    for name in BOOTHS:
        add_row(db, Booth, {"name": name}, by=by)
    for oven in OVENS:
        add_row(db, Oven, oven, by=by)
    for code in (*RACKS, *SHELVES):
        add_row(db, Rack, {"name": f"{'Rack' if code in RACKS else 'Shelf'} {code}", "code": code}, by=by)
    for name in STEPS:
        add_row(db, PrepStep, {"name": name, **_oven_figures(name)}, by=by)
    for kind, names in REASONS.items():
        for name in names:
            add_row(db, Reason, {"name": name, "kind": kind}, by=by)


def _oven_figures(name: str) -> dict[str, object]:
    oven_c, minutes = IN_OVEN.get(name, (None, None))
    return {"in_oven": name in IN_OVEN, "oven_c": oven_c, "oven_minutes": minutes}
