"""What makes a password or PIN good enough, who needs which, and how long it lets in; a complaint is one sentence."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum
from threading import Lock

from powderapp.base.access import SUPERVISORS, Role
from powderapp.people.common_pins import COMMON_PINS

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1024
USUAL_PIN, LONGEST_PIN = 6, 8
JUDGED, GOOD_SCORE = 72, 3
OUR_WORDS = ("powderapp", "powder", "powder coating")
BETTER = "take several words that have nothing to do with each other."
RUNS = ("01234567890123456", "98765432109876543")
DESK = frozenset({Role.OWNER, Role.OFFICE})
FLOOR = frozenset({Role.SPRAYER, Role.PREP, Role.QUALITY})
_judging = Lock()
"""zxcvbn keeps the taken words of a call where the next call finds them: one at a time."""


class Way(StrEnum):
    """How somebody came in: it decides how long they may stay."""

    PASSWORD = "password"  # noqa: S105
    PIN = "pin"


LONGEST_DAY = {Way.PASSWORD: timedelta(hours=12), Way.PIN: timedelta(hours=10)}
"""How long a session may be, however busy it was."""


def why_not_password(password: str, *taken_words: str) -> str | None:
    """Why `password` is too easy, None when it will do. taken_words: names that anybody here knows.

    Its first 72 characters are judged, with the lists of found passwords that come along; more make it no weaker.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"At least {SHORTEST_PASSWORD} characters."
    if len(password) > LONGEST_PASSWORD:
        return f"At most {LONGEST_PASSWORD} characters."
    import zxcvbn  # it reads its lists for half a second: who sets no password does not wait for them

    if password.casefold() in zxcvbn.matching.RANKED_DICTIONARIES["passwords"]:
        return f"This password is on the lists of those that were found elsewhere: {BETTER}"
    with _judging:
        judged = zxcvbn.zxcvbn(password[:JUDGED], user_inputs=_guessed_first(taken_words), max_length=JUDGED)
    return None if judged["score"] >= GOOD_SCORE else f"Too easy to guess: {BETTER}"


def _guessed_first(taken_words: Iterable[str]) -> list[str]:
    """The names as they are, without blanks, and each of their words."""
    words = [word.casefold() for word in (*OUR_WORDS, *taken_words)]
    parts = [part for word in words for part in re.split(r"[\W_]+", word)]
    return sorted({word for word in (*words, *("".join(word.split()) for word in words), *parts) if len(word) > 2})


def works_at_a_desk(roles: Collection[str]) -> bool:
    """Whether somebody of these roles has a password: owner, office, and a supervisor who is not on the floor."""
    return bool(DESK & set(roles)) or (Role.SUPERVISOR in roles and not FLOOR & set(roles))


def shortest_pin(roles: Collection[str], pin_digits: int) -> int:
    """How many digits the PIN of somebody has at least. pin_digits: what the shop chose for its floor."""
    return USUAL_PIN if SUPERVISORS & set(roles) else pin_digits


def pin_length_words(shortest: int) -> str:
    """`6 digits.`, `4 to 8 digits.`"""
    return f"{shortest} digits." if shortest == USUAL_PIN else f"{shortest} to {LONGEST_PIN} digits."


def why_not_pin(pin: str, shortest: int = USUAL_PIN) -> str | None:
    """Why `pin` will not do, None when it will; up to eight digits are taken. shortest: see `shortest_pin`."""
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= LONGEST_PIN):
        return pin_length_words(shortest)
    if pin in COMMON_PINS or any(pin in run for run in RUNS) or _repeats(pin) or _is_year(pin):
        return "Too easy to guess."
    return None


def _repeats(pin: str) -> bool:
    """`0000`, `4747`, `471471`, `447711`: a short piece again and again, or each digit so many times."""
    pieces = [size for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0]
    again = any(pin == pin[:size] * (len(pin) // size) for size in pieces)
    return again or any(pin == "".join(digit * size for digit in pin[::size]) for size in pieces if size > 1)


def _is_year(pin: str) -> bool:
    return len(pin) == 4 and pin[:2] in ("19", "20")


def initials(name: str) -> str:
    """`Ann Lee` -> `AL`, `Olga` -> `OL`."""
    words = name.split()
    letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else name[:2]
    return letters.upper()[:3]
