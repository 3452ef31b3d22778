"""An app with a small feature of its own, to try the web layer with."""

import pytest

from powderapp import create_app
from powderapp.base.outside import Outside
from tests.web import playground


@pytest.fixture(scope="session")
def plain_app(settings, engine):
    app = create_app(settings, engine=engine, outside=Outside(engine))
    app.register_blueprint(playground.bp)
    return app
