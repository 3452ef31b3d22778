"""Words as people look for them: without accents, case or doubled spaces; and words that are an address."""

import re
import unicodedata

_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_EMAIL = re.compile(r"[^@\s,;\x00-\x1f\x7f]+@[^@\s,;\x00-\x1f\x7f]+\.[^@\s,;\x00-\x1f\x7f]+")
LONGEST_EMAIL = 254


def sort_key(text: str) -> str:
    """`text` for sorting and finding: folded case, accents gone, one space between words."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 part`, `26 parts`; many: a plural that is not made with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def is_email(text: str) -> bool:
    """Whether a letter could be sent there: one @, no blanks, a dot behind it, not too long."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
