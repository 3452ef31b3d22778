"""A job's lines with their coats and piles as one JSON column, and that column as `CardLine`s: no query per job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, literal_column
from sqlalchemy.sql.elements import ColumnClause

from powderapp.board.rules import CardLine, Colour, Standing
from powderapp.jobs.rules import line_label
from powderapp.parts.rules import Stage
from powderapp.powders.rules import Finish

_CONTENTS = """(
  select json_agg(json_build_object(
      'id', l.id, 'number', l.number, 'rework', l.rework_number, 'qty', l.ordered_qty, 'what', l.what,
      'goods', l.kind = 'goods', 'cancelled', l.cancelled_at is not null,
      'coats', (
        select json_agg(json_build_object(
            'coat', c.number, 'code', coalesce(p.ral, p.name, c.wish), 'rgb', p.rgb, 'finish', p.finish)
            order by c.number)
          from coat c left join powder p on p.id = c.powder_id
         where c.line_id = l.id and c.closed_at is null),
      'piles', (
        select json_agg(json_build_object(
            'stage', s.stage, 'qty', s.qty, 'coat', s.coat_number, 'rack', r.code, 'booth', b.name, 'oven', o.name,
            'began_at', coalesce(batch.started_at, load.in_at), 'hot_at', load.at_temp_at, 'minutes', load.minutes)
            order by s.id)
          from pile s
          left join rack r on r.id = s.rack_id
          left join task on task.id = s.task_id
          left join batch on batch.id = task.batch_id
          left join booth b on b.id = batch.booth_id
          left join load on load.id = s.load_id
          left join oven o on o.id = load.oven_id
         where s.line_id = l.id and s.qty > 0)
    ) order by l.position, l.id)
    from line l where l.job_id = job.id)"""


def contents() -> ColumnClause[Any]:
    """The lines of `job` as JSON, for a query that selects from `job`."""
    return literal_column(_CONTENTS, JSON())


def lines_of(job_number: int, found: list[dict[str, Any]] | None) -> tuple[CardLine, ...]:
    """What `contents()` gave, in the order of the job."""
    return tuple(_line(job_number, line) for line in found or ())


def _line(job_number: int, found: Mapping[str, Any]) -> CardLine:
    return CardLine(
        id=found["id"],
        number=found["number"],
        label=line_label(job_number, found["number"], found["rework"]),
        qty=found["qty"],
        what=found["what"],
        is_rework=found["rework"] is not None,
        is_goods=found["goods"],
        is_cancelled=found["cancelled"],
        colours=tuple(_colour(coat) for coat in found["coats"] or ()),
        piles=tuple(_standing(pile) for pile in found["piles"] or ()),
    )


def _colour(coat: Mapping[str, Any]) -> Colour:
    return Colour(coat["code"], coat["rgb"], Finish(coat["finish"]) if coat["finish"] else None, coat["coat"])


def _standing(pile: Mapping[str, Any]) -> Standing:
    moments: dict[str, Any] = {
        name: pile[name] and datetime.fromisoformat(pile[name]) for name in ("began_at", "hot_at")
    }
    plain = {name: pile[name] for name in ("qty", "coat", "rack", "booth", "oven", "minutes")}
    return Standing(stage=Stage(pile["stage"]), **plain, **moments)
