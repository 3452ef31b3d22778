"""The old job list of the demo: its parts, colours and prices become the lines of new orders."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from powderapp.base.sheets import rows
from powderapp.base.units import UnitSystem, parse_area_mm2, parse_money
from powderapp.jobs.rules import Priority, priority_of
from powderapp.powders.models import Powder
from powderapp.powders.rules import finish_of

_COLUMNS = {
    "number": ("job",), "in_on": ("in",), "company": (), "po": (), "qty": (), "what": ("part",), "area": ("m2 each",),
    "prep": (), "colour": (), "due": (), "priority": ("prio",), "status": (), "done": (), "used": ("kg used",),
    "price": (), "note": ("notes",),
}  # fmt: skip
_STAY_BARE = {"mask threads": "Threads", "no powder inside tube": "Inside of the tube"}
_RAL = re.compile(r"(?:ral *)?([0-9]{4})(?: (.+))?", re.IGNORECASE)
_CAST = ("Cast aluminium", 6_000)
_METAL = {"Alloy": ("Cast aluminium", 12_000), "Light": ("Aluminium", 4_000), "Bracket": _CAST, "Table": _CAST}
_STEEL = ("Steel", 3_000)


@dataclass(frozen=True)
class SheetRow:
    """One row of the list: equal parts of one order. area_mm2: of one part, None where nobody wrote it."""

    company: str
    po: str | None
    qty: int
    what: str
    area_mm2: int | None
    area_entered: str | None
    prep: str
    colour: str
    priority: Priority
    price: Decimal | None
    note: str | None

    @property
    def metal(self) -> tuple[str, int]:
        """What the part is made of and how thick, in um: the list does not say, its name does."""
        return _METAL.get(self.what.split()[0], _STEEL)

    @property
    def stay_bare(self) -> str | None:
        """What the note says must get no powder."""
        return _STAY_BARE.get(self.note or "")


def data(name: str) -> bytes:
    """A spreadsheet of the demo, as somebody saved it."""
    return (files("powderapp.demo") / "data" / name).read_bytes()


@lru_cache(maxsize=1)
def sheet() -> dict[int, SheetRow]:
    """The rows that have a number and a count, by number."""
    found = rows(data("jobs.csv"), _COLUMNS, needed=("number", "qty", "what"))
    return {int(row["number"]): _row(row.cells) for row in found if row["number"].isdigit() and row["qty"].isdigit()}


def powder_of(colour: str, powders: Iterable[Powder]) -> Powder:
    """The one powder that `RAL 7021 gloss`, `copper vein` or `C1042` means. LookupError: none, or several."""
    fitting = [powder for powder in powders if _means(colour.strip(), powder)]
    if len(fitting) != 1:
        raise LookupError(f"{colour} means {len(fitting)} powders")
    return fitting[0]


def _row(cells: Mapping[str, str]) -> SheetRow:
    area = cells["area"]
    return SheetRow(
        company=cells["company"],
        po=cells["po"] or None,
        qty=int(cells["qty"]),
        what=cells["what"],
        area_mm2=parse_area_mm2(area, UnitSystem.METRIC) if area else None,
        area_entered=f"{area} m²" if area else None,
        prep=cells["prep"].casefold(),
        colour=cells["colour"].rpartition("+")[2].strip(),
        priority=priority_of(cells["priority"]) or Priority.STANDARD,
        price=parse_money(cells["price"]) if cells["price"] else None,
        note=cells["note"] or None,
    )


def _means(colour: str, powder: Powder) -> bool:
    if colour.casefold() == powder.code.casefold():
        return True
    if found := _RAL.fullmatch(colour):
        return powder.ral == found[1] and (not found[2] or finish_of(found[2]) is powder.finish)
    name = powder.name.casefold()
    rest = colour.casefold().removeprefix(name).strip()
    return colour.casefold().startswith(name) and (not rest or finish_of(rest) is powder.finish)
