"""The words a powder is found by: colour, RAL number, code, maker, finish."""

import re

from powderapp.base.finding import split

LONGEST = 320
_PARTS = re.compile(r"[0-9]+|[^0-9]+")


def find_key(name: str, ral: str | None, code: str, maker: str, finish: str) -> str:
    """Folded words, each once, the colour's name first; `B1005` is found by `b10` and `1005`, RAL by `ral9005`."""
    given = split(f"{name} {f'{ral} ral ral{ral}' if ral else ''} {code} {maker} {finish}")
    parts = [part for word in given for part in _PARTS.findall(word)]
    words, key = dict.fromkeys(given + parts), ""
    for word in words:
        if len(key) + 1 + len(word) <= LONGEST:
            key = f"{key} {word}".strip()
    return key
