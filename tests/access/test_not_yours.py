"""What is not there and what is not yours look the same, however the address is spelled."""

import re

import pytest

from tests.access.conftest import World
from tests.access.table import ROWS, Row

LABELS = ("/B/", "/J/", "/S/")
"""What stands on labels leads to the page of the thing, which is not found."""
WITH_ID = [row for row in ROWS if row.has_id() and not row.is_public() and not row.rule.startswith(LABELS)]
SECRETS = re.compile(r'(csrf" content|csrf_token" value|operation_key" value)="[^"]+"|\b[A-Z]{8}\b')
SPELLED = ("2147483647", "99999999999999999999", "-1", "x", "1e3", "0f9b5c0e-8f1d-4c9a-9b57-1f2d3c4b5a69")


class Elsewhere(dict):
    """Every name stands for the same id that nobody has."""

    def __init__(self, spelled: str) -> None:
        self.spelled = spelled

    def __missing__(self, name: str) -> str:
        return self.spelled


@pytest.mark.parametrize("row", WITH_ID, ids=str)
def test_an_unknown_id_is_not_found_and_says_nothing_else(world: World, row: Row):
    answers = [_ask(world, row, spelled) for spelled in SPELLED]
    assert {answer.status_code for answer in answers} == {404}
    told = {SECRETS.sub("", answer.text).replace(SPELLED[0], "") for answer in answers}
    assert len(told) <= 2, "what cannot be an id, and what nobody has"


def _ask(world: World, row: Row, spelled: str):
    client = world.client("owner")
    return world.undone(lambda: row.ask(client, Elsewhere(spelled)))
