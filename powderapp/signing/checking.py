"""The one place that looks at a PIN or a password."""

from flask import current_app

from powderapp.people import hashing
from powderapp.people.models import Person


def pin_of(person: Person, typed: str) -> bool:
    """Whether `typed` is this person's PIN. TooOftenError: tried too often at this device."""
    return hashing.pin_fits(person.pin_hash, typed, current_app.config["SETTINGS"].pin_pepper)


def password_of(person: Person, typed: str) -> bool:
    """Whether `typed` is this person's password. TooOftenError: tried too often."""
    return hashing.password_fits(person.password_hash, typed)
