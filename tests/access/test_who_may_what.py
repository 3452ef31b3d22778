"""Every route, asked by everybody: the table in `tests/access/table.py` says what each of them is answered."""

import pytest

from tests.access.conftest import IDENTITIES, World
from tests.access.table import ROWS, Row, routes_of


def test_every_route_has_its_row(plain_app):
    assert routes_of(plain_app) == {(row.method, row.rule) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_table_says(world: World, row: Row):
    answered = {identity: _status(world, row, identity) for identity in IDENTITIES}
    assert answered == row.expected


@pytest.mark.parametrize("row", [row for row in ROWS if "beside" in row.words], ids=str)
def test_who_needs_a_supervisor_is_asked_for_their_pin(world: World, row: Row):
    for identity in IDENTITIES:
        client = world.client(identity)
        asked = 'name="supervisor_pin"' in world.undone(lambda: row.ask(client, world.known)).text  # noqa: B023
        assert asked == (row.word(identity) == "beside"), identity


@pytest.mark.parametrize("row", [row for row in ROWS if not row.is_public()], ids=str)
def test_a_fragment_is_kept_from_the_same_people_as_its_page(world: World, row: Row):
    for identity in ("anonymous", "wall", "owner", "prep", "viewer"):
        may = row.word(identity) in ("ok", "none")
        assert (_status(world, row, identity, htmx=True) not in (401, 403)) == may, identity


def _status(world: World, row: Row, identity: str, htmx: bool = False) -> int:
    client = world.client(identity)
    return world.undone(lambda: row.ask(client, world.known, htmx=htmx)).status_code
