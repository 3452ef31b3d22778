"""Who may do what: one readable table, action -> roles, deny by default.

An `Actor` is who acts, on which device, when and under which operation key; every operation takes one as `by`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from powderapp.base.errors import ConfirmationNeededError, ForbiddenError, SupervisorNeededError


class Role(StrEnum):
    OWNER = "owner"
    OFFICE = "office"
    SPRAYER = "sprayer"
    PREP = "prep"
    QUALITY = "quality"
    VIEWER = "viewer"
    SUPERVISOR = "supervisor"


class Permission(StrEnum):
    """Reads end in `_SEE`; everything else writes."""

    BOARD_SEE = "board.see"
    JOB_SEE = "job.see"
    PRICE_SEE = "price.see"
    CUSTOMER_SEE = "customer.see"
    POWDER_SEE = "powder.see"
    FLOOR_SEE = "floor.see"
    SETTINGS_SEE = "settings.see"
    JOB_CHECK_IN = "job.check_in"
    JOB_EDIT = "job.edit"
    JOB_HOLD = "job.hold"
    JOB_CANCEL = "job.cancel"
    PARTS_ARRIVE = "parts.arrive"
    PARTS_MOVE = "parts.move"
    PARTS_REVERSE = "parts.reverse"
    PARTS_REVERSE_ANY = "parts.reverse_any"
    PARTS_CORRECT = "parts.correct"
    STATION_CHOOSE = "station.choose"
    PREP_DO = "prep.do"
    BATCH_SPRAY = "batch.spray"
    BATCH_CORRECT = "batch.correct"
    LOAD_CURE = "load.cure"
    CHECK_DO = "check.do"
    PICKUP_DO = "pickup.do"
    BOX_RECEIVE = "box.receive"
    BOX_WEIGH = "box.weigh"
    BOX_REVERSE = "box.reverse"
    BOX_CORRECT = "box.correct"
    POWDER_EDIT = "powder.edit"
    CUSTOMER_EDIT = "customer.edit"
    SHOP_EDIT = "shop.edit"
    PEOPLE_EDIT = "people.edit"
    DEVICE_EDIT = "device.edit"
    PIN_UNLOCK = "pin.unlock"
    DEMO_LEAVE = "demo.leave"


OWNER, OFFICE, SPRAYER, PREP, QUALITY, VIEWER, SUPERVISOR = Role
_FLOOR = frozenset({OWNER, OFFICE, SPRAYER, PREP, QUALITY})
_DESK = frozenset({OWNER, OFFICE})

TABLE: dict[Permission, frozenset[Role]] = {
    Permission.BOARD_SEE: frozenset(Role),
    Permission.JOB_SEE: _FLOOR,
    Permission.PRICE_SEE: _DESK,
    Permission.CUSTOMER_SEE: _DESK,
    Permission.POWDER_SEE: _FLOOR,
    Permission.FLOOR_SEE: _FLOOR,
    Permission.SETTINGS_SEE: _DESK | {SUPERVISOR},
    Permission.JOB_CHECK_IN: _DESK,
    Permission.JOB_EDIT: _DESK,
    Permission.JOB_HOLD: _DESK | {QUALITY},
    Permission.JOB_CANCEL: _DESK,
    Permission.PARTS_ARRIVE: _DESK | {PREP},
    Permission.PARTS_MOVE: _FLOOR,
    Permission.PARTS_REVERSE: _FLOOR,
    Permission.PARTS_REVERSE_ANY: _DESK | {SUPERVISOR},
    Permission.PARTS_CORRECT: _DESK | {SUPERVISOR},
    Permission.STATION_CHOOSE: _FLOOR,
    Permission.PREP_DO: _DESK | {PREP, SPRAYER},
    Permission.BATCH_SPRAY: _DESK | {SPRAYER},
    Permission.BATCH_CORRECT: _DESK | {SPRAYER},
    Permission.LOAD_CURE: _DESK | {SPRAYER, PREP},
    Permission.CHECK_DO: _DESK | {QUALITY},
    Permission.PICKUP_DO: _DESK | {QUALITY},
    Permission.BOX_RECEIVE: _DESK | {SPRAYER},
    Permission.BOX_WEIGH: _DESK | {SPRAYER},
    Permission.BOX_REVERSE: _DESK | {SPRAYER, SUPERVISOR},
    Permission.BOX_CORRECT: _DESK | {SUPERVISOR},
    Permission.POWDER_EDIT: _DESK,
    Permission.CUSTOMER_EDIT: _DESK,
    Permission.SHOP_EDIT: frozenset({OWNER}),
    Permission.PEOPLE_EDIT: frozenset({OWNER}),
    Permission.DEVICE_EDIT: frozenset({OWNER, SUPERVISOR}),
    Permission.PIN_UNLOCK: frozenset({OWNER, SUPERVISOR}),
    Permission.DEMO_LEAVE: frozenset({OWNER}),
}

WITH_SUPERVISOR: dict[Permission, frozenset[Role]] = {
    Permission.PARTS_REVERSE_ANY: frozenset({SPRAYER, PREP, QUALITY}),
    Permission.PARTS_CORRECT: frozenset({SPRAYER, PREP, QUALITY}),
    Permission.BOX_CORRECT: frozenset({SPRAYER}),
}
"""Who may do it with a supervisor at their side, who enters their own PIN for this one action."""

CONFIRMED = frozenset({Permission.SHOP_EDIT, Permission.PEOPLE_EDIT, Permission.DEVICE_EDIT, Permission.DEMO_LEAVE})
"""Only shortly after password or PIN were entered: a desk left alone changes no people, devices or settings."""
CONFIRMED_FOR = timedelta(minutes=30)
SUPERVISORS = frozenset({OWNER, SUPERVISOR})
"""Whose PIN counts beside somebody else's action."""
OWN_FOR = timedelta(minutes=15)
"""How long people take back their own entries alone."""


