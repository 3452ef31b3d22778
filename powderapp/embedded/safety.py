"""Settings without which a power cut loses what was acknowledged: asked of the running server, never assumed."""

from collections.abc import Collection

import psycopg

from powderapp.embedded.errors import EmbeddedError

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


def unsafe_settings(url: str) -> dict[str, str]:
    """The settings of `SAFE` that the server answers otherwise, with its answer."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("select name, setting from pg_settings where name = any(%s)", [list(SAFE)]).fetchall()
    answers: dict[str, str] = dict(rows)
    return {name: answers.get(name, "unknown") for name, wanted in SAFE.items() if answers.get(name) != wanted}


def refuse_unsafe(url: str, allowed: Collection[str] = ()) -> None:
    """EmbeddedError when the server would lose acknowledged work; `allowed` settings are not asked about (tests)."""
    found = {name: value for name, value in unsafe_settings(url).items() if name not in allowed}
    if found:
        said = ", ".join(f"{name} is {value}" for name, value in found.items())
        raise EmbeddedError(
            f"The database is not safe against a power cut ({said}): remove that setting and start again."
        )
