"""`powderapp health`: does the shop that runs here answer? For whatever watches the machine."""

import socket

import click

from powderapp import config
from powderapp.cli.errors import CommandError, in_one_sentence
from powderapp.config import Settings, is_loopback

PATIENCE_S = 5


@click.command()
@in_one_sentence
def health() -> None:
    """Ask for the first page and fail unless it comes: behind it the database must answer too."""
    settings = config.load()
    try:
        line = _first_line(settings)
    except OSError as error:
        raise CommandError(f"Nobody answers on port {settings.port}: {error}.") from error
    if not line.startswith(("HTTP/1.1 2", "HTTP/1.1 3")):
        raise CommandError(f"The answer on port {settings.port} is: {line}")
    click.echo("PowderApp answers.")


def _first_line(settings: Settings) -> str:
    """Asked on this machine, under the name people use (others are refused)."""
    host = settings.host if is_loopback(settings.host) else "127.0.0.1"
    name = settings.address.split("://", 1)[1]
    with socket.create_connection((host, settings.port), timeout=PATIENCE_S) as asking:
        asking.sendall(f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        return asking.makefile("rb").readline(1000).decode(errors="replace").strip()
