"""One way to make element ids: the same in page, fragment and test."""

from typing import Any


def dom_id(thing: Any, *parts: object) -> str:
    """`dom_id(job, "stage")` -> `job-4115-stage`; jobs go by their number, everything else by its id.

    thing: a mapped object, or a word for what is not one (`dom_id("queue", 7)` -> `queue-7`).
    """
    return "-".join([*_name(thing), *map(str, parts)]).replace("_", "-")


def _name(thing: Any) -> list[str]:
    if isinstance(thing, str):
        return [thing]
    kind: str = thing.__tablename__
    if kind != "job":
        return [kind, str(thing.id)]
    return [kind, str(thing.number)] if thing.number else [kind, "draft", str(thing.id)]