@dataclass(frozen=True)
class Actor:
    """Who acts, on which device, when, under which key. Both ids go into every event, and the supervisor's beside them.

    confirmed_at: when this person entered password or PIN last, long ago for a walk-up; None where nobody is there to
    ask: the system, and who made the code that somebody else types.
    """

    person_id: int
    device_id: int
    name: str
    roles: frozenset[Role]
    now: datetime
    key: UUID | None = None
    supervisor_id: int | None = None
    confirmed_at: datetime | None = None

    def may(self, permission: Permission) -> bool:
        """Whether one of this person's roles holds `permission`, or a supervisor stands beside one that needs it."""
        held = bool(TABLE.get(permission, frozenset()) & self.roles)
        return held or (self.supervisor_id is not None and self._may_beside(permission))

    def might(self, permission: Permission) -> bool:
        """Whether this person may, alone or with a supervisor beside: what a page offers."""
        return self.may(permission) or self._may_beside(permission)

    def demand(self, permission: Permission) -> None:
        """Raise unless this person may now: ForbiddenError, SupervisorNeededError or ConfirmationNeededError."""
        if not self.might(permission):
            raise ForbiddenError(f"{self.name} may not do this. Ask someone who may, or the owner.", permission)
        if not self.may(permission):
            raise SupervisorNeededError("A supervisor stands beside this: they enter their own PIN.")
        if permission in CONFIRMED and self.confirmed_at and self.now - self.confirmed_at > CONFIRMED_FOR:
            raise ConfirmationNeededError("Confirm that it is you: enter your password or PIN again.")

    def did_lately(self, person_id: int, moment: datetime) -> bool:
        """Whether it was this person, and so lately that they may take it back alone."""
        return person_id == self.person_id and self.now - moment <= OWN_FOR

    def at(self, moment: datetime) -> "Actor":
        """The same person on the same device at another moment: how the demo and imports set the clock."""
        return replace(self, now=moment)

    def _may_beside(self, permission: Permission) -> bool:
        return bool(WITH_SUPERVISOR.get(permission, frozenset()) & self.roles)
