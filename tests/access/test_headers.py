"""Every route carries the same headers on every answer it can give, whole pages and fragments alike."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Gone

from powderapp.base.errors import DomainError, NotFoundError, TooOftenError
from tests.access.conftest import World
from tests.access.table import ROWS, Row
from tests.support.client import PARTIAL

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; report-uri /csp-report"
)
EXACTLY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Shop": "1",
}
NEVER = ("Access-Control-Allow-Origin", "Strict-Transport-Security", "Server", "X-Powered-By")
REFUSALS: dict[int, Callable[[], Exception]] = {
    404: lambda: NotFoundError("This is not there."),
    409: lambda: DomainError("Not now."),
    410: Gone,
    429: lambda: TooOftenError("Wait 30 seconds.", 30),
    500: lambda: RuntimeError("a mistake of ours"),
    503: lambda: OperationalError("select 1", {}, ConnectionResetError(), connection_invalidated=True),
}
VARY = {"Cookie", "HX-Request", "HX-Request-Type", "HX-History-Restore-Request"}


def assert_headers(answer, row: Row) -> None:
    for name, value in EXACTLY.items():
        assert answer.headers.getlist(name) == [value], (answer.status_code, name)
    assert not set(NEVER) & set(answer.headers.keys())
    assert len(answer.headers.getlist("Cache-Control")) == 1
    assert answer.headers["Cache-Control"] in ("no-store, private", "private, no-cache")
    assert set(answer.vary) >= VARY
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_whoever_asks_gets_the_same_headers(world: World, row: Row):
    """Answered, led elsewhere, asked to sign in, refused: 200, 303, 401, 403, 409, 422."""
    for identity, headers in (("anonymous", {}), ("owner", {}), ("owner", PARTIAL), ("viewer", PARTIAL)):
        client = world.client(identity)
        assert_headers(world.undone(lambda: row.ask(client, world.known, **headers)), row)  # noqa: B023


@pytest.mark.parametrize("row", [row for row in ROWS if row.rule != "/csp-report"], ids=str)
def test_what_goes_wrong_carries_them_too(world: World, row: Row, monkeypatch):
    monkeypatch.setattr(world.app, "testing", False)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    endpoint = _endpoint(world, row)
    client, view = world.client("owner"), world.app.view_functions[endpoint]
    for status, refusal in REFUSALS.items():
        monkeypatch.setitem(world.app.view_functions, endpoint, _raising(view, refusal))
        answer = world.undone(lambda: row.ask(client, world.known, **(PARTIAL if status % 2 else {})))  # noqa: B023
        assert answer.status_code == status
        assert_headers(answer, row)
        assert "a mistake of ours" not in answer.text


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_is_refused_at_the_door_carries_them_too(world: World, row: Row):
    """A foreign host and damaged text (400), a method nobody uses (405), too much (413), no form (415)."""
    http, path = world.client("owner").http, row.path.format_map(world.known)
    answers = [
        (400, http.open(path, method=row.method, headers={"Host": "evil.example"})),
        (400, http.open(path.split("?")[0], method=row.method, query_string="q=%FF")),
        (405, http.put(path)),
    ]
    if row.method == "POST" and row.rule != "/csp-report":
        answers += [(413, http.post(path, data={"a": "x" * 300_000})), (415, http.post(path, json={}))]
    for status, answer in answers:
        assert answer.status_code == status
        assert_headers(answer, row)


def _endpoint(world: World, row: Row) -> str:
    rules = world.app.url_map.iter_rules()
    return next(rule.endpoint for rule in rules if rule.rule == row.rule and row.method in (rule.methods or ()))


def _raising(view, refusal):
    def raising(**_):
        raise refusal()

    vars(raising).update(vars(view))
    return raising
