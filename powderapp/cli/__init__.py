"""The command `powderapp`: run the shop, keep its database, back it up.

What goes wrong for a reason a person can mend is said in one sentence, without a traceback.
"""

import click

from powderapp.cli.backup import backup
from powderapp.cli.checking import check
from powderapp.cli.db import db
from powderapp.cli.demo import demo
from powderapp.cli.health import health
from powderapp.cli.importing import import_
from powderapp.cli.owner_reset import owner_reset
from powderapp.cli.run import run
from powderapp.cli.secrets import secrets


@click.group()
@click.version_option(package_name="powderapp")
def main() -> None:
    """PowderApp runs a powder coating shop."""


for command in (run, db, backup, check, demo, health, import_, owner_reset, secrets):
    main.add_command(command)
