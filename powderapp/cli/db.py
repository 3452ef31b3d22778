"""`powderapp db`: the schema of the database, as its owner."""

import click

from powderapp.cli.connected import connected
from powderapp.cli.errors import CommandError, in_one_sentence


@click.group()
def db() -> None:
    """Bring the database up to date, and check it."""


@db.command()
@in_one_sentence
def upgrade() -> None:
    """Run the missing migrations, then give the application its rights."""
    from powderapp.cli import schema

    with connected() as to:
        schema.upgrade(to)
    click.echo("The database is up to date.")


@db.command()
@in_one_sentence
def check() -> None:
    """Compare models, migrations and rights with the database."""
    from powderapp.cli import schema

    with connected() as to:
        found = schema.complaints(to)
    if found:
        raise CommandError("The database differs: " + "; ".join(found))
    click.echo("Models, migrations and rights agree.")


@db.command()
@click.argument("message")
@in_one_sentence
def revision(message: str) -> None:
    """Write a new migration from what differs (for developers)."""
    from powderapp.cli import schema

    with connected() as to:
        schema.new_revision(to, message)
