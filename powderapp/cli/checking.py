"""`powderapp check`: is everything the database counts by itself still what its entries make?

Weights, counts and stages are written by triggers. This adds the entries up again, by other means, in one read-only
look at one moment; fit for an hourly timer: one line for each kind, exit code 1 when anything differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import click
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from powderapp.cli.connected import Connected, connected
from powderapp.cli.errors import CommandError, in_one_sentence

MOST_NAMED = 20

# Each question answers a row for everything of its kind: what it is called, what stands there, what it should be.
BOXES = """
select 'B' || lpad(box.number::text, 4, '0'), box.net_g || ' g', coalesce(made.grams, 0) || ' g'
from box left join (select box_id, sum(grams) as grams from movement group by box_id) made on made.box_id = box.id
"""
PILES = """
with made as (
  select pile_id, sum(qty) as qty from (
    select to_pile_id, qty from move union all select from_pile_id, -qty from move
  ) as sides (pile_id, qty) group by pile_id
)
select 'pile ' || pile.id || ' of job ' || coalesce(job.number::text, 'draft') || '-' || line.number,
       pile.qty || ' parts', coalesce(made.qty, 0) || ' parts'
from pile join line on line.id = pile.line_id join job on job.id = line.job_id left join made on made.pile_id = pile.id
"""
TASKS = """
with sides as (
  select target.task_id, case when source.stage = 'to_cure' then 0 else move.qty end as came,
         case when source.stage = 'to_cure' then -move.qty else 0 end as done
  from move join pile target on target.id = move.to_pile_id left join pile source on source.id = move.from_pile_id
  where target.task_id is not null
  union all
  select source.task_id, case when target.stage = 'to_cure' then 0 else -move.qty end,
         case when target.stage = 'to_cure' then move.qty else 0 end
  from move join pile source on source.id = move.from_pile_id left join pile target on target.id = move.to_pile_id
  where source.task_id is not null
), made as (select task_id, sum(came) as came, sum(done) as done from sides group by task_id)
select 'task ' || task.id || ' of batch S' || batch.number, task.out_qty || ' of ' || task.in_qty || ' parts',
       coalesce(made.done, 0) || ' of ' || coalesce(made.came, 0) || ' parts'
from task join batch on batch.id = task.batch_id left join made on made.task_id = task.id
"""
JOBS = """
with work (stage, rank) as (
  values ('received', 1), ('prep', 2), ('to_spray', 3), ('spraying', 4), ('to_cure', 5), ('curing', 6), ('checking', 7),
         ('ready', 8)
), standing as (
  select line.job_id, min(work.rank) as rank from pile join line on line.id = pile.line_id
  left join work on work.stage = pile.stage where pile.qty > 0 group by line.job_id
), here as (
  select line.job_id, line.number, sum(pile.qty) as qty from pile join line on line.id = pile.line_id
  where pile.stage <> 'returned_uncoated' group by line.job_id, line.number
), lines as (
  select root.job_id, bool_or(root.kind <> 'goods' and root.ordered_qty > coalesce(here.qty, 0)) as short,
         bool_and(root.kind = 'goods') as goods_only
  from line root left join here on here.job_id = root.job_id and here.number = root.number
  where root.parent_line_id is null and root.cancelled_at is null group by root.job_id
), facts as (
  select job.id, standing.rank, coalesce(lines.short or lines.goods_only, false) as to_come,
         exists (select from line where line.job_id = job.id) as has_lines
  from job left join standing on standing.job_id = job.id left join lines on lines.job_id = job.id
)
select 'job ' || coalesce(job.number::text, 'draft ' || job.id),
       job.stage || case when job.closed_at is null then ', open' else ', closed' end,
       coalesce(work.stage, case when facts.to_come or not facts.has_lines then 'received' else 'ready' end)
       || case when facts.rank is null and not facts.to_come and facts.has_lines then ', closed' else ', open' end
from job join facts on facts.id = job.id left join work on work.rank = facts.rank
"""
BATCHES = """
with used as (
  select place.batch_id, -sum(movement.grams) as grams from movement
  join batch_box place on place.id = movement.batch_box_id group by place.batch_id
), given as (select batch_id, sum(grams) as grams from batch_use group by batch_id)
select 'batch S' || batch.number, coalesce(given.grams, 0) || ' g given to its tasks',
       coalesce(used.grams, 0) || ' g given to its tasks'
from batch left join used on used.batch_id = batch.id left join given on given.batch_id = batch.id
where batch.finished_at is not null
"""
KINDS = {"boxes": BOXES, "piles": PILES, "tasks": TASKS, "jobs": JOBS, "finished batches": BATCHES}


@dataclass(frozen=True)
class Found:
    """One kind of thing: how many were compared, how many differ, and the first of them in words."""

    kind: str
    compared: int
    differing: int
    named: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The line of the kind, and below it what differs."""
        yield f"{self.kind}: {self.compared} compared, {self.differing or 'none'} differ"
        yield from (f"  {name}" for name in self.named)
        if self.differing > len(self.named):
            yield f"  and {self.differing - len(self.named)} more"


@click.command()
@in_one_sentence
def check() -> None:
    """Add all entries up again and compare; exit code 1 when something differs."""
    with connected() as to:
        found = compare_all(to)
    for kind in found:
        for line in kind.lines():
            click.echo(line)
    if any(kind.differing for kind in found):
        raise click.exceptions.Exit(1)


def compare_all(to: Connected) -> list[Found]:
    """Every kind, at one moment. CommandError: there are no tables yet."""
    engine = create_engine(to.app_url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    try:
        with engine.connect().execution_options(postgresql_readonly=True) as connection:
            return [compare(connection, kind) for kind in KINDS]
    except ProgrammingError as error:
        raise CommandError("This database is not up to date: run powderapp db upgrade first.") from error


def compare(connection: Connection, kind: str) -> Found:
    """What stands there against what the entries make."""
    question = f"select * from ({KINDS[kind]}) as compared (name, found, made)"  # noqa: S608  our own words
    compared = connection.scalar(text(f"select count(*) from ({question}) as everything")) or 0  # noqa: S608
    query = text(f"{question} where found is distinct from made order by name limit {MOST_NAMED}")
    differing = f"select count(*) from ({question}) as everything where found is distinct from made"  # noqa: S608
    rows = connection.execute(query).all()
    return Found(
        kind,
        compared,
        (connection.scalar(text(differing)) or 0) if rows else 0,
        tuple(f"{row.name}: {row.found}, its entries make {row.made}" for row in rows),
    )
