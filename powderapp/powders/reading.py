"""Powders from an old spreadsheet: certain rows with their opening stock, and those a person must look at.

Two colours in one cell, a code that is there twice, figures that can be read two ways: always asked, never guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from powderapp.base.sheets import Certain, Listed, Read, Row, rows
from powderapp.base.text import sort_key
from powderapp.base.units import UnitSystem, parse_money, parse_number, parse_weight_g
from powderapp.powders.cure import CureWindow
from powderapp.powders.cure_text import parse_schedule
from powderapp.powders.ral import parse_ral
from powderapp.powders.rules import Finish, boxes_of, finish_of

Value = TypeVar("Value")

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("colour", "color", "colour name", "description"),
    "ral": ("ral code", "ral no"),
    "maker": ("mfr", "manufacturer", "brand", "supplier"),
    "code": ("product code", "article", "item", "sku"),
    "finish": ("gloss", "surface", "texture"),
    "sg": ("specific gravity", "density"),
    "pack": ("box kg", "box", "pack kg", "pack size"),
    "stock": ("in stock kg", "in stock", "stock kg", "on hand", "kg"),
    "price": ("price/kg", "price per kg", "cost/kg"),
    "cure": ("cure schedule", "curing", "bake"),
}
_LONGEST = {"name": 80, "maker": 60, "code": 40}
_TWO_COLOURS = re.compile(r"\s[+&]\s|\+|/|\s(?:and|or)\s", re.IGNORECASE)
_MOST_STOCK_G, _MOST_PACK_G = 20_000_000, 1_000_000


@dataclass(frozen=True)
class PowderRow:
    """A powder as the spreadsheet has it. sg None: not given. boxes_g: opening stock as full boxes and a rest."""

    name: str
    ral: str | None
    rgb: str | None
    maker: str
    code: str
    finish: Finish
    sg: Decimal | None
    pack_g: int | None
    price_per_kg: Decimal | None
    cure: tuple[CureWindow, ...]
    boxes_g: tuple[int, ...]


def read_powders(content: bytes) -> Read[PowderRow]:
    """Every row of the file, certain or listed with a reason. ValueError: the columns are not those of powders."""
    certain: list[Certain[PowderRow]] = []
    listed: list[Listed] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows(content, _SYNONYMS, needed=("name", "maker", "code")):
        key = (sort_key(row["maker"]), sort_key(row["code"]))
        try:
            if key in seen:
                raise ValueError(f"The same maker and code as line {seen[key]}.")
            certain.append(Certain(row.line, _record(row)))
            seen[key] = row.line
        except ValueError as refused:
            listed.append(Listed(row.line, str(refused), row.cells))
    return Read(tuple(certain), tuple(listed))


def _record(row: Row) -> PowderRow:
    _refuse_missing(row)
    ral = parse_ral(row["ral"]) if row["ral"] else None
    pack_g = _figure(row, "pack", lambda text: parse_weight_g(text, UnitSystem.METRIC, high_g=_MOST_PACK_G))
    stock_g = _figure(row, "stock", lambda text: parse_weight_g(text, UnitSystem.METRIC, low_g=0, high_g=_MOST_STOCK_G))
    return PowderRow(
        name=row["name"],
        ral=ral.code if ral else None,
        rgb=ral.rgb if ral else None,
        maker=row["maker"],
        code=row["code"],
        finish=_finish(row),
        sg=_figure(row, "sg", _sg),
        pack_g=pack_g,
        price_per_kg=_figure(row, "price", lambda text: parse_money(text, high=10_000)),
        cure=tuple(_figure(row, "cure", parse_schedule) or ()),
        boxes_g=tuple(boxes_of(stock_g or 0, pack_g)),
    )


def _refuse_missing(row: Row) -> None:
    for field, most in _LONGEST.items():
        if not row[field]:
            raise ValueError(f"The {field} is missing.")
        if len(row[field]) > most:
            raise ValueError(f"The {field} is longer than {most} characters.")
    for field in ("name", "ral"):
        if _TWO_COLOURS.search(row[field]):
            raise ValueError(f"Two colours in one cell: {row[field]}.")


def _figure(row: Row, field: str, read: Callable[[str], Value]) -> Value | None:
    if not row[field]:
        return None
    try:
        return read(row[field])
    except ValueError as refused:
        raise ValueError(f"{field.capitalize()} {row[field]}: {refused}") from refused


def _sg(text: str) -> Decimal:
    return parse_number(text, low=Decimal("0.6"), high=Decimal("9.9")).quantize(Decimal("0.01"))


def _finish(row: Row) -> Finish:
    if row["finish"]:
        found = finish_of(row["finish"])
        if found is None:
            raise ValueError(f"{row['finish']} is no finish that is known here.")
        return found
    if "primer" in row["name"].casefold():
        return Finish.PRIMER
    raise ValueError("The finish is missing.")
