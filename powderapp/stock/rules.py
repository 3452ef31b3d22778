"""Words and sums of the powder room: kinds of movement, net weight, refusals."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from powderapp.base.errors import FieldError
from powderapp.base.units import UnitSystem, show_weight

MOST_TARE_G = 99_999


class MovementKind(StrEnum):
    """Why grams came into a box or left it."""

    OPENING = "opening"
    RECEIPT = "receipt"
    USE = "use"
    ADJUST = "adjust"
    SOLD = "sold"
    SCRAP = "scrap"
    RECLAIM = "reclaim"
    TRANSFER = "transfer"
    REVERSE = "reverse"

    @property
    def is_inward(self) -> bool:
        """Whether grams can only come in by it."""
        return self in (MovementKind.OPENING, MovementKind.RECEIPT, MovementKind.RECLAIM)

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True)
class Weighable:
    """What a scale reading is judged against. tare_g None: not known yet. full_g: all that ever came into the box."""

    code: str
    net_g: int
    full_g: int
    tare_g: int | None


class Received(NamedTuple):
    """Grams of powder that came in a box, and of the box itself; tare_g None: not known."""

    net_g: int
    tare_g: int | None


def received(net_g: int | None, gross_g: int | None, tare_g: int | None) -> Received:
    """What came in, from the net weight or from gross and tare. FieldError (net, gross, tare): they do not fit."""
    if gross_g is None:
        if net_g is None:
            raise FieldError("net", "Please enter the powder in the box, or the box on the scale and empty.")
        return Received(net_g, tare_g)
    if tare_g is None and net_g is None:
        raise FieldError("tare", "Please enter what the empty box weighs, or the powder in it.")
    tare_g = gross_g - (net_g or 0) if tare_g is None else tare_g
    if not 0 <= tare_g < gross_g or tare_g > MOST_TARE_G:
        raise FieldError("gross", "The empty box cannot weigh that much of the full one. Weigh again.")
    if net_g is not None and net_g != gross_g - tare_g:
        raise FieldError("net", "These three weights do not fit together: leave one empty.")
    return Received(gross_g - tare_g, tare_g)


def net_g(gross_g: int, tare_g: int | None) -> int:
    """Powder in the box: gross - tare; an unknown tare counts as nothing. Below 0 the reading is wrong."""
    return gross_g - (tare_g or 0)


def why_not_this_gross(
    box: Weighable, gross_g: int, system: UnitSystem, *, gross_in_g: int | None = None
) -> str | None:
    """One sentence why the scale cannot be right, None if it can. gross_in_g: as weighed when its batch began."""
    net = net_g(gross_g, box.tare_g)
    if net < 0:
        return f"The empty box {box.code} alone weighs {show_weight(box.tare_g or 0, system)}. Weigh again."
    if gross_in_g is not None and gross_g > gross_in_g:
        return f"Box {box.code} went in with {show_weight(gross_in_g, system)}. Weigh again or ask a supervisor."
    if box.tare_g is not None and net > box.full_g:
        return f"Box {box.code} was never that heavy. Weigh again or ask a supervisor."
    return None


def why_not_taken(code: str, standing_g: int, wanted_g: int, system: UnitSystem) -> str | None:
    """`Only 20.00 kg left in box B0017.` when more is wanted than stands there, else None."""
    if wanted_g <= standing_g:
        return None
    return f"Only {show_weight(standing_g, system)} left in box {code}."


def short_g(on_hand_g: int, reserved_g: int, on_order_g: int = 0, least_g: int = 0) -> int:
    """Grams missing to keep `least_g` after what is reserved; 0 when there is enough."""
    return max(0, least_g + reserved_g - on_hand_g - on_order_g)


def first_out(expires_on: date | None, number: int) -> tuple[bool, date, int]:
    """Sort key: what expires first goes first, boxes without a date last, then the older box."""
    return expires_on is None, expires_on or date.max, number


def is_expired(expires_on: date | None, today: date) -> bool:
    """Whether the last good day has passed."""
    return expires_on is not None and expires_on < today
