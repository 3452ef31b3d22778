"""Finding by typing: every typed word begins a word of what is found, in any order.

Both sides are folded (`base.text`) and split at marks alike. The database serves it from a GIN index over
`words_sql`, which costs the same with a hundred rows and with a hundred thousand.
"""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, literal, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY

from powderapp.base.text import sort_key

MARKS = "-/.,;()&+'\"@_"
_BLANKS = str.maketrans(dict.fromkeys(MARKS, " "))
_MOST_WORDS, _LONGEST, _SHORTEST_SPREAD, _LONGEST_SPREAD = 8, 200, 3, 16
_PIECE = re.compile(r"[^\W_]+|[\W_]+")


def words(typed: str) -> list[str]:
    """What was typed as folded words; at most 8 of the first 200 characters."""
    return split(typed[:_LONGEST])[:_MOST_WORDS]


def split(text: str) -> list[str]:
    """All words of a text, folded: what `words` is compared with."""
    return sort_key(text).translate(_BLANKS).split()


def words_sql(expression: str) -> str:
    """SQL for the words of a folded text as a `tsvector`: the expression of the index and of the question alike."""
    marks, blanks = MARKS.replace("'", "''"), " " * len(MARKS)
    split = f"string_to_array(translate({expression}, '{marks}'::text, '{blanks}'::text), ' '::text)"
    return f"array_to_tsvector(array_remove({split}, ''::text))"


def begin_with(vector_sql: str, typed: Sequence[str]) -> ColumnElement[bool]:
    """Whether each of the typed words begins one of the words; `typed` is not empty."""
    escaped = (word.replace("\\", "\\\\").replace("'", "''") for word in typed)
    question = " & ".join(f"'{word}':*" for word in escaped)
    return literal_column(vector_sql).bool_op("@@")(cast(literal(question, String), TSQUERY))


def spread_pattern(word: str) -> str | None:
    """A regular expression for `trred`: the beginnings of several words written as one. None: too short or long."""
    if not _may_spread(word):
        return None
    return r"\m" + "([^ ]* ([^ ]+ )*)?".join(word)


def hits(shown: str, typed: Sequence[str]) -> list[tuple[str, bool]]:
    """`shown` in pieces, those that were typed marked: for `trred` the `Tr` and the `red` of `Traffic red`."""
    pieces = _PIECE.findall(shown)
    folded = [sort_key(piece) if piece[0].isalnum() else "" for piece in pieces]
    taken = [0] * len(pieces)
    for word in typed:
        lengths = _plain(word, folded) or (_spread(word, folded) if _may_spread(word) else None)
        taken = [max(pair) for pair in zip(taken, lengths or taken, strict=True)]
    cut = [(piece, _characters(piece, length)) for piece, length in zip(pieces, taken, strict=True)]
    halves = [half for piece, at in cut for half in ((piece[:at], True), (piece[at:], False))]
    return [half for half in halves if half[0]]


def _may_spread(word: str) -> bool:
    return word.isalnum() and _SHORTEST_SPREAD <= len(word) <= _LONGEST_SPREAD


def _plain(word: str, folded: Sequence[str]) -> list[int] | None:
    lengths = [len(word) if piece.startswith(word) else 0 for piece in folded]
    return lengths if any(lengths) else None


def _spread(word: str, folded: Sequence[str]) -> list[int] | None:
    """How much of each piece spells `word`, piece after piece; None when they do not."""
    if not word:
        return [0] * len(folded)
    for at, piece in enumerate(folded):
        same = next((n for n, pair in enumerate(zip(piece, word, strict=False)) if pair[0] != pair[1]), None)
        most = min(len(piece), len(word)) if same is None else same
        for length in range(most, 0, -1):
            if (rest := _spread(word[length:], folded[at + 1 :])) is not None:
                return [0] * at + [length, *rest]
    return None


def _characters(piece: str, length: int) -> int:
    """How many characters of `piece` are `length` folded ones."""
    at = 0
    while at < len(piece) and len(sort_key(piece[:at])) < length:
        at += 1
    return at
