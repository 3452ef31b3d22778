"""RAL Classic colours: code, English name and an approximate screen value; see `ral-NOTICE.txt`."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

DISCLAIMER = "RAL is a trademark of RAL gGmbH. Colours on a screen are approximate: agree on a physical sample."


@dataclass(frozen=True)
class Ral:
    """`code` is four digits, `rgb` six hex digits, or None where no screen value is known."""

    code: str
    name: str
    rgb: str | None


@lru_cache(maxsize=1)
def ral_colours() -> Mapping[str, Ral]:
    """All colours by code, in order of code."""
    text = (files("powderapp.powders") / "ral.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Ral(row["code"], row["name"], row["rgb"] or None) for row in rows}


def parse_ral(text: str) -> Ral:
    """The colour of `RAL 7016`, `ral7016`, `7016`. ValueError: names the three codes that come nearest."""
    code = re.sub(r"^RAL[ -]*", "", text.strip().upper())
    if known := ral_colours().get(code):
        return known
    near = ", ".join(ral.code for ral in nearest_ral(code))
    raise ValueError(f"RAL {code[:12]} does not exist. Nearest: {near}.")


def nearest_ral(code: str) -> list[Ral]:
    """The three codes that a slip of the finger turns into `code`: fewest wrong digits first, then nearest number."""
    digits = re.sub(r"[^0-9]", "", code)[:4].ljust(4, "0")

    def slip(ral: Ral) -> tuple[int, int]:
        return sum(a != b for a, b in zip(ral.code, digits, strict=True)), abs(int(ral.code) - int(digits))

    return sorted(ral_colours().values(), key=slip)[:3]


@lru_cache(maxsize=1024)
def lightness(rgb: str) -> Decimal:
    """CIE lightness of six hex digits, 0 black to 100 white, to one place: for spraying light to dark."""
    red, green, blue = (_linear(int(rgb[i : i + 2], 16)) for i in (0, 2, 4))
    luminance = Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue
    if luminance <= Decimal("0.008856"):
        return (luminance * Decimal("903.3")).quantize(Decimal("0.1"))
    return (116 * luminance ** (Decimal(1) / 3) - 16).quantize(Decimal("0.1"))


def _linear(channel: int) -> Decimal:
    share = Decimal(channel) / 255
    if share <= Decimal("0.04045"):
        return share / Decimal("12.92")
    return Decimal(((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4"))
