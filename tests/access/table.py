"""Who is answered what: one line a route. `table.txt` beside this file is read by people first.

in: asked to sign in (303 to the sign-in page, 401 for a form). no: refused (403). beside: refused until a supervisor
stands beside (403, and the page asks for their PIN). none: not there for them (404). to: led to the sign-in page (303).
ok: the status in the column *answer*. Forms are sent empty but for what the column *fields* says: 422 is the form's own
complaint, so who gets it may use it.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.test import TestResponse

from powderapp.base.access import Role
from tests.support.client import Client

WHO = ("anonymous", "expired", "tablet", "wall", *(role.value for role in Role))
FILE = Path(__file__).with_name("table.txt")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    rule: str
    words: tuple[str, ...]
    answer: int
    path: str
    fields: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def expected(self) -> dict[str, int]:
        """What everybody is answered."""
        asked_in = 303 if self.method == "GET" else 401
        statuses = {"in": asked_in, "no": 403, "beside": 403, "none": 404, "to": 303, "ok": self.answer}
        return {who: statuses[word] for who, word in zip(WHO, self.words, strict=True)}

    def word(self, who: str) -> str:
        """What the table says of `who`."""
        return self.words[WHO.index(who)]

    def is_public(self) -> bool:
        """Whether everybody may, signed in or not."""
        return self.word("anonymous") in ("ok", "none", "to")

    def has_id(self) -> bool:
        """Whether the address names one thing of many."""
        return "<int:" in self.rule or "<label>" in self.rule

    def ask(self, client: Client, known: dict[str, object], htmx: bool = False, **headers: str) -> TestResponse:
        """Send it."""
        path = self.path.format_map(known)
        if self.method == "GET":
            return client.htmx_get(path) if htmx else client.get(path, headers=headers)
        fields = dict(parse_qsl(self.fields.format_map(known)))
        return client.htmx_post(path, **fields) if htmx else client.post(path, headers=headers, **fields)


def _read() -> tuple[Row, ...]:
    lines = [line.split() for line in FILE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return tuple(_row(line) for line in lines)


def _row(words: list[str]) -> Row:
    method, rule, *rest = words
    answers, (answer, path, *fields) = rest[: len(WHO)], rest[len(WHO) :]
    return Row(method, rule.replace("~", " "), tuple(answers), int(answer), path, *fields)


ROWS = _read()


def routes_of(app: Flask) -> set[tuple[str, str]]:
    """Every method and rule the app answers; files are served before it is asked."""
    return {
        (method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or () if method != "HEAD"
    }
