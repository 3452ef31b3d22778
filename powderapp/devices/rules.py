"""How long a device is known, and what a form says of it; where it stands is one word there: `booth-3`, `oven-1`."""

from dataclasses import dataclass
from datetime import timedelta

LONGEST_IDLE = timedelta(days=90)
"""How long a device that nobody uses is known; its cookie lasts as long."""


@dataclass(frozen=True)
class DeviceWanted:
    """What the shop says of a device. kind: `tablet`, `wall`, `browser`. It stands at a booth, an oven, or neither."""

    name: str
    kind: str
    booth_id: int | None = None
    oven_id: int | None = None


def place_word(booth_id: int | None, oven_id: int | None) -> str | None:
    """None where it stands at neither booth nor oven."""
    if booth_id is not None:
        return f"booth-{booth_id}"
    return f"oven-{oven_id}" if oven_id is not None else None


def place_ids(word: str | None) -> dict[str, int | None]:
    """The two ids of a word that the form offered."""
    kind, _, number = (word or "").partition("-")
    return {"booth_id": int(number) if kind == "booth" else None, "oven_id": int(number) if kind == "oven" else None}
