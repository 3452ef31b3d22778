"""A browser without a screen: signs in, sends tokens and fresh operation keys, tells what an answer swaps."""

import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from powderapp.base.clock import now
from powderapp.people.models import Person
from tests.support import factories

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
ORIGIN = {"Origin": "http://localhost"}
_TOKEN = re.compile(r'name="csrf" content="([^"]+)"')


class Client:
    """`desk.get(url)`, `desk.post(url, reason="late")`, `desk.htmx_post(...)`, `desk.htmx_get(...)`.

    What the test arranged is committed before each request, and what it knows is read anew after it. A field with
    several values is a list; `key=` gives an operation key of one's own; `headers=` and `query=` are added.
    """

    def __init__(self, app: Flask, db: Session) -> None:
        self.app, self.db, self.http = app, db, app.test_client()
        self.person: Person | None = None
        self._token: str | None = None

    def as_person(self, person: Person) -> "Client":
        """Signed in as `person`, at a device of their own."""
        self.http.set_cookie("session", factories.signed_in(self.db, person, now()))
        self.person, self._token = person, None
        return self

    def get(self, url: str, headers: dict[str, str] | None = None, **query: Any) -> TestResponse:
        """A page."""
        return self._send("GET", url, query_string=query or None, headers=headers or {})

    def htmx_get(self, url: str, **query: Any) -> TestResponse:
        """The page's main block."""
        return self.get(url, headers=PARTIAL, **query)

    def post(
        self, url: str, headers: dict[str, str] | None = None, key: str | None = None, **fields: Any
    ) -> TestResponse:
        """A form, as a browser without JavaScript sends it."""
        sent = {"csrf_token": self.token, "operation_key": key or str(uuid4())} | fields
        data = {name: value for name, value in sent.items() if value is not None}
        return self._send("POST", url, data=data, headers=ORIGIN | (headers or {}))

    def htmx_post(self, url: str, key: str | None = None, **fields: Any) -> TestResponse:
        """A form, as htmx sends it."""
        return self.post(url, headers=PARTIAL, key=key, **fields)

    @property
    def token(self) -> str:
        """The token of this browser's forms."""
        if self._token is None:
            self.get("/a-page-that-is-not-there")
        assert self._token, "no page had a token"
        return self._token

    def learn_token(self, token: str) -> None:
        """A page with this token stands open."""
        self._token = token

    def _send(self, method: str, url: str, **request: Any) -> TestResponse:
        self.db.commit()
        answer = self.http.open(url, method=method, **request)
        self.db.expire_all()
        self._read_token(answer)
        return answer

    def _read_token(self, answer: TestResponse) -> None:
        """Every page carries it; whoever signs in or out has a new one."""
        if any(cookie.startswith("session=") for cookie in answer.headers.getlist("Set-Cookie")):
            self._token = None
        elif found := _TOKEN.search(answer.text) if answer.mimetype == "text/html" else None:
            self._token = found[1]


class _Swaps(HTMLParser):
    """The root elements of an answer, and the targets of its partials."""

    VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "use", "rect", "path", "circle", "source"})

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.ids = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the roots."""
        if not self.depth:
            known = dict(attrs)
            self.ids.append((known.get("hx-target") or "").removeprefix("#") or known.get("id") or f"<{tag}>")
        self.depth += tag not in self.VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once."""

    def handle_endtag(self, tag: str) -> None:
        """One level up."""
        self.depth -= tag not in self.VOID


def swapped(answer: TestResponse) -> list[str]:
    """The ids an answer swaps, in order: its root elements; toasts come last as `toasts`."""
    parser = _Swaps()
    parser.feed(answer.text)
    return parser.ids
