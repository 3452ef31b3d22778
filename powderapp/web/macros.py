"""The macros of the templates. What depends on nothing but its words is drawn once: a list shows the same few again
and again."""

from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

DRAWN_ONCE = {"ui": ("icon", "swatch", "tag", "mark", "key", "kbd"), "fmt": ("due",)}
once = lru_cache(4096, typed=True)
"""Remembered by value and type: text that is safe and the same text that is not are two."""


def macros(env: Environment, name: str) -> SimpleNamespace:
    """The macros of `macros/<name>.html`, with the globals of this moment."""
    found = SimpleNamespace(**vars(env.get_template(f"macros/{name}.html").module))
    for small in DRAWN_ONCE.get(name, ()):
        setattr(found, small, once(getattr(found, small)))
    if name == "ui":
        found.powder = _powder_once(env, found.powder)
        found.segments = _segments_once(found.segments)
    return found


def _powder_once(env: Environment, draw: Callable[..., Markup]) -> Callable[..., Markup]:
    """`ui.powder`, remembered by what it shows and not by who the powder is: that may change."""

    @once
    def drawn(rgb: str | None, code: str, finish: str | None, size: str) -> Markup:
        return draw(SimpleNamespace(rgb=rgb, code=code, finish=finish), size)

    def powder(shown: Any, size: str = "") -> Markup:
        if not shown:
            return draw(None, size)
        return drawn(env.getattr(shown, "rgb"), _called(env, shown), env.getattr(shown, "finish"), size)

    return powder


def _called(env: Environment, shown: Any) -> str:
    """What people call a powder: its RAL number, else its name; of anything else the code."""
    if not hasattr(shown, "ral"):
        return str(env.getattr(shown, "code"))
    return f"RAL {shown.ral}" if shown.ral else str(shown.name)


def _segments_once(draw: Callable[..., Markup]) -> Callable[..., Markup]:
    drawn = once(draw)
    return lambda states, label=None: drawn(tuple(states), label)
