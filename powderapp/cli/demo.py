"""`powderapp demo`: an empty database becomes the demo shop, without a browser."""

import time

import click

from powderapp.cli.connected import Connected, connected
from powderapp.cli.errors import CommandError, in_one_sentence


@click.command()
@in_one_sentence
def demo() -> None:
    """Fill an empty shop with a fortnight of made-up work, and show the PINs of its people."""
    from powderapp.base.errors import DomainError
    from powderapp.cli import schema
    from powderapp.demo import queries

    with connected() as to:
        schema.upgrade(to)
        began = time.monotonic()
        try:
            fill(to)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
    click.echo(f"The demo shop was made in {time.monotonic() - began:.1f} s. Its people and their PINs:")
    for name, pin in queries.pins().items():
        click.echo(f"  {name}: {pin}")


def fill(to: Connected) -> None:
    """Make the demo in an empty shop, saying each step. CommandError, DomainError: it is not empty."""
    from powderapp.base import clock
    from powderapp.base.db import engine_for, session_factory
    from powderapp.demo import building

    engine, now = engine_for(to.app_url), clock.now()
    sessions = session_factory(engine)
    try:
        with sessions.begin() as db:
            crew = building.begin(db, to.settings.pin_pepper, now=now)
        if crew is None:
            raise CommandError("There is a demo shop already, or one is being made.")
        building.Build(sessions, crew, now).run(click.echo)
    finally:
        engine.dispose()
