"""What people type is text and nothing else, in every field and on every page that shows it.

No content policy stops injected `hx-*` attributes: that words never become markup is the wall itself.
"""

import sys
from urllib.parse import quote

import pytest
from markupsafe import escape

from powderapp.web.forms import Form, SecretField, TextField
from tests.support.canaries import CANARIES, TAG, assert_harmless
from tests.support.canary_rows import ASKED, ELSEWHERE, ROWS, spraying

PLACES = [(row, name) for row in ROWS for name in row.text]
EACH = [(row, name, canary) for row, name in PLACES for canary in CANARIES]
SHORTEST = 40
CODES = [(row, name) for row in ROWS for name in row.codes]


def filled(value, words):
    if isinstance(value, str):
        return value.format(**words)
    return [filled(one, words) for one in value] if isinstance(value, list) else value


def send(desk, by, row, name, canary):
    """Post the canary through one field; returns the answer and what fills the row's addresses."""
    words = row.arrange(desk.db, by)
    fields = {key.format(**words): filled(value, words) for key, value in row.fields.items()}
    answer = desk.post(row.url.format(**words), **(fields | {name: canary}))
    return answer, words | {"to": answer.location}


def as_many_as_fit(row, name, first):
    """One text of canaries, cut nowhere, that begins with another one for each place."""
    kinds = {f"{kind.__module__.split('.')[1]}.{kind.__name__}": kind for kind in kinds_of(Form)}
    field = getattr(kinds[row.form], name, None)  # of a row of a table: as short as the shortest
    longest, text = field.kwargs.get("longest", SHORTEST) if field else SHORTEST, ""
    for canary in CANARIES[first:] + CANARIES[:first]:
        longer = f"{text} {canary}".strip()
        text = longer if len(longer) <= longest else text
    return text


@pytest.mark.parametrize(
    ("row", "name", "first"),
    [(*place, i % len(CANARIES)) for i, place in enumerate(PLACES)],
    ids=lambda place: getattr(place, "form", place),
)
def test_what_is_typed_is_shown_as_it_was_typed(desk, by, row, name, first):
    shown_as_typed(desk, by, row, name, as_many_as_fit(row, name, first))


@pytest.mark.long
@pytest.mark.parametrize(("row", "name", "canary"), EACH, ids=lambda place: getattr(place, "form", place))
def test_each_by_itself_is_shown_as_it_was_typed(desk, by, row, name, canary):
    shown_as_typed(desk, by, row, name, canary)


def shown_as_typed(desk, by, row, name, canary):
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


@pytest.mark.parametrize(("row", "name"), CODES, ids=lambda place: getattr(place, "form", place))
def test_what_has_a_form_of_its_own_takes_no_other_words(desk, by, row, name):
    answer, _ = send(desk, by, row, name, TAG)
    assert answer.status_code == 422
    assert_harmless(answer.text)


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_looked_for_is_text_too(desk, by, canary):
    words = spraying(desk.db, by)
    for page in ASKED:
        answer = desk.get(page.format(**words) + quote(canary))
        assert answer.status_code < 400, page
        assert_harmless(answer.text)


def test_every_form_that_takes_words_has_a_row(plain_app):
    tried = {(row.form, name) for row in ROWS for name in row.text + row.codes}
    assert {(form, word) for form, word in forms_with_words() if form not in ELSEWHERE} - tried == set()


def forms_with_words():
    """Every form of a feature with its fields of words: `("jobs.HoldForm", "reason")`."""
    for kind in kinds_of(Form):
        app, feature, *_ = kind.__module__.split(".")
        if app == "powderapp" and getattr(sys.modules[kind.__module__], kind.__name__, None) is kind:
            form = f"{feature}.{kind.__name__}"
            yield from ((form, name) for name in dir(kind) if takes_words(getattr(kind, name)))


def kinds_of(kind):
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def takes_words(field):
    kind = getattr(field, "field_class", None)
    return kind is not None and issubclass(kind, TextField) and not issubclass(kind, SecretField)
