"""Settings without which a power cut loses what was acknowledged: asked of the running server, never assumed."""

import psycopg

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


def unsafe_settings(url: str) -> dict[str, str]:
    """The settings of `SAFE` that the server behind `url` answers otherwise, each with its answer."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("select name, setting from pg_settings where name = any(%s)", [list(SAFE)]).fetchall()
    answers: dict[str, str] = dict(rows)
    return {name: answers.get(name, "unknown") for name, wanted in SAFE.items() if answers.get(name) != wanted}
