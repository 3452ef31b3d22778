"""Styles, scripts, icons and fonts, under a path that changes with their content: kept for a year, never stale."""

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, current_app
from whitenoise import WhiteNoise

from powderapp.web.security import secure_headers

A_YEAR = 31_536_000


def content_hash(folder: Path) -> str:
    """Eight hex digits over all names and contents: any change gives every file a new address."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def install(app: Flask, folder: Path) -> None:
    """Serve `folder` at `/static/<hash>/` and give templates `static(name)`; while debugging nothing is kept.

    Only in production are files known to stay as they were at the start: elsewhere each is looked at anew, since the
    length noted for a file that was changed meanwhile would cut it off.
    """
    app.config["STATIC_HASH"] = content_hash(folder)
    prefix = f"/static/{app.config['STATIC_HASH']}"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder) if folder.exists() else None,
        prefix=prefix,
        autorefresh=app.debug or not app.config["SETTINGS"].production,
        max_age=0,
        allow_all_origins=False,
        add_headers_function=partial(_complete, app),
    )
    app.jinja_env.globals["static"] = lambda name: f"{prefix}/{name}"


def static_hash() -> str:
    """What changes with every release that changes a style or script: part of a page's version."""
    found: str = current_app.config["STATIC_HASH"]
    return found


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".br", ".gz"})


def _complete(app: Flask, headers: Headers, path: str, url: str) -> None:
    for name, value in secure_headers(app).items():
        headers[name] = value
    if not app.debug:
        headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
