"""What happened, in plain sentences: one for every verb that can stand in the story of a job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from powderapp.base.units import UnitSystem, show_temp, show_weight

FIELDS = {
    "due_on": "due",
    "ordered_qty": "parts",
    "po": "PO",
    "what": "what it is",
    "stay_bare": "what stays bare",
    "area_mm2": "area",
    "thickness_um": "thickness",
    "customer_id": "customer",
    "walk_in_name": "name",
    "walk_in_phone": "phone",
}
SECRET = frozenset({"price"})
UNTOLD = frozenset({"customer_id", "area_mm2"})
"""Fields whose stored values say nothing to a person: only that they changed is told."""
BESIDE = frozenset({"version", "area_entered"})


@dataclass(frozen=True)
class Happened:
    """One event. parts: which parts of the job it moved, `26 Picket`; thing: the line, batch or load it is about."""

    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    parts: str = ""
    thing: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    units: UnitSystem = UnitSystem.METRIC
    with_prices: bool = False
    today: date | None = None

    def name(self, kind: str, facts: Mapping[str, Any] | None = None) -> str:
        """The name behind an id in the facts: `powder_id` -> `9005`."""
        return self.names.get(f"{kind}:{(facts or self.after).get(f'{kind}_id')}", f"another {kind}")

    def fact(self, key: str) -> str:
        """One fact as it stands after the event."""
        return str(self.after.get(key, "–"))

    def was(self, key: str) -> str:
        """One fact as it stood before."""
        return str(self.before.get(key, "–"))

    @property
    def moved(self) -> str:
        """The parts, or their number where none of this job's were found."""
        return self.parts or f"{self.after.get('qty') or self.after.get('parts') or 'Some'} parts"


def sentence(event: Happened) -> str:
    """The event as a sentence; a verb without one is told by its own words."""
    tell = SENTENCES.get(event.verb)
    return tell(event) if tell else event.verb.replace(".", " ").replace("_", " ").capitalize() + "."


def _because(event: Happened) -> str:
    reason = event.after.get("reason")
    return f": {reason}." if reason else "."


def _checked_in(event: Happened) -> str:
    lines, due = event.fact("lines"), event.after.get("due_on")
    until = f", due {_value(due, event.today)}" if due else ""
    return f"Checked in, {lines} {'line' if lines == '1' else 'lines'}{until}."


def _arrived(event: Happened) -> str:
    return f"{event.moved} arrived."


def _edited(event: Happened) -> str:
    changes = "; ".join(_change(event, name) for name in event.after if name not in BESIDE) or "changed"
    return f"{event.thing}: {changes}." if event.thing else f"{changes[0].upper()}{changes[1:]}."


def _change(event: Happened, name: str) -> str:
    word = FIELDS.get(name, name.replace("_", " "))
    if name in UNTOLD or (name in SECRET and not event.with_prices):
        return f"{word} changed"
    before, after = (_value(facts.get(name), event.today) for facts in (event.before, event.after))
    return f"{word} {after} instead of {before}"


