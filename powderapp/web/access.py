"""Every route says who may use it, and whether a repeat of it needs an operation key; what says nothing is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g
from werkzeug.exceptions import Unauthorized

from powderapp.base.access import Permission
from powderapp.base.errors import ForbiddenError

View = TypeVar("View", bound=Callable[..., Any])
SIGN_IN = "/signin"
PUBLIC = "public"
ANYONE_HERE = "anyone signed in"


def requires(permission: Permission) -> Callable[[View], View]:
    """Only for people who hold `permission`."""
    return _mark(access=permission)


def public(view: View) -> View:
    """For everybody, signed in or not."""
    return _mark(access=PUBLIC)(view)


def signed_in(view: View) -> View:
    """For everybody who is signed in, whatever the role."""
    return _mark(access=ANYONE_HERE)(view)


def keyless(reason: str) -> Callable[[View], View]:
    """An unsafe route without operation key; `reason` says why a repeat of it does no harm."""
    return _mark(keyless=reason)


def sent_by_browsers(*types: str) -> Callable[[View], View]:
    """What browsers send on their own, without page, token or key: bodies of these types, small ones, from anywhere."""
    return _mark(types=frozenset(types))


def types_of(view: Callable[..., Any] | None) -> frozenset[str] | None:
    """The types of body the route takes from browsers themselves; None: it takes forms, as all others do."""
    types: frozenset[str] | None = getattr(view, "types", None)
    return types


def walk_up(person_of: Callable[..., Any]) -> Callable[[View], View]:
    """Also for who walks up to a tablet nobody is signed in at: they act as the person of what runs there.

    person_of: `(db, device, now, **view_args)` -> that person, None where nothing of theirs runs at this device.
    """
    return _mark(walk_up=person_of)


def for_walls(view: View) -> View:
    """Also for a wall screen, a device without a person. It may see nothing else."""
    return _mark(for_walls=True)(view)


def walk_up_of(view: Callable[..., Any]) -> Callable[..., Any] | None:
    """Who acts where nobody is signed in; None on most routes."""
    person_of: Callable[..., Any] | None = getattr(view, "walk_up", None)
    return person_of


def access_of(view: Callable[..., Any]) -> Permission | str | None:
    """What the route declared, None when nothing."""
    declared: Permission | str | None = getattr(view, "access", None)
    return declared


def is_keyless(view: Callable[..., Any]) -> bool:
    """Whether the route works without operation key."""
    return getattr(view, "keyless", None) is not None


def enforce(view: Callable[..., Any]) -> None:
    """Raise unless the person at this device may use `view`: Unauthorized (401) or ForbiddenError (403)."""
    access = access_of(view)
    if access == PUBLIC or (_is_wall() and getattr(view, "for_walls", False)):
        return
    if g.get("actor") is None:
        raise Unauthorized
    if isinstance(access, Permission):
        g.actor.demand(access)
    elif access != ANYONE_HERE:
        raise ForbiddenError("Nobody may open this page yet.")


def _is_wall() -> bool:
    device = g.get("device")
    return device is not None and device.kind == "wall" and "actor" not in g


def _mark(**marks: object) -> Callable[[View], View]:
    def mark(view: View) -> View:
        vars(view).update(marks)
        return view

    return mark
