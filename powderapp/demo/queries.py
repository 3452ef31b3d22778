"""Reads of the demo shop: how far its build is, and the PINs its sign-in page shows."""

from datetime import datetime

from sqlalchemy.orm import Session

from powderapp.demo.models import DemoBuild
from powderapp.demo.rules import CAST, is_silent


def build(db: Session) -> DemoBuild | None:
    """The build of this shop; None where there was none."""
    return db.get(DemoBuild, 1, populate_existing=True)


def is_building(db: Session) -> bool:
    """Whether a demo is being built, or was begun and cut off: nobody can work in it yet."""
    found = build(db)
    return found is not None and found.finished_at is None


def is_cut_off(found: DemoBuild, now: datetime) -> bool:
    """Whether a build will not go on by itself: it failed, or whoever built it is gone."""
    return found.finished_at is None and (found.failed or is_silent(found.seen_at, now))


def pins() -> dict[str, str]:
    """PINs of the demo's people by name: they are no secrets, the sign-in page of a demo shop shows them."""
    return {figure.name: figure.pin for figure in CAST}
