"""Passwords and PINs as the database keeps them.

A PIN of few digits is guessed quickly from a stolen dump: a pepper that is in no dump is mixed in first.
"""

import hashlib
import hmac
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SALT = 16
PIN_COST = 2**14
"""scrypt's n: 16 MB and some 50 ms a guess."""
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """argon2id with its own salt and costs."""
    return _hasher.hash(password)


def password_fits(kept: str | None, password: str) -> bool:
    """Whether it is the password; without one the same work is done, so that the answer takes as long."""
    try:
        return _hasher.verify(kept or _nobodys_password(), password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def hash_pin(pin: str, pepper: str) -> bytes:
    """Salt and scrypt of the peppered PIN."""
    salt = secrets.token_bytes(SALT)
    return salt + _scrypt(pin, pepper, salt)


def pin_fits(kept: bytes | None, pin: str, pepper: str) -> bool:
    """Whether it is the PIN; without one the same work is done."""
    salt, digest = (kept[:SALT], kept[SALT:]) if kept else (bytes(SALT), b"")
    return hmac.compare_digest(_scrypt(pin, pepper, salt), digest)


def _scrypt(pin: str, pepper: str, salt: bytes) -> bytes:
    peppered = hmac.digest(pepper.encode(), pin.encode(), "sha256")
    return hashlib.scrypt(peppered, salt=salt, n=PIN_COST, r=8, p=1, dklen=32)


@cache
def _nobodys_password() -> str:
    return _hasher.hash(secrets.token_urlsafe())
