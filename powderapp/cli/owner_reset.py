"""`powderapp owner-reset`: the way back in for an owner, for who can log in to the shop's computer."""

from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from powderapp.cli.connected import Connected, connected
from powderapp.cli.errors import CommandError, in_one_sentence


@dataclass(frozen=True)
class WayIn:
    """A code for one owner. expires_at: the shop's clock."""

    owner: str
    code: str
    expires_at: datetime


@click.command("owner-reset")
@click.argument("name", required=False)
@in_one_sentence
def owner_reset(name: str | None) -> None:
    """Print a one-time code with which an owner chooses password and PIN anew.

    NAME: which owner, where there are several. Everybody who signs in reads of it for seven days.
    """
    from powderapp.cli import schema

    with connected() as to:
        schema.upgrade(to)
        way = run(to, name)
    click.echo(f"Code for {way.owner}: {way.code}")
    click.echo(f"Type it at {to.settings.address}/code before {way.expires_at:%H:%M}. It works once.")
    click.echo("Everybody who signs in reads of this reset for seven days.")


def run(to: Connected, name: str | None) -> WayIn:
    """Make the code. CommandError: no such owner."""
    from powderapp.base import clock
    from powderapp.base.db import engine_for, session_factory
    from powderapp.base.errors import DomainError

    engine = engine_for(to.app_url)
    try:
        with session_factory(engine).begin() as db:
            return reset(db, name, to.settings.secret_key, clock.now())
    except DomainError as refusal:
        raise CommandError(str(refusal)) from refusal
    finally:
        engine.dispose()


def reset(db: Session, name: str | None, secret: str, now: datetime) -> WayIn:
    """As the system; the caller commits. DomainError: no such owner."""
    from zoneinfo import ZoneInfo

    from powderapp.codes.rules import code_of, spoken
    from powderapp.enrolment.choosing import reset_owner
    from powderapp.people.operations import system_actor
    from powderapp.shop.queries import shop

    owner, code = reset_owner(db, name, by=system_actor(db, now))
    ours = shop(db)
    zone = ZoneInfo(ours.timezone if ours else "UTC")
    return WayIn(owner.name, spoken(code_of(code.nonce, secret)), code.expires_at.astimezone(zone))
