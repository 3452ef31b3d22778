"""A page with one query by key and nothing else, served exactly as the shop is: what the machine itself costs."""

from wsgiref.types import WSGIApplication

from flask import Flask
from sqlalchemy import text

from powderapp import config
from powderapp.base.db import engine_for
from powderapp.cli.connected import connected
from powderapp.cli.serve import Shop


class Bare(Shop):
    """Gunicorn with our settings around a single view."""

    def load(self) -> WSGIApplication:
        """The view asks for the shop's name."""
        app, engine = Flask("bare"), engine_for(str(self.settings.database_url))

        @app.get("/")
        def bare() -> str:
            with engine.connect() as connection:
                return str(connection.scalar(text("select name from shop where id = 1")))

        return app.wsgi_app


if __name__ == "__main__":
    with connected(config.load()) as to:
        Bare(to).run()
