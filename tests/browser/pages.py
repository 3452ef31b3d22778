"""Every page there is, with examples of it in the demo shop: `tests/browser/test_every_page.py` visits them all."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

JOB, LINE, BATCH, LOAD = "/jobs/<int:number>", "/lines/<int:line_id>", "/floor/batches/<int:number>", "/floor/loads"
POWDER, BOX, LISTS = "/powders/<int:powder_id>", "/boxes/<int:number>", "booths, ovens, racks, steps, reasons"

PAGES: dict[str, tuple[str, ...]] = {
    "/board": ("/board", "/board?show=nothing"),
    "/jobs": ("/jobs", "/jobs?q=gate", "/jobs?q=nothing+like+it"),
    "/jobs/new": ("/jobs/new", "/jobs/new?copy={done}"),
    JOB: ("/jobs/{spraying}", "/jobs/{held}", "/jobs/{expected}", "/jobs/{redone}", "/jobs/{done}"),
    f"{JOB}/arrive": ("/jobs/{expected}/arrive", "/jobs/{done}/arrive"),
    f"{JOB}/cancel": ("/jobs/{spraying}/cancel",),
    f"{JOB}{LINE}": ("/jobs/{spraying}/lines/{spraying_line}", "/jobs/{wished}/lines/{wished_line}"),
    f"{JOB}{LINE}/cancel": ("/jobs/{spraying}/lines/{spraying_line}/cancel",),
    f"{JOB}/parts": ("/jobs/{spraying}/parts", "/jobs/{redone}/parts"),
    f"{JOB}/pickup": ("/jobs/{ready}/pickup", "/jobs/{done}/pickup"),
    "/piles/<int:pile_id>": ("/piles/{to_spray}", "/piles/{collected}"),
    "/moves/<int:move_id>": ("/moves/{move}",),
    "/ready": ("/ready",),
    "/customers": ("/customers", "/customers?q=nothing+like+it"),
    "/customers/new": ("/customers/new",),
    "/customers/<int:customer_id>": ("/customers/{customer}",),
    "/powders": ("/powders", "/powders?q=ral+9005", "/powders?q=nothing+like+it", "/powders?retired=1"),
    "/powders/new": ("/powders/new",),
    POWDER: ("/powders/{powder}", "/powders/{empty_powder}"),
    f"{POWDER}/edit": ("/powders/{powder}/edit",),
    f"{POWDER}/receive": ("/powders/{powder}/receive",),
    BOX: ("/boxes/{box}", "/boxes/{box_in_use}"),
    f"{BOX}/weigh": ("/boxes/{box}/weigh", "/boxes/{box_in_use}/weigh"),
    "/settings": ("/settings",),
    f"/settings/<any({LISTS}):name>": tuple(f"/settings/{name}" for name in LISTS.split(", ")),
    "/settings/people": ("/settings/people",),
    "/settings/people/<int:person_id>/code": ("/settings/people/{sprayer}/code",),
    "/settings/roles": ("/settings/roles",),
    "/settings/devices": ("/settings/devices",),
    "/settings/devices/<int:device_id>/code": ("/settings/devices/{tablet}/code",),
    "/code": ("/code",),
    "/me": ("/me",),
    "/me/second": ("/me/second",),
    "/demo/leave": ("/demo/leave",),
    "/wall": ("/wall",),
    "/signin": ("/signin",),
    "/signin/again": ("/signin/again",),
    "/signin/<int:person_id>": ("/signin/{sprayer}",),
    "/floor": ("/floor",),
    "/floor/prep": ("/floor/prep", "/floor/prep?code={prep}", "/floor/prep?code=nothing"),
    "/floor/queue": ("/floor/queue",),
    "/floor/queue/start": ("/floor/queue/start?powder={start_powder}&ticked={start}&pile={start}&qty={start_qty}",),
    "/floor/batches": ("/floor/batches", "/floor/batches?waiting="),
    BATCH: ("/floor/batches/{running}", "/floor/batches/{weighed}", "/floor/batches/{unweighed}"),
    f"{BATCH}/add": ("/floor/batches/{running}/add",),
    f"{BATCH}/cancel": ("/floor/batches/{running}/cancel",),
    f"{BATCH}/box": ("/floor/batches/{running}/box",),
    f"{BATCH}/weigh": ("/floor/batches/{running}/weigh",),
    "/floor/oven": ("/floor/oven",),
    "/floor/ovens/<int:oven_id>": ("/floor/ovens/1", "/floor/ovens/2"),
    f"{LOAD}/<int:number>": ("/floor/loads/{curing}", "/floor/loads/{cured}"),
    f"{LOAD}/<int:number>/abort": ("/floor/loads/{curing}/abort",),
    "/floor/check": ("/floor/check",),
    "/floor/check/<int:pile_id>": ("/floor/check/{checking}", "/floor/check/{collected}"),
    "/floor/ready": ("/floor/ready",),
    "/floor/ready/<int:number>": ("/floor/ready/{ready}", "/floor/ready/{done}"),
}
"""Routes and what stands for each of them; names in braces are looked up by `WHERE`."""
LEAD_ELSEWHERE = {
    "/", "/setup", "/signin/second", "/demo/progress", "/floor/batch",
    "/J/<label>", "/S/<int:number>", "/B/<int:number>", "/U/<int:person_id>",
}  # fmt: skip
"""They answer with another page here; what they show in an empty shop is tried where that is begun."""
PARTS_OF_A_PAGE = {
    "/customers/choices",
    "/powders/choices",
    f"{BATCH}/weigh/reading",
    "/floor/check/<int:pile_id>/film",
    "/signin/beside",
}
"""What scripts ask for and put into a page that is open."""

STANDS = "select {} from pile p join line l on l.id = p.line_id join job j on j.id = l.job_id where p.qty > 0 and {}"
OPEN = "finished_at is null"


def _stands(what: str, where: str) -> str:
    return STANDS.format(what, where) + " order by p.id limit 1"


WHERE = {
    "spraying": _stands("j.number", "p.stage = 'spraying'"),
    "spraying_line": _stands("l.id", "p.stage = 'spraying'"),
    "held": "select number from job where id in (select job_id from hold where released_at is null) limit 1",
    "expected": "select number from job where id in (select job_id from arrival where note is not null) limit 1",
    "redone": "select number from job where id in (select job_id from line where rework_number = 1) limit 1",
    "done": "select max(number) from job where closed_at is not null",
    "wished": "select j.number from job j join line l on l.job_id = j.id join coat c on c.line_id = l.id"
    " where c.powder_id is null and c.closed_at is null limit 1",
    "wished_line": "select line_id from coat where powder_id is null and closed_at is null limit 1",
    "ready": _stands("j.number", "p.stage = 'ready'"),
    "prep": _stands("j.number", "p.stage = 'prep'"),
    "to_spray": _stands("p.id", "p.stage = 'to_spray'"),
    "checking": _stands("p.id", "p.stage = 'checking'"),
    "collected": _stands("p.id", "p.stage = 'collected'"),
    "move": "select max(id) from move",
    "customer": "select customer_id from job where customer_id is not null group by 1 order by count(*) desc limit 1",
    "powder": "select powder_id from box group by 1 order by count(*) desc limit 1",
    "empty_powder": "select id from powder where id not in (select powder_id from box) limit 1",
    "box": "select number from box where id in (select box_id from movement group by 1 having count(*) > 2) limit 1",
    "box_in_use": "select number from box where id in (select box_id from batch_box where closed_at is null) limit 1",
    "sprayer": "select id from person where 'sprayer' = any(roles) limit 1",
    "oven": "select min(id) from oven",
    "booth": "select min(id) from booth",
    "tablet": "select id from device where kind = 'tablet' limit 1",
    "start": _stands("p.id", "p.stage = 'to_spray' and j.id not in (select job_id from hold)"),
    "start_qty": _stands("p.qty", "p.stage = 'to_spray' and j.id not in (select job_id from hold)"),
    "start_powder": "select c.powder_id from coat c join pile p on p.line_id = c.line_id and p.coat_number = c.number"
    " where c.closed_at is null and p.id = ("
    + _stands("p.id", "p.stage = 'to_spray' and j.id not in (select job_id from hold)")
    + ")",
    "spraying_coat": "select c.id from coat c where c.closed_at is null and c.line_id = ("
    + _stands("l.id", "p.stage = 'spraying'")
    + ") order by c.number limit 1",
    "box_movement": "select max(id) from movement where box_id = (select id from box where number = ("
    "select number from box where id in (select box_id from movement group by 1 having count(*) > 2) limit 1))",
    "prep_line": _stands("l.id", "p.stage = 'prep'"),
    "prep_coat": _stands("p.coat_number", "p.stage = 'prep'"),
    "prep_step": "select s.id from line_step s where s.line_id = (" + _stands("l.id", "p.stage = 'prep'") + ") limit 1",
    "prep_event": "select max(id) from event where verb like 'prep.%'",
    "event": "select max(id) from event where job_id is not null",
    "running_task": f"select min(t.id) from task t join batch b on b.id = t.batch_id where b.{OPEN}",
    "running_place": f"select min(x.id) from batch_box x join batch b on b.id = x.batch_id where b.{OPEN}",
    "weighed_task": "select min(t.id) from task t join batch b on b.id = t.batch_id where b.number = ("
    "select max(number) from batch where finished_at is not null and weighed)",
    "running": f"select number from batch where {OPEN} limit 1",
    "weighed": "select max(number) from batch where finished_at is not null and weighed",
    "unweighed": "select max(number) from batch where not weighed",
    "curing": "select number from load where out_at is null limit 1",
    "cured": "select max(number) from load where out_at is not null",
}


def examples(db: Session) -> dict[str, object]:
    """What the names in `PAGES` stand for in this shop."""
    return {name: db.execute(text(query)).scalar_one() for name, query in WHERE.items()}


def addresses(db: Session) -> Iterator[str]:
    """Every page to visit, in order."""
    known = examples(db)
    yield from (path.format(**known) for paths in PAGES.values() for path in paths)
