"""`powderapp secrets`: the owner's envelope."""

import click

from powderapp import config
from powderapp.cli.errors import in_one_sentence


@click.command()
@click.option("--print", "show", is_flag=True, help="Show the secrets, to be kept where the shop keeps its contracts.")
@in_one_sentence
def secrets(show: bool) -> None:
    """Tell where the secrets are; without the PIN pepper a restored database knows no PIN."""
    settings = config.load()
    click.echo(f"The secrets of this shop are in {settings.secrets_dir}; what the environment says wins.")
    if show:
        click.echo(f"SECRET_KEY={settings.secret_key}")
        click.echo(f"PIN_PEPPER={settings.pin_pepper}")
        for path in sorted(settings.secrets_dir.glob("database_*")):
            click.echo(f"{path.name}={path.read_text().strip()}")
