"""Gunicorn around the application: its master is the one supervisor, of the workers and of a database of ours.

Live screens hold a thread each: 2 workers of 64 threads serve 56 screens each and still answer pages.
"""

import gc
import socket
import time
from typing import Any
from wsgiref.types import WSGIApplication

import click
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from powderapp.base.setup_errors import SetupError
from powderapp.cli.connected import Connected
from powderapp.cli.errors import CommandError
from powderapp.cli.logs import log_to
from powderapp.cli.tidying import tidy_daily
from powderapp.config import Settings

THREADS = 64
OLD_WORKERS_LEAVE_WITHIN_S = 3


class Supervisor(Arbiter):
    """Looks after the database once a second, between looking after the workers."""

    def murder_workers(self) -> None:
        """Called by gunicorn in every round of its loop."""
        super().murder_workers()
        try:
            self.app.revive()
        except SetupError as error:
            self.log.error("The database is not back yet: %s", error)


class Shop(BaseApplication):
    """The application with its settings, made anew in every worker (nothing is opened before the fork)."""

    def __init__(self, to: Connected) -> None:
        self.settings, self.revive = to.settings, to.revive
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """The WSGI application, and beside it what tidies; called in the worker."""
        from powderapp import create_app

        app = create_app(self.settings)
        tidy_daily(app.sessions)
        return app

    def run(self) -> None:
        """Serve until told to stop."""
        Supervisor(self).run()


def options(settings: Settings) -> dict[str, Any]:
    """Gunicorn's settings. Its control socket in the home folder is never opened."""

    def begin(worker: Any) -> None:
        gc.freeze()  # what is loaded stays: looking through all of it again would hold up a page now and then
        if worker.age == 1:
            click.echo(f"PowderApp is ready: {settings.address} (Ctrl-C stops it)")

    return {
        "bind": _bind(settings),
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "control_socket_disable": True,
        "forwarded_allow_ips": ",".join(settings.trusted_proxies),
        "graceful_timeout": 10,
        "loglevel": "warning",
        "errorlog": log_to(settings),
        "post_worker_init": begin,
    }


def serve(to: Connected) -> None:
    """Serve until a signal; returns by SystemExit, as gunicorn does."""
    Shop(to).run()


def _bind(settings: Settings) -> str:
    return f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"


def wait_for_port(settings: Settings) -> None:
    """Workers of a killed master leave within seconds; anybody else on the port is told about (CommandError)."""
    until = time.monotonic() + OLD_WORKERS_LEAVE_WITHIN_S
    while (problem := _port_problem(settings)) is not None:
        if time.monotonic() > until:
            raise CommandError(f"Port {settings.port} of {settings.host} cannot be used ({problem}): set another PORT.")
        time.sleep(0.2)


def _port_problem(settings: Settings) -> str | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.strerror or str(error)
    return None