def _value(value: Any, today: date | None) -> str:
    """A day without its year only when it is this one."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return "nothing" if value in (None, "") else str(value)
    year = f" {day.year}" if today and day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def _powder_given(event: Happened) -> str:
    coat, powder = event.was("coat"), event.name("powder")
    if event.before.get("powder_id") is None:
        return f"{event.thing}: coat {coat} is {powder}."
    return f"{event.thing}: coat {coat} is {powder} instead of {event.name('powder', event.before)}."


def _prepared(event: Happened) -> str:
    return f"{event.moved} left prep."


def _prep_done(event: Happened) -> str:
    before = f" (was {event.was('done_qty')})" if event.before.get("done_qty") else ""
    return f"{event.thing}: {event.fact('step')} done for {event.fact('done_qty')}{before}."


def _task_done(event: Happened) -> str:
    return f"{event.thing}: {event.fact('out_qty')} of {event.fact('in_qty')} sprayed."


def _batch_finished(event: Happened) -> str:
    used = event.after.get("used_g")
    return f"{event.thing} finished and weighed back{', ' + show_weight(used, event.units) + ' used' if used else ''}."


def _load_started(event: Happened) -> str:
    temp, minutes = event.after.get("set_point_c"), event.after.get("minutes")
    hot = f", {minutes} min at {show_temp(Decimal(temp), event.units)}" if temp else ""
    return f"{event.moved} into {event.after.get('oven', 'the oven')}{hot}."


def _checked(event: Happened) -> str:
    words = [f"{event.after[key]} {word}" for key, word in _VERDICTS.items() if event.after.get(key)]
    cause = str(event.after.get("cause") or "").replace("-", " ")
    although = event.after.get("passed_although")
    passed = f" Passed although the film or the look is off: {although}" if although else ""
    return f"{event.thing} checked: {', '.join(words)}{' (' + cause + ')' if cause else ''}.{passed}"


_VERDICTS = {"passed": "passed", "rework": "to do again", "scrap": "scrapped"}

SENTENCES: dict[str, Callable[[Happened], str]] = {
    "job.checked_in": _checked_in,
    "job.quoted": lambda event: f"Quoted, {event.fact('lines')} lines.",
    "job.edited": _edited,
    "line.edited": _edited,
    "coat.powder_given": _powder_given,
    "job.held": lambda event: f"{event.thing or 'The job'} put on hold{_because(event)}",
    "job.released": lambda event: f"{event.thing or 'The job'} goes on; the hold was: {event.was('reason')}.",
    "job.cancelled": lambda event: f"The job was cancelled{_because(event)}",
    "line.cancelled": lambda event: f"{event.thing} was cancelled{_because(event)}",
    "job.picked_up": lambda event: f"{event.moved} picked up by {event.fact('to_whom')}.",
    "job.told": lambda event: f"Customer {event.fact('how')}: ready.",
    "parts.arrived": _arrived,
    "parts.prep_started": lambda event: f"{event.moved} into prep.",
    "parts.prepared": _prepared,
    "parts.racked": lambda event: f"{event.moved} hung on {event.name('rack')}.",
    "parts.reversed": lambda event: f"{event.moved} put back{_because(event)}",
    "parts.found": lambda event: f"{event.moved} more found at a count{_because(event)}",
    "parts.missing": lambda event: f"{event.moved} missing{_because(event)}",
    "parts.returned_uncoated": lambda event: f"{event.moved} given back uncoated{_because(event)}",
    "prep.done": _prep_done,
    "batch.started": lambda event: f"{event.moved} into {event.after.get('booth', 'the booth')}, {event.thing} begun.",
    "batch.joined": lambda event: f"{event.moved} joined {event.thing}.",
    "batch.finished": _batch_finished,
    "batch.cancelled": lambda event: f"{event.moved} back in the queue, {event.thing} was cancelled.",
    "batch.paused": lambda event: f"{event.thing} paused.",
    "batch.box_added": lambda event: f"{event.thing}: one more box.",
    "batch.box_taken": lambda event: f"{event.thing}: a box was taken out.",
    "batch.box_swapped": lambda event: f"{event.thing}: another box.",
    "batch.weighed_back": lambda event: f"{event.thing}: its boxes were weighed back.",
    "batch.settled": lambda event: (
        f"{event.thing}: its use is known now, box {event.after.get('box', '')} was weighed."
    ),
    "batch.weight_in_corrected": lambda event: f"{event.thing}: the weight a box went in with was corrected.",
    "batch.use_corrected": lambda event: f"{event.thing}: the use of powder was corrected by hand.",
    "clock.started": lambda event: f"{event.after.get('batch', 'The batch')} goes on.",
    "task.done": _task_done,
    "task.not_sprayed": lambda event: f"{event.moved} left the booth, not sprayed.",
    "load.started": _load_started,
    "load.at_temperature": lambda event: f"{event.thing}: the metal is hot, the minutes count.",
    "load.taken_out": lambda event: f"{event.moved} out of the oven.",
    "load.aborted": lambda event: f"{event.moved} out of the oven before it was cured{_because(event)}",
    "check.done": _checked,
}

ICONS = {
    "job.held": "circle-pause",
    "job.released": "play",
    "job.cancelled": "ban",
    "line.cancelled": "ban",
    "job.picked_up": "truck",
    "job.told": "phone",
    "parts.arrived": "package-open",
    "parts.racked": "map-pin",
    "parts.reversed": "undo-2",
    "coat.powder_given": "palette",
    "parts": "package",
    "prep": "wind",
    "batch": "spray-can",
    "clock": "timer",
    "task": "spray-can",
    "load": "flame",
    "check": "badge-check",
}


def icon(verb: str) -> str:
    """The picture beside the sentence."""
    return ICONS.get(verb) or ICONS.get(verb.split(".")[0]) or "pencil"
