"""`powderapp demo` makes the same shop as the button on the first page."""

import pytest
from sqlalchemy import Engine, create_engine, text

from powderapp.cli.connected import Connected
from powderapp.cli.demo import fill
from powderapp.cli.errors import CommandError
from powderapp.demo import building

FACTS = """
select j.number, coalesce(c.name, j.walk_in_name) customer, j.stage, j.priority, j.po, l.number line, l.rework_number,
  l.what, l.ordered_qty, l.price, p.stage standing, p.coat_number, r.code rack, p.qty,
  (select sum(u.grams) from batch_use u join task t on t.id = u.task_id join coat o on o.id = t.coat_id
    where o.line_id = l.id) used_g
from job j left join customer c on c.id = j.customer_id join line l on l.job_id = j.id
left join pile p on p.line_id = l.id and p.qty > 0 left join rack r on r.id = p.rack_id
order by 1, 6, 7 nulls first, 11, 12, 13
"""
ENTRIES = """
select e.verb, e.subject, e.subject_id, e.job_id, p.name, m.box_id, m.grams, v.to_pile_id, v.qty from event e
join person p on p.id = e.person_id left join movement m on m.event_id = e.id left join move v on v.event_id = e.id
order by e.id, m.id, v.id
"""


def looked_up(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def told(to: Connected, query: str) -> list[tuple[object, ...]]:
    """Make the demo, and look it up."""
    fill(to)
    engine = create_engine(to.app_url)
    found = looked_up(engine, query)
    engine.dispose()
    return found


def test_a_second_demo_shop_has_the_same_first_days_down_to_the_gram(copy, to, demo_seen, monkeypatch):
    monkeypatch.setattr(building, "TODAY", 2)  # its third day is its last
    made, whole = told(to(copy), ENTRIES), looked_up(demo_seen, ENTRIES)
    assert len(made) > 300
    assert made == whole[: len(made)]


@pytest.mark.long
def test_two_demo_shops_are_the_same_down_to_the_gram(copy, to, demo_seen):
    made = told(to(copy), FACTS)
    assert len(made) > 60
    assert made == looked_up(demo_seen, FACTS)


def test_a_demo_is_not_made_over_another(demo_database, to, copy, capsys):
    settled = to(copy)
    url = demo_database.url.render_as_string(hide_password=False)
    there = type(settled)(type(settled.settings)(**(vars(settled.settings) | {"database_url": url})), url)
    with pytest.raises(CommandError, match="There is a demo shop already"):
        fill(there)
