"""Who may do what, as people read it."""

from powderapp.base.access import Permission, Role
from powderapp.people.wording import BESIDE, NO, WORDS, YES, rights


def test_every_right_has_words():
    assert set(WORDS) == set(Permission)
    assert len(set(WORDS.values())) == len(Permission)


def test_the_table_says_what_is_decided():
    rows = {row.words: dict(zip(Role, row.cells, strict=True)) for row in rights()}
    assert rows["Add people, give roles and new codes"] == dict.fromkeys(Role, NO) | {Role.OWNER: YES}
    assert rows["Correct a box by hand"][Role.SPRAYER] == BESIDE
    assert rows["Correct a box by hand"][Role.PREP] == NO
    assert set(rows["See the board"].values()) == {YES}


def test_the_office_reads_the_table_and_the_floor_does_not(sign_in):
    page = sign_in("Ann", Role.OFFICE).get("/settings/roles").text
    assert "with a supervisor" in page
    assert all(words in page for words in ("Add tablets and wall screens, and take them away", "Weigh boxes"))
    assert sign_in("Sam", Role.SPRAYER).get("/settings/roles").status_code == 403
