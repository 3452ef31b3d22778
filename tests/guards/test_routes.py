"""Every route says who may use it; reading never writes, writing never hides behind a right to read."""

from collections.abc import Iterator

import pytest

from powderapp.base.access import TABLE, Permission
from powderapp.web.access import ANYONE_HERE, PUBLIC, access_of, is_keyless
from powderapp.web.transaction import SAFE


@pytest.fixture(scope="module")
def routes(plain_app) -> list[tuple[str, set[str], object]]:
    return list(_routes(plain_app))


def _routes(app) -> Iterator[tuple[str, set[str], object]]:
    for rule in app.url_map.iter_rules():
        yield f"{rule.endpoint} {rule.rule}", set(rule.methods), app.view_functions[rule.endpoint]


def test_every_route_declares_who_may_use_it(routes):
    undeclared = [name for name, _, view in routes if access_of(view) not in {*Permission, PUBLIC, ANYONE_HERE}]
    assert undeclared == []


def test_only_get_and_post_are_used(routes):
    assert [name for name, methods, _ in routes if methods - {"GET", "HEAD", "POST"}] == []


def test_no_route_reads_and_writes(routes):
    assert [name for name, methods, _ in routes if "POST" in methods and methods & SAFE] == []


def test_a_right_to_see_never_writes(routes):
    writing = [(name, access_of(view)) for name, methods, view in routes if "POST" in methods]
    assert [name for name, access in writing if isinstance(access, Permission) and access.value.endswith(".see")] == []


def test_what_everybody_may_post_needs_no_key(routes):
    """A key belongs to a person at a device: who is not signed in has none."""
    public = [name for name, methods, view in routes if "POST" in methods and access_of(view) == PUBLIC]
    keyless = [name for name, _, view in routes if is_keyless(view)]
    assert set(public) <= set(keyless)


def test_every_permission_belongs_to_somebody():
    assert set(TABLE) == set(Permission)
    assert all(TABLE.values())


def test_pages_of_the_desk_need_somebody_signed_in(plain_app):
    public = {rule.rule for rule in plain_app.url_map.iter_rules() if _is_public(plain_app, rule)}
    assert (
        public
        <= {
            "/",
            "/signin",
            "/signin/password",
            "/signin/<int:person_id>",
            "/signin/second",
            "/signout",
            "/setup",
            "/code",
            "/code/choose",
        }
        | _AGAIN
        | _ANSWERED
    )
    assert "/signin" in public


_AGAIN = {"/signin/again", "/U/<int:person_id>"}
_ANSWERED = {"/healthz", "/readyz", "/demo", "/demo/progress", "/status/<token>", "/q/<token>", "/csp-report"}


def _is_public(app, rule) -> bool:
    return access_of(app.view_functions[rule.endpoint]) == PUBLIC
