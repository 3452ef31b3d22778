"""`powderapp demo` makes the same shop as the button on the first page."""

import pytest
from sqlalchemy import Engine, create_engine, text

from powderapp.cli.demo import fill
from powderapp.cli.errors import CommandError

FACTS = """
select j.number, coalesce(c.name, j.walk_in_name) customer, j.stage, j.priority, j.po, l.number line, l.rework_number,
  l.what, l.ordered_qty, l.price, p.stage standing, p.coat_number, r.code rack, p.qty,
  (select sum(u.grams) from batch_use u join task t on t.id = u.task_id join coat o on o.id = t.coat_id
    where o.line_id = l.id) used_g
from job j left join customer c on c.id = j.customer_id join line l on l.job_id = j.id
left join pile p on p.line_id = l.id and p.qty > 0 left join rack r on r.id = p.rack_id
order by 1, 6, 7 nulls first, 11, 12, 13
"""


def facts(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(FACTS))]


def test_two_demo_shops_are_the_same_down_to_the_gram(copy, to, demo_seen):
    fill(to(copy))
    engine = create_engine(copy.app_url)
    made = facts(engine)
    engine.dispose()
    assert len(made) > 60
    assert made == facts(demo_seen)


def test_a_demo_is_not_made_over_another(demo_database, to, copy, capsys):
    settled = to(copy)
    url = demo_database.url.render_as_string(hide_password=False)
    there = type(settled)(type(settled.settings)(**(vars(settled.settings) | {"database_url": url})), url)
    with pytest.raises(CommandError, match="There is a demo shop already"):
        fill(there)
