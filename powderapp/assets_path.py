"""Where templates, static files and migrations are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def assets(name: str) -> Path:
    """The folder `templates`, `static` or `migrations`."""
    carried = PACKAGE / "_assets" / name
    return carried if carried.exists() else PACKAGE.parent / name


TEMPLATES = assets("templates")
STATIC = assets("static")
MIGRATIONS = assets("migrations")
