"""What happened, in plain sentences: one for every verb that can stand in the story of a job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from powderapp.base.units import UnitSystem, show_temp

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
    if tell is None:
        return event.verb.replace(".", " ").replace("_", " ").capitalize() + "."
    return tell.format_map(_Facts(event)) if isinstance(tell, str) else tell(event)


class _Facts(dict[str, Any]):
    """What a plain sentence may name: any fact, `moved`, `thing`, and `because`, which ends it with the reason."""

    def __init__(self, event: Happened) -> None:
        super().__init__(event.after)
        self.update(moved=event.moved, thing=event.thing, because=_because(event))

    def __missing__(self, key: str) -> str:
        return _UNKNOWN.get(key, "–")


_UNKNOWN = {"booth": "the booth", "batch": "The batch"}


def _because(event: Happened) -> str:
    reason = event.after.get("reason")
    return f": {reason}." if reason else "."


def _held(event: Happened) -> str:
    return f"{event.thing or 'The job'} was put on hold{_because(event)}"


def _released(event: Happened) -> str:
    return f"{event.thing or 'The job'} goes on; the hold was: {event.was('reason')}."


def _checked_in(event: Happened) -> str:
    lines, due = event.fact("lines"), event.after.get("due_on")
    until = f", due {_value(due, event.today)}" if due else ""
    return f"Checked in, {lines} {'line' if lines == '1' else 'lines'}{until}."


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


def _prep_done(event: Happened) -> str:
    before = f" (was {event.was('done_qty')})" if event.before.get("done_qty") else ""
    return f"{event.thing}: {event.fact('step')} done for {event.fact('done_qty')}{before}."


def _racked(event: Happened) -> str:
    return f"{event.moved} hung on {event.name('rack')}."


def _batch_finished(event: Happened) -> str:
    used = event.after.get("used")
    return f"{event.thing} finished and weighed back{f', {used} used' if used else ''}."


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

PLAIN = {
    "job.quoted": "Quoted, {lines} lines.",
    "job.cancelled": "The job was cancelled{because}",
    "line.cancelled": "{thing} was cancelled{because}",
    "job.picked_up": "{moved} collected by {to_whom}.",
    "job.told": "Customer {how}: ready.",
    "parts.arrived": "{moved} arrived.",
    "parts.prep_started": "{moved} into prep.",
    "parts.prepared": "{moved} left prep.",
    "parts.reversed": "{moved} put back{because}",
    "parts.found": "{moved} more found at a count{because}",
    "parts.missing": "{moved} missing{because}",
    "parts.returned_uncoated": "{moved} given back uncoated{because}",
    "batch.started": "{moved} into {booth}, {thing} begun.",
    "batch.joined": "{moved} joined {thing}.",
    "batch.cancelled": "{moved} back in the queue, {thing} was cancelled.",
    "batch.paused": "{thing} paused.",
    "batch.box_added": "{thing}: one more box.",
    "batch.box_taken": "{thing}: a box was taken out.",
    "batch.box_swapped": "{thing}: another box.",
    "batch.box_undone": "{thing}: the change of its box was taken back.",
    "batch.weighed_back": "{thing}: its boxes were weighed back.",
    "batch.settled": "{thing}: its use is known now, box {box} was weighed.",
    "batch.weight_in_corrected": "{thing}: the weight a box went in with was corrected.",
    "batch.use_corrected": "{thing}: the use of powder was corrected by hand.",
    "clock.started": "{batch} goes on.",
    "task.done": "{thing}: {out_qty} of {in_qty} sprayed.",
    "task.not_sprayed": "{moved} left the booth, not sprayed.",
    "load.at_temperature": "{thing}: the metal is hot, the minutes count.",
    "load.taken_out": "{moved} out of the oven.",
    "load.aborted": "{moved} out of the oven before it was cured{because}",
    "load.at_temperature_undone": "{thing}: not at temperature yet; the tap was taken back.",
    "load.take_out_undone": "{thing}: still in the oven; the tap was taken back.",
}
TOLD: dict[str, Callable[[Happened], str]] = {
    "job.checked_in": _checked_in,
    "job.edited": _edited,
    "line.edited": _edited,
    "coat.powder_given": _powder_given,
    "job.held": _held,
    "job.released": _released,
    "parts.racked": _racked,
    "prep.done": _prep_done,
    "batch.finished": _batch_finished,
    "load.started": _load_started,
    "check.done": _checked,
}
SENTENCES: Mapping[str, str | Callable[[Happened], str]] = {**PLAIN, **TOLD}

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
