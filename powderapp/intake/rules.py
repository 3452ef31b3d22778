"""What is typed at the counter: prep steps by their names."""

from collections.abc import Sequence


def steps_meant(text: str, steps: Sequence[tuple[int, str]]) -> tuple[tuple[int, int], ...]:
    """Steps as (id, coat they come before) from `blast, mask`; after a `>` before the next coat: `blast > scuff`.

    steps: the shop's list as (id, name). A name may be cut short while only one begins so. ValueError: one sentence.
    """
    coats = text.split(">")
    return tuple((_step(word, steps), before) for before, part in enumerate(coats, start=1) for word in _words(part))


def _words(part: str) -> list[str]:
    for mark in "+;/&":
        part = part.replace(mark, ",")
    return [word.strip() for word in part.split(",") if word.strip()]


def _step(word: str, steps: Sequence[tuple[int, str]]) -> int:
    plain = word.casefold()
    same = [step_id for step_id, name in steps if name.casefold() == plain]
    found = same or [step_id for step_id, name in steps if name.casefold().startswith(plain)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(name for _, name in steps)
    why = "may be several prep steps" if found else "is no prep step of this shop"
    raise ValueError(
        f"{word} {why}: {names}." if names else "The shop has no prep steps yet: add them in the settings."
    )
