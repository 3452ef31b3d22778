"""PowderApp runs a powder coating shop."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from powderapp.base.outside import Outside
    from powderapp.config import Settings
    from powderapp.web.transaction import ShopApp


def create_app(settings: "Settings", engine: "Engine | None" = None, outside: "Outside | None" = None) -> "ShopApp":
    """Wire the app: `settings.database_url` is where its data is, unless an engine is given.

    outside: the connection of what must survive a refusal; of its own when absent.
    """
    from powderapp.base.db import engine_for, session_factory
    from powderapp.base.outside import outside_for
    from powderapp.signing import asking, identity, refusals, step_up
    from powderapp.web import app as web

    if settings.database_url is None and (engine is None or outside is None):
        raise ValueError("create_app needs a database: settings.database_url, or engine and outside")
    app = web.build(settings)
    app.sessions = session_factory(engine or engine_for(str(settings.database_url)))
    app.outside = outside or outside_for(str(settings.database_url))
    app.identify, app.step_up, app.note_refusal = identity.identify, step_up.step_up, refusals.note_access
    app.ask_again, app.ask_supervisor = asking.ask_again, asking.ask_supervisor
    for feature in features():
        if find_spec(f"{feature}.routes"):
            app.register_blueprint(import_module(f"{feature}.routes").bp)
    return app


def features() -> list[str]:
    """The packages of the features, by name. What serves them is not imported, least of all the embedded database."""
    packages = [package.name for package in iter_modules(__path__, f"{__name__}.") if package.ispkg]
    return [name for name in packages if name.rpartition(".")[2] not in {"base", "web", "embedded", "cli", "_assets"}]
