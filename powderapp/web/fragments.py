"""Answers: a whole page, a block of it, or the way to another page. Page and fragment are one template.

A partial request (`HX-Request-Type: partial`, the only test) gets blocks; without JavaScript the same route answers
with a page or a redirect.
"""

import re
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, session
from flask.wrappers import Response
from jinja2_fragments.flask import render_block

from powderapp.base.errors import StaleError

_ROOT_ID = re.compile(r"""\s*<[a-z][^>]*?\sid="([^"]+)\"""")


def is_partial() -> bool:
    """Whether htmx asks for a fragment."""
    return request.headers.get("HX-Request-Type") == "partial"


def say(sentence: str, undo: str = "message") -> None:
    """One sentence in the past tense for the toast; `undo` is the URL that takes it back."""
    flash(sentence, undo)


def page(template: str, main_block: str, **screen: Any) -> Response:
    """A GET: the whole page, or its main block."""
    replayed = g.get("replay")
    if replayed and replayed["template"] == template:
        return _blocks(template, replayed["block"], replayed["also"], screen, replayed["status"])
    html = render_block(template, main_block, **screen) if is_partial() else render_template(template, **screen)
    return make_response(html)


def invalid(template: str, block: str, **screen: Any) -> Response:
    """422, or 409 when somebody saved first: the same block with what was typed and what is wrong with it."""
    stale = isinstance(g.get("refused"), StaleError)
    status = 409 if stale else 422
    if not is_partial():
        return make_response(render_template(template, **screen), status)
    html = render_block(template, block, **screen)
    return make_response(_as_partial(html) if stale else html, status)


def done(template: str, block: str, also: tuple[str, ...] | list[str] = (), *, to: str, **screen: Any) -> Response:
    """A change was made: its block and the companions that changed with it, or 303 to `to`.

    also: names of other blocks of the template, or templates of their own (`shop/_count.html`). to: the page on which
    `block` stands; a repeat of the request is drawn by it.
    """
    _remember(200, to, template=template, block=block, also=list(also))
    if not is_partial():
        return go(to)
    return _blocks(template, block, also, screen)


def leave(to: str) -> Response:
    """A change was made and leads to another page: 303, or HX-Redirect."""
    _remember(303, to)
    return go(to)


def go(to: str) -> Response:
    """To another page of ours, keeping what there is to say."""
    if is_partial():
        return Response(status=204, headers={"HX-Redirect": to})
    return make_response(redirect(to, 303))


def toasts() -> str:
    """What there is to say, for a fragment; empty when there is nothing."""
    return render_template("web/_toasts.html", partial=True)


def _remember(status: int, to: str, **drawn: Any) -> None:
    said = session.get("_flashes", [])
    sentence = [said[-1][1], said[-1][0]] if said else None
    g.answer = {"status": status, "to": to, "sentence": sentence} | drawn


def _blocks(template: str, block: str, also: Any, screen: dict[str, Any], status: int = 200) -> Response:
    html = [render_block(template, block, **screen)]
    html += [_companion(template, name, screen) for name in also]
    return make_response("\n".join([*html, toasts()]), status)


def _companion(template: str, name: str, screen: dict[str, Any]) -> str:
    if name.endswith(".html"):
        return render_template(name, oob=True, **screen)
    return render_block(template, name, oob=True, **screen)


def _as_partial(html: str) -> str:
    """htmx swaps nothing of a refused request but partials: the block travels as one."""
    found = _ROOT_ID.match(html)
    return f'<hx-partial hx-target="#{found[1]}" hx-swap="outerMorph">{html}</hx-partial>' if found else html
