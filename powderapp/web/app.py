"""The app without its features: templates, filters, limits, headers, errors."""

from flask import Flask
from jinja2 import StrictUndefined

from powderapp.assets_path import STATIC, TEMPLATES
from powderapp.config import Settings
from powderapp.web import converters, errors, filters, proxies, security, static_files
from powderapp.web.dom import dom_id
from powderapp.web.keys import new_operation_key
from powderapp.web.macros import macros
from powderapp.web.transaction import ShopApp, close_session

MACROS = ("ui", "forms", "fmt")


def build(settings: Settings) -> ShopApp:
    """An app that answers; features add their blueprints."""
    app = ShopApp("powderapp", template_folder=str(TEMPLATES), static_folder=None)
    app.config["SETTINGS"] = settings
    app.testing = settings.flask_env == "testing"
    converters.install(app)
    security.install(app, settings)
    errors.install(app)
    filters.install(app)
    static_files.install(app, STATIC)
    proxies.install(app, settings)
    app.teardown_appcontext(lambda error: close_session())
    _prepare_templates(app)
    return app


def _prepare_templates(app: Flask) -> None:
    """Macros take the globals of the moment they are loaded: they come last."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals |= {"dom_id": dom_id, "new_operation_key": new_operation_key, "oob": False}
    for name in MACROS:
        env.globals[name] = macros(env, name)
