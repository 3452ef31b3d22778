"""Every table of the shop in one place: migrations, grants and checks need all features' models imported."""

from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import MetaData
from sqlalchemy.orm import configure_mappers

from powderapp import features
from powderapp.base import events, operation_keys, throttle
from powderapp.base.db import Model

KEPT_BY_BASE = (events, operation_keys, throttle)


def all_metadata() -> MetaData:
    """The metadata with the tables of every feature that has a `models` module."""
    for feature in features():
        if find_spec(f"{feature}.models"):
            import_module(f"{feature}.models")
    configure_mappers()
    return Model.metadata
