"""Words of a customer."""

import re

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


def is_email(text: str) -> bool:
    """Whether a letter could be sent there: one @, no blanks, a dot behind it."""
    return _EMAIL.fullmatch(text) is not None
