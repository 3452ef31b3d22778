"""Which orders came in during the fortnight, and how far each one got. Days are indices of working days (`days`)."""

from dataclasses import dataclass
from enum import IntEnum


class Goal(IntEnum):
    """Where an order stands at the end; nobody takes it further."""

    RECEIVED = 0
    PREP = 1
    TO_SPRAY = 2
    PRIMED = 3
    SPRAYING = 4
    TO_CURE = 5
    CURING = 6
    CHECKING = 7
    READY = 8
    TOLD = 9
    PARTLY = 10
    COLLECTED = 11


@dataclass(frozen=True)
class Order:
    """One order. rows: numbers in the old job list, one line each; the first one's customer ordered them all.

    prep, spray, pickup: the earliest day; one, two, and three or more days after check-in when not given. prime: zinc
    primer below the colour. wish: a colour nobody matched yet. redo: cause of a rework; again: and it was sprayed anew.
    """

    rows: tuple[int, ...]
    day: int
    due: int
    goal: Goal = Goal.COLLECTED
    prep: int = -1
    spray: int = -1
    pickup: int = -1
    prime: bool = False
    low_bake: bool = False
    own_powder: bool = False
    blast_only: bool = False
    weighed: bool = True
    half: bool = False
    again: bool = False
    wish: str | None = None
    hold: str | None = None
    redo: str | None = None
    walk_in: tuple[str, str] | None = None

    @property
    def prep_day(self) -> int:
        """The day prep begins."""
        return self.prep if self.prep >= 0 else self.day + 1

    @property
    def spray_day(self) -> int:
        """The day of the first coat."""
        return self.spray if self.spray >= 0 else max(self.prep_day, self.day + 2)

    @property
    def pickup_day(self) -> int:
        """The day the customer comes."""
        return self.pickup if self.pickup >= 0 else max(self.spray_day + 1, self.due)


STORY: tuple[Order, ...] = (
    # The first week: everything of it was collected, most of it in time.
    Order((3613,), day=0, due=4, prime=True),
    Order((3625, 3633), day=0, due=3),
    Order((3650,), day=0, due=4, spray=1),
    Order((3620,), day=0, due=3, prep=0, spray=1),
    Order((3757,), day=0, due=2, prep=0, spray=1, walk_in=("Tom Reeve", "555-0142")),
    Order((3648,), day=1, due=4),
    Order((3687,), day=1, due=4),
    Order((3808,), day=1, due=5),
    Order((3679,), day=1, due=5),
    Order((3806, 3781), day=1, due=4, pickup=5),
    Order((3662,), day=2, due=5),
    Order((3683,), day=2, due=6, spray=3),
    Order((3608,), day=2, due=5),
    Order((3792,), day=2, due=6),
    Order((3743,), day=2, due=5, blast_only=True),
    Order((3909,), day=3, due=7),
    Order((3786,), day=3, due=6, redo="runs", again=True, pickup=8),
    Order((3904,), day=3, due=7, low_bake=True),
    Order((3643,), day=3, due=6, prep=3, spray=4),
    Order((3932,), day=4, due=8),
    Order((3852,), day=4, due=7, own_powder=True),
    # The second week: ready, told, or only in part collected.
    Order((3676,), day=4, due=8, pickup=10),
    Order((3759,), day=5, due=11, prime=True, goal=Goal.TOLD),
    Order((3720,), day=5, due=11, goal=Goal.TOLD),
    Order((3711,), day=5, due=11, goal=Goal.READY, spray=8),
    Order((3833,), day=5, due=10, goal=Goal.TOLD, spray=6),
    Order((3880,), day=6, due=10, goal=Goal.TOLD),
    Order((3760,), day=6, due=12, goal=Goal.READY, spray=9),
    Order((3824,), day=6, due=10, goal=Goal.PARTLY, spray=8, pickup=9),
    Order((3840,), day=7, due=11, goal=Goal.READY, redo="orange-peel"),
    Order((3753, 3801), day=7, due=11, goal=Goal.READY, weighed=False, spray=9),
    # In work now: every stage has something, two are late.
    Order((3796,), day=7, due=9, goal=Goal.CHECKING, spray=10),
    Order((3734,), day=8, due=10, goal=Goal.CHECKING, prep=8, spray=10),
    Order((3955,), day=8, due=11, goal=Goal.CURING, spray=10),
    Order((3964,), day=8, due=11, goal=Goal.CURING, spray=10),
    Order((3942,), day=8, due=11, goal=Goal.TO_CURE, spray=10),
    Order((3816,), day=9, due=12, goal=Goal.TO_CURE, low_bake=True, prep=9, spray=10),
    Order((3915,), day=8, due=10, goal=Goal.SPRAYING),
    Order((3671,), day=9, due=12, goal=Goal.SPRAYING, prep=9, spray=10),
    Order((3787,), day=7, due=10, goal=Goal.PRIMED, prime=True, spray=9),
    Order((3699, 3667), day=8, due=11, goal=Goal.TO_SPRAY),
    Order((3780, 3930), day=8, due=13, goal=Goal.TO_SPRAY),
    Order((3651,), day=9, due=13, goal=Goal.TO_SPRAY, prep=9),
    Order((3956,), day=7, due=9, goal=Goal.TO_SPRAY, hold="Powder is short"),
    Order((3933,), day=9, due=12, goal=Goal.PREP),
    Order((3929,), day=9, due=14, goal=Goal.PREP),
    Order((3870,), day=9, due=13, goal=Goal.PREP),
    Order((3925,), day=8, due=14, goal=Goal.PREP, hold="Customer decides on the colour"),
    Order((3935,), day=10, due=15, goal=Goal.RECEIVED, half=True),
    Order((3754,), day=9, due=14, goal=Goal.RECEIVED, wish="RAL 1028 satin"),
    Order((3953,), day=10, due=14, goal=Goal.RECEIVED),
    Order((3872,), day=10, due=11, goal=Goal.RECEIVED),
)
