"""What a code looks like, how it is typed, and how long it lives."""

import base64
import hmac
from datetime import timedelta
from enum import StrEnum

LENGTH = 8
LOOKS_LIKE = str.maketrans("018", "OIB")
OPENS_NOTHING = "This code does not open anything (any more): ask for a new one."


class Opens(StrEnum):
    """What a code opens: a device of the shop, a person's own secrets, or an owner's way back in."""

    DEVICE = "device"
    PERSON = "person"
    OWNER = "owner"


LASTS = {
    Opens.DEVICE: timedelta(minutes=10),
    Opens.PERSON: timedelta(minutes=15),
    Opens.OWNER: timedelta(minutes=15),
}


def code_of(nonce: bytes, secret: str) -> str:
    """Eight letters and digits (40 bits) that only who knows `secret` can tell from `nonce`."""
    digest = hmac.digest(secret.encode(), b"one-time code" + nonce, "sha256")
    return base64.b32encode(digest).decode()[:LENGTH]


def spoken(code: str) -> str:
    """As people write it down: `ABCD-EFGH`."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """As it was made, however it was typed: small letters, dashes and spaces, 0 for O, 1 for I, 8 for B."""
    return "".join(letter for letter in text.upper() if letter.isalnum()).translate(LOOKS_LIKE)
