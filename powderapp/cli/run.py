"""`powderapp run`: everything a shop needs, with one command."""

import os
import sys

import click

from powderapp import config
from powderapp.cli.connected import connected
from powderapp.cli.errors import in_one_sentence


@click.command()
@in_one_sentence
def run() -> None:
    """Start the database unless DATABASE_URL is set, bring it up to date, and serve until Ctrl-C."""
    from powderapp.cli import schema
    from powderapp.cli.serve import serve, wait_for_port

    settings = config.load()
    wait_for_port(settings)
    with connected(settings) as to:
        schema.upgrade(to)
        os.environ.pop("DATABASE_OWNER_URL", None)
        os.environ["DATABASE_URL"] = to.app_url
        sys.stdout.flush()
        serve(to)
