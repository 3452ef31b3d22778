"""No other site's page, and no page without its token, changes anything; nor does looking at any page."""

import pytest
from sqlalchemy import text

from tests.access.conftest import World
from tests.access.table import ROWS, Row
from tests.support.client import ORIGIN

WRITES = [row for row in ROWS if row.method == "POST" and row.rule != "/csp-report"]
READS = [row for row in ROWS if row.method == "GET"]
KEY = {"operation_key": "1b4e28ba-2fa1-4d1a-883f-0016d3cca427"}
FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "none"},
    {"Origin": None},
)
DIGEST = """
select '{0}', md5(coalesce(string_agg(row, '' order by row), ''))
from (select (to_jsonb(t) - 'last_seen_at')::text as row from "{0}" t) rows
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


def everything(world: World) -> dict[str, str]:
    """A digest of every table: only when somebody was seen last may differ."""
    names = world.connection.execute(text(TABLES)).scalars().all()
    digests = " union all ".join(DIGEST.format(name) for name in names)
    return dict(world.connection.execute(text(digests)).all())


@pytest.mark.parametrize("row", WRITES, ids=str)
def test_a_forged_form_changes_nothing(world: World, row: Row):
    client, other, path = world.client("owner"), world.client("office"), row.path.format_map(world.known)
    token, before = client.token, everything(world)
    sent = [({"csrf_token": token}, headers) for headers in FOREIGN]
    sent += [({"csrf_token": wrong}, ORIGIN) for wrong in ("", "wrong", other.token)] + [({}, ORIGIN)]
    for fields, headers in sent:
        known = {name: value for name, value in headers.items() if value is not None}
        answer = client.http.post(
            path, data=fields | {"operation_key": "1b4e28ba-2fa1-4d1a-883f-0016d3cca427"}, headers=known
        )
        assert answer.status_code == 403, (fields, headers)
        assert "Please load the page again; your text is kept." in answer.text
    assert everything(world) == before


def test_looking_at_every_page_changes_nothing(world: World):
    before = everything(world)
    for row in READS:
        for identity in ("owner", "anonymous"):
            row.ask(world.client(identity), world.known)
    assert everything(world) == before
