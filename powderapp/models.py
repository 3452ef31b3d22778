"""Every table of the shop in one place: migrations, grants and checks need all features' models imported."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from sqlalchemy import MetaData
from sqlalchemy.orm import configure_mappers

import powderapp
from powderapp.base import events, operation_keys
from powderapp.base.db import Model

KEPT_BY_BASE = (events, operation_keys)


def all_metadata() -> MetaData:
    """The metadata with the tables of every feature that has a `models` module."""
    for package in iter_modules(powderapp.__path__, "powderapp."):
        if package.ispkg and find_spec(f"{package.name}.models"):
            import_module(f"{package.name}.models")
    configure_mappers()
    return Model.metadata
