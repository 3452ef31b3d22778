"""Surface to be coated, from the measures of a part: perimeter x length and the like.

All lengths are mm, all results whole mm2 of one piece. Only the outside counts. This is the true area, for powder; what
a shape costs in labour is another factor and never this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

PI = Decimal("3.14159265358979323846")
_CORNER = 8 - 2 * PI
WHEEL_SOLID_SHARE = Decimal("0.7")


@dataclass(frozen=True)
class Bars:
    """`qty` equal bars of a railing: their perimeter and length."""

    qty: int
    perimeter_mm: Decimal
    length_mm: Decimal


def round_bar(diameter: Decimal, length: Decimal, *, solid_ends: bool = False) -> int:
    """Round tube or bar; a solid bar may count its two ends."""
    ends = PI * diameter**2 / 2 if solid_ends else 0
    return _whole(PI * diameter * length + ends)


def rect_tube(height: Decimal, width: Decimal, length: Decimal, *, corner_radius: Decimal = Decimal(0)) -> int:
    """Square or rectangular tube; outer corner radius (2 x wall up to 6 mm), 0 for sharp."""
    return _whole((2 * (height + width) - _CORNER * corner_radius) * length)


def flat_plate(length: Decimal, width: Decimal, thickness: Decimal) -> int:
    """Both sides and the edges all round."""
    return _whole(2 * length * width + 2 * thickness * (length + width))


def flat_bar(width: Decimal, thickness: Decimal, length: Decimal) -> int:
    """Flat bar without its ends."""
    return _whole(2 * (width + thickness) * length)


def angle(a: Decimal, b: Decimal, length: Decimal) -> int:
    """Angle of two legs."""
    return _whole(2 * (a + b) * length)


def channel(height: Decimal, width: Decimal, web: Decimal, length: Decimal) -> int:
    """U channel with sharp corners."""
    return _whole((2 * height + 4 * width - 2 * web) * length)


def beam(height: Decimal, width: Decimal, web: Decimal, fillet: Decimal, length: Decimal) -> int:
    """I or H beam with root fillets; the web is taken off, not added."""
    return _whole((2 * height + 4 * width - 2 * web - _CORNER * fillet) * length)


def sphere(diameter: Decimal) -> int:
    """A ball."""
    return _whole(PI * diameter**2)


def perforated_sheet(length: Decimal, width: Decimal, thickness: Decimal, open_share: Decimal, hole: Decimal) -> int:
    """Both sides less the holes, and the walls of the holes. open_share 0..1, hole: its diameter."""
    return _whole((2 * (1 - open_share) + 4 * open_share * thickness / hole) * length * width)


def wire_mesh(length: Decimal, width: Decimal, wire: Decimal, pitch_x: Decimal, pitch_y: Decimal) -> int:
    """Wires both ways. Chain link has less than half the area of one face."""
    return _whole(PI * wire * (1 / pitch_x + 1 / pitch_y) * length * width)


def expanded_metal(length: Decimal, width: Decimal, thickness: Decimal, open_share: Decimal, strand: Decimal) -> int:
    """Strands on both sides with their edges. open_share 0..1."""
    return _whole(2 * (1 - open_share) * (1 + thickness / strand) * length * width)


def picket_count(length: Decimal, pitch: Decimal) -> int:
    """Pickets between two posts at most `pitch` apart, centre to centre."""
    return max(0, int((length / pitch).to_integral_value(ROUND_CEILING)) - 1)


def railing(bars: Sequence[Bars]) -> int:
    """Rails, pickets and posts of a panel."""
    return _whole(sum((bar.qty * bar.perimeter_mm * bar.length_mm for bar in bars), Decimal(0)))


def wheel(diameter: Decimal, width: Decimal, solid_share: Decimal = WHEEL_SOLID_SHARE) -> int:
    """Barrel inside and out, and both faces by their solid share: a rule of thumb, to be corrected by weighing once."""
    return _whole(2 * PI * diameter * width + solid_share * PI * diameter**2 / 2)


def _whole(mm2: Decimal) -> int:
    return int(mm2.to_integral_value(ROUND_HALF_UP))
