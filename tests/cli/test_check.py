"""`powderapp check` names whatever does not agree with its entries."""

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from powderapp.base.access import Role
from powderapp.cli import checking
from powderapp.parts.rules import Stage
from tests.conftest import NOW
from tests.support import factories
from tests.support.begun import copied
from tests.support.chain import Works
from tests.support.running import command


@pytest.fixture
def owner(database):
    """A connection of the schema's owner, whose work is undone when the test ends."""
    engine = create_engine(database.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def lived_in(owner):
    """A shop in the middle of its work: sprayed, cured, checked, prepared, and parts that are still to come."""
    with Session(owner, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
        factories.make_shop(db)
        works = Works(db, factories.actor(db, factories.person(db, "Olga", *Role), NOW))
        works.checking(10)
        works.job(works.line(4, "Gate leaf", works.primer, works.black), works.line(8, "Bracket"))
        works.job(works.line(2, "Cover", works.low), arrived=False)
        job = works.job(works.line(5, "Shelf", works.black))
        works.prepared(job.lines[0])
        db.commit()
        yield works


def break_as_owner(owner, table, change):
    owner.execute(text("set constraints all immediate"))
    owner.execute(text(f"alter table {table} disable trigger user"))
    assert owner.execute(text(change)).rowcount == 1
    owner.execute(text(f"alter table {table} enable trigger user"))


def differing(owner):
    found = [checking.compare(owner, kind) for kind in checking.KINDS]
    return {kind.kind: kind.named for kind in found if kind.differing}


def test_a_shop_at_work_agrees_with_its_entries(owner, lived_in):
    found = {kind: checking.compare(owner, kind) for kind in checking.KINDS}
    assert differing(owner) == {}
    assert [found[kind].compared for kind in ("boxes", "jobs", "tasks", "finished batches")] == [2, 4, 1, 1]
    assert list(found["boxes"].lines()) == ["boxes: 2 compared, none differ"]


@pytest.mark.parametrize(
    ("table", "change", "kind", "sentence"),
    [
        (
            "box",
            "update box set net_g = net_g + 5 where number = 1",
            "boxes",
            "B0001: 20005 g, its entries make 20000 g",
        ),
        (
            "movement",
            "delete from movement where kind = 'receipt' and box_id = (select id from box where number = 1)",
            "boxes",
            "B0001: 20000 g, its entries make 0 g",
        ),
        ("pile", "update pile set qty = 11 where stage = 'checking'", "piles", "11 parts, its entries make 10 parts"),
        ("task", "update task set out_qty = 9", "tasks", "of batch S1: 9 of 10 parts, its entries make 10 of 10 parts"),
        (
            "job",
            "update job set stage = 'ready' where number = 1001",
            "jobs",
            "job 1001: ready, open, its entries make checking, open",
        ),
        (
            "job",
            "update job set closed_at = now() where number = 1003",
            "jobs",
            "job 1003: received, closed, its entries make received, open",
        ),
        (
            "batch_use",
            "update batch_use set grams = grams + 1 where task_id is not null",
            "finished batches",
            "batch S1: 501 g given to its tasks, its entries make 500 g given to its tasks",
        ),
    ],
)
def test_what_was_changed_behind_the_ledgers_is_named(owner, lived_in, table, change, kind, sentence):
    break_as_owner(owner, table, change)
    (named,) = differing(owner)[kind]
    assert sentence in named


def test_a_lost_move_shows_in_piles_and_tasks(owner, lived_in):
    pile = f"(select id from pile where stage = '{Stage.TO_CURE}' limit 1)"
    break_as_owner(owner, "move", f"delete from move where to_pile_id = {pile}")
    assert set(differing(owner)) == {"piles", "tasks"}


def test_many_differences_are_counted_and_the_first_are_named(owner, lived_in):
    for _ in range(checking.MOST_NAMED + 1):
        lived_in.box(lived_in.black, 1_000)
    owner.execute(text("update box set net_g = net_g + 1"))
    lines = list(checking.compare(owner, "boxes").lines())
    assert lines[0] == f"boxes: {checking.MOST_NAMED + 3} compared, {checking.MOST_NAMED + 3} differ"
    assert (len(lines), lines[-1]) == (checking.MOST_NAMED + 2, "  and 3 more")


def test_the_command_tells_the_shell_that_all_agree(shop_folder, begun):
    copied(begun, shop_folder / "storage")
    unready = command(shop_folder, "check")
    assert (unready.returncode, unready.stdout) == (1, "")
    assert "run powderapp db upgrade first" in unready.stderr
    command(shop_folder, "db", "upgrade")
    agreed = command(shop_folder, "check")
    assert (agreed.returncode, len(agreed.stdout.splitlines())) == (0, len(checking.KINDS))


def test_all_kinds_are_compared_with_the_applications_own_rights(copy, to):
    assert [kind.kind for kind in checking.compare_all(to(copy))] == list(checking.KINDS)
