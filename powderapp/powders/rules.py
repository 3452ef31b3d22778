"""Words and physics of a powder: finish, coverage, need, cost per area."""

import re
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from powderapp.base.money import money

_LABEL = re.compile(r"(?:.*/)?([BP])/?([0-9]{1,9})", re.IGNORECASE)


class Finish(StrEnum):
    """How the cured film looks; the gloss number of the data sheet stands beside the word."""

    GLOSS = "gloss"
    SEMI = "semi"
    SATIN = "satin"
    MATT = "matt"
    TEXTURE = "texture"
    FINE_TEXTURE = "fine-texture"
    VEIN = "vein"
    METALLIC = "metallic"
    CLEAR = "clear"
    CANDY = "candy"
    PRIMER = "primer"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


SG_DEFAULT = Decimal("1.5")
FULL = Decimal(1)
_SPELLINGS: dict[str, Finish] = {
    "high gloss": Finish.GLOSS,
    "glossy": Finish.GLOSS,
    "semi gloss": Finish.SEMI,
    "semigloss": Finish.SEMI,
    "silk": Finish.SATIN,
    "matte": Finish.MATT,
    "mat": Finish.MATT,
    "flat": Finish.MATT,
    "textured": Finish.TEXTURE,
    "fine structure": Finish.FINE_TEXTURE,
    "metal": Finish.METALLIC,
    "transparent": Finish.CLEAR,
}


def finish_of(text: str) -> Finish | None:
    """The finish a word means (`matte`, `fine texture`, `Semi-Gloss`), None for a word that means none."""
    word = " ".join(text.casefold().replace("-", " ").split())
    plain = {finish.value.replace("-", " "): finish for finish in Finish}
    return plain.get(word) or _SPELLINGS.get(word)


def density(sg: Decimal | None) -> tuple[Decimal, bool]:
    """g/cm3 of the cured film, and whether it had to be assumed: then whatever follows is an estimate."""
    return (SG_DEFAULT, True) if sg is None else (sg, False)


def coverage_m2_per_kg(film_um: Decimal, density_g_cm3: Decimal, utilisation: Decimal = FULL) -> Decimal:
    """Square metres that one kilogram covers: 1000 / (SG x um) x U. In US units 192.3 / (SG x mil) x U ft2/lb."""
    _check(film_um, density_g_cm3, utilisation)
    return 1000 * utilisation / (density_g_cm3 * film_um)


def powder_needed_g(area_mm2: int, film_um: Decimal, density_g_cm3: Decimal, utilisation: Decimal) -> int:
    """Grams drawn from the box for one coat, rounded up: one um over one m2 is one cm3.

    area_mm2: coated area. film_um: cured film. density_g_cm3: of the cured film. utilisation: powder on part / powder
    drawn, 0 < u <= 1 (ValueError otherwise). Source: m2/kg = 1000 / (SG x um), reciprocal.
    """
    _check(film_um, density_g_cm3, utilisation)
    return _up(Decimal(area_mm2) / 1_000_000 * film_um * density_g_cm3 / utilisation)


def utilisation_with_reclaim(first_pass: Decimal, recovered: Decimal) -> Decimal:
    """Powder on part / powder drawn when `recovered` of the overspray is sprayed again: TE / (1 - (1 - TE) x R)."""
    if not 0 < first_pass <= 1 or not 0 <= recovered <= 1:
        raise ValueError(f"shares must be in (0, 1] and [0, 1], got {first_pass} and {recovered}")
    return first_pass / (1 - (1 - first_pass) * recovered)


def utilisation_seen(on_parts_g: int, used_g: int) -> Decimal:
    """What really stayed on the parts, from the film aimed at and the scale. ValueError: nothing was used."""
    if used_g <= 0:
        raise ValueError(f"used_g must be above 0, got {used_g}")
    return Decimal(on_parts_g) / used_g


def overspray_value(sprayed_g: int, first_pass: Decimal, price_per_kg: Decimal) -> Decimal:
    """What lies on the booth floor, in money: to set against the cost of a change-over for reclaim."""
    return money(Decimal(sprayed_g) / 1000 * (1 - first_pass) * price_per_kg)


def cost_per_m2(price_per_kg: Decimal, film_um: Decimal, density_g_cm3: Decimal, utilisation: Decimal) -> Decimal:
    """What a square metre of film costs in powder: the one price by which powders compare."""
    return money(price_per_kg / coverage_m2_per_kg(film_um, density_g_cm3, utilisation))


def scanned_label(text: str) -> tuple[str, int] | None:
    """What the label of a box (`B0831`, `HTTPS://…/B/831`) or a powder (`P7`) says: `("B", 831)`. None: neither."""
    found = _LABEL.fullmatch(text.strip())
    return (found[1].upper(), int(found[2])) if found else None


def boxes_of(total_g: int, pack_g: int | None) -> list[int]:
    """`total_g` as full boxes and a rest: 27 380 g in packs of 20 kg are 20 000 and 7 380. No pack known: one box."""
    if total_g <= 0:
        return []
    if not pack_g:
        return [total_g]
    full, rest = divmod(total_g, pack_g)
    return [pack_g] * full + [rest] * bool(rest)


def order_g(needed_g: int, pack_g: int | None) -> int:
    """What to order for a need: whole packs, rounded up."""
    return needed_g if not pack_g else -(-needed_g // pack_g) * pack_g


def _check(film_um: Decimal, density_g_cm3: Decimal, utilisation: Decimal) -> None:
    if film_um <= 0 or density_g_cm3 <= 0:
        raise ValueError(f"film and density must be above 0, got {film_um} and {density_g_cm3}")
    if not 0 < utilisation <= 1:
        raise ValueError(f"utilisation must be in (0, 1], got {utilisation}")


def _up(grams: Decimal) -> int:
    return int(grams.to_integral_value(ROUND_CEILING))
