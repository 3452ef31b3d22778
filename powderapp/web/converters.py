"""Numbers in URLs: what cannot be an id of ours is not found, without asking the database."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:id>` from 0 to the largest integer a key can hold; anything else is 404."""

    regex = r"[0-9]{1,10}"

    def __init__(self, url_map: Map, **limits: Any) -> None:
        super().__init__(url_map, **({"max": LARGEST} | limits))


def install(app: Flask) -> None:
    """Use it for `<int:...>` and for `<id:...>`."""
    app.url_map.converters.update(int=IdConverter, id=IdConverter)
