"""What moved, told to every job it belongs to: a batch and a load hold parts of many."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.db import Model
from powderapp.base.events import Event, record_event
from powderapp.parts.models import Pile


def event_per_job(
    db: Session,
    verb: str,
    subject: Model,
    parts: Mapping[int, int],
    piles: Mapping[int, Pile],
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    inverse: dict[str, str] | None = None,
) -> dict[int, Event]:
    """One event for each job touched, by job id. parts: pile id -> parts that move; before: what stands there now.

    The piles have their lines and jobs loaded.
    """
    moved: dict[int, list[tuple[Pile, int]]] = {}
    for pile_id, qty in parts.items():
        moved.setdefault(piles[pile_id].line.job_id, []).append((piles[pile_id], qty))
    return {
        job_id: record_event(
            db,
            verb,
            subject,
            by,
            job_id=job_id,
            before={"piles": [_standing(pile) for pile, _ in of_job]},
            after={**(facts or {}), "lines": _by_line(of_job), "parts": sum(qty for _, qty in of_job)},
            inverse=inverse,
        )
        for job_id, of_job in moved.items()
    }


def _standing(pile: Pile) -> dict[str, Any]:
    return {"line": _label(pile), "stage": pile.stage, "coat": pile.coat_number, "qty": pile.qty}


def _by_line(moved: list[tuple[Pile, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pile, qty in moved:
        found[_label(pile)] = found.get(_label(pile), 0) + qty
    return found


def _label(pile: Pile) -> str:
    return pile.line.label(pile.line.job.number or 0)
