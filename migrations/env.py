"""Alembic's entry: runs the migrations as the owner of the schema, on the connection `powderapp db` opened."""

from alembic import context
from sqlalchemy import Connection, create_engine

from powderapp.models import all_metadata


def run(connection: Connection) -> None:
    """One transaction for all steps: a step that fails leaves the schema as it was."""
    context.configure(connection=connection, target_metadata=all_metadata(), compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


def open_and_run() -> None:
    """Without a given connection (the bare `alembic` command) the URL is taken from the configuration."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise SystemExit("Run migrations with: powderapp db upgrade")
    with create_engine(url).connect() as connection:
        run(connection)


given = context.config.attributes.get("connection")
run(given) if given is not None else open_and_run()
