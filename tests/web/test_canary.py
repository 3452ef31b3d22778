"""What people type is text and nothing else, in every field and on every page that shows it.

No content policy stops injected `hx-*` attributes: that words never become markup is the wall itself.
"""

from html.parser import HTMLParser

import pytest
from markupsafe import escape

from tests.support.canary_rows import ROWS

TAG, SCRIPT = '"><img src=x onerror=X()>', "<script>X()</script>"
CANARIES = [TAG, SCRIPT, "{{3607*3803}}", "' data-hx-post='/x", "%s ${3607*3803} \\"]
PLACES = [(row, name) for row in ROWS for name in row.text]


class Markup(HTMLParser):
    """Collects what a canary would have become."""

    def __init__(self) -> None:
        super().__init__()
        self.alien: list[str] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if known.get("src") == "x" or "/x" in (known.get("data-hx-post"), known.get("hx-post")) or "onerror" in known:
            self.alien.append(tag)
        if tag == "script" and "src" not in known:
            self.alien.append(tag)


def filled(value, words):
    if isinstance(value, str):
        return value.format(**words)
    return [filled(one, words) for one in value] if isinstance(value, list) else value


def send(desk, by, row, name, canary):
    """Post the canary through one field; returns the answer and what fills the row's addresses."""
    words = row.arrange(desk.db, by)
    fields = {key.format(**words): filled(value, words) for key, value in row.fields.items()}
    return desk.post(row.url.format(**words), **(fields | {name: canary})), words


def assert_harmless(html):
    markup = Markup()
    markup.feed(html)
    assert markup.alien == []
    assert str(3607 * 3803) not in html


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize(("row", "name"), PLACES, ids=lambda place: getattr(place, "form", place))
def test_what_is_typed_is_shown_as_it_was_typed(desk, by, row, name, canary):
    answer, words = send(desk, by, row, name, canary)
    assert answer.status_code < 400, answer.text
    for page in row.pages:
        html = desk.get(page.format(**words)).text
        assert_harmless(html)
        assert str(escape(canary)) in html


@pytest.mark.parametrize(("row", "name"), PLACES, ids=lambda place: getattr(place, "form", place))
def test_a_refused_form_shows_it_as_text_too(desk, by, row, name):
    answer, _ = send(desk, by, row, name, TAG * 200)
    assert answer.status_code == 422
    assert_harmless(answer.text)
    assert str(escape(TAG)) in answer.text
