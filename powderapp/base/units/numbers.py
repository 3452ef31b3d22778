"""Numbers as people write them: `1.5`, `1,5`, `1 1/2`, `1½`; thousands are never guessed."""

import re
import unicodedata
from decimal import Decimal

_PLAIN = re.compile(r"([+-]?)([0-9]*)(?:([.,])([0-9]+))?")
_FRACTION = re.compile(r"(?:([0-9]+) )?([0-9]+)/([0-9]+)")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_LONGEST, _LONGEST_TEXT = 15, 60

WRITE_PLAINLY = "Write 1234.5 or 1234,5."


def tidy(text: str) -> str:
    """`text` in one spelling: common digits, signs and primes, vulgar fractions as ` 1/2`, single spaces.

    ValueError: far longer than any number.
    """
    if len(text) > _LONGEST_TEXT:
        raise ValueError("This number is too long.")
    spaced = re.sub("([\u00bc-\u00be\u2150-\u215e])", r" \1", text.replace("\u00ba", "").replace("\u00b0", ""))
    plain = unicodedata.normalize("NFKC", spaced.replace("\u2033", '"'))
    plain = plain.translate(str.maketrans("\u2044\u2212\u2032\u2019\u2018\u201d\u201c", "/-'''\"\""))
    return " ".join(plain.split())


def readings(text: str, *, decimal_mark: str | None = None) -> tuple[Decimal, ...]:
    """Every number `text` can mean, the decimal one first: two for `1,234`, else one.

    decimal_mark: of the scale or gauge that wrote it; then nothing is ambiguous. ValueError: not a number.
    """
    plain = tidy(text).replace(" /", "/").replace("/ ", "/")
    if not plain:
        raise ValueError("Write a number.")
    if len(plain) > _LONGEST:
        raise ValueError("This number is too long.")
    if fraction := _FRACTION.fullmatch(plain):
        return (_fraction(*fraction.groups(default="0")),)
    number = _decimal(plain, decimal_mark)
    if decimal_mark is None and _THOUSANDS.fullmatch(plain):
        return number, Decimal(plain.replace(",", ""))
    return (number,)


def parse_number(
    text: str, *, low: Decimal | int | None = None, high: Decimal | int | None = None, decimal_mark: str | None = None
) -> Decimal:
    """The one number that `text` means within `low` and `high`.

    `1,234` is refused while both 1.234 and 1234 lie within the limits. ValueError: one sentence for the field.
    """
    found = readings(text, decimal_mark=decimal_mark)
    within = [n for n in found if (low is None or n >= low) and (high is None or n <= high)]
    if len(within) > 1:
        raise ValueError(two_ways(text))
    if within:
        return within[0]
    if low is not None and found[0] < low:
        raise ValueError(f"At least {low}.")
    raise ValueError(f"At most {high}.")


def two_ways(text: str) -> str:
    """The sentence that answers `1,234`."""
    plain = tidy(text)
    return f"{plain} can be read two ways: write {plain.replace(',', '.')} or {plain.replace(',', '')}."


def _fraction(whole: str, above: str, below: str) -> Decimal:
    if int(below) == 0:
        raise ValueError("A fraction cannot end in 0.")
    return Decimal(whole) + Decimal(above) / Decimal(below)


def _decimal(plain: str, decimal_mark: str | None) -> Decimal:
    found = _PLAIN.fullmatch(plain)
    if found is None or not (found[2] or found[4]):
        raise ValueError(WRITE_PLAINLY if re.fullmatch(r"[+-]?[0-9., ']+", plain) else "Write a number.")
    if decimal_mark and found[3] and found[3] != decimal_mark:
        raise ValueError(f"This scale writes 1234{decimal_mark}5.")
    return Decimal(f"{found[1]}{found[2] or 0}.{found[4] or 0}")
