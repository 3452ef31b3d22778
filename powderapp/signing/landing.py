"""Where a person's day begins."""

from powderapp.base.access import Actor, Permission, Role
from powderapp.web.paths import first_of_ours

PAGES = (
    (Role.OWNER, "/board"),
    (Role.OFFICE, "/board"),
    (Role.SPRAYER, "/floor/queue"),
    (Role.PREP, "/floor/prep"),
    (Role.QUALITY, "/floor/check"),
    (Role.VIEWER, "/board"),
    (Role.SUPERVISOR, "/board"),
)


def landing(actor: Actor, wanted: str | None = None) -> str:
    """`wanted` if it is a page of ours, else the page of this person's first role."""
    pages = [page for role, page in PAGES if role in actor.roles]
    return first_of_ours(wanted, *pages, "/settings" if actor.may(Permission.SETTINGS_SEE) else None) or "/me"
