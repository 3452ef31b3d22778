"""Own paths: where a sign-in may lead, and which pages there are."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException


def is_ours(path: str, method: str = "GET") -> bool:
    """Whether `path` (with or without query) is a page of this app, and nothing a browser reads as another host."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//"):
        return False
    if "\\" in path or not path.isprintable():
        return False
    try:
        current_app.url_map.bind("").match(parts.path, method)
    except HTTPException:
        return False
    return True


def first_of_ours(*paths: str | None) -> str | None:
    """The first of `paths` that is a page of this app."""
    return next((path for path in paths if path and is_ours(path)), None)
