"""Random histories of one box against a Python model: the weight is the sum of what happened, and never below zero."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from powderapp.base.errors import DomainError
from powderapp.stock import operations as stock
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind
from tests.support.chain import Works

GRAMS = st.integers(1, 3_000)
STEP = st.one_of(
    st.tuples(st.sampled_from(["take", "sell", "scrap", "put_back", "pour"]), GRAMS),
    st.tuples(st.just("weigh"), st.integers(0, 4_500)),
    st.tuples(st.just("reverse"), st.integers(0, 30)),
)
TAKES = {"take": MovementKind.USE, "sell": MovementKind.SOLD, "scrap": MovementKind.SCRAP}
ONE_SHOP = [HealthCheck.function_scoped_fixture]  # its histories are of boxes of their own
TARE_G, FULL_G = 500, 3_000


class Model:
    """One box as a list of grams: what came in, what went, what was undone."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, bool]] = [(FULL_G, True)]
        self.undone: set[int] = set()
        self.reversals: set[int] = set()

    @property
    def net_g(self) -> int:
        return sum(grams for grams, _ in self.entries)

    @property
    def full_g(self) -> int:
        return sum(grams for i, (grams, inward) in enumerate(self.entries) if inward and i not in self.undone)

    def apply(self, verb: str, number: int) -> bool:
        """Whether the step is allowed; if so it is done."""
        if verb == "weigh":
            return self._weigh(number - TARE_G)
        if verb == "reverse":
            return self._reverse(number)
        grams = number if verb in ("put_back", "pour") else -number
        if self.net_g + grams < 0 or (verb == "put_back" and self.net_g + grams > self.full_g):
            return False
        self.entries.append((grams, verb == "pour"))
        return True

    def _weigh(self, net_g: int) -> bool:
        if not 0 <= net_g <= self.full_g:
            return False
        if net_g != self.net_g:
            self.entries.append((net_g - self.net_g, False))
        return True

    def _reverse(self, number: int) -> bool:
        if number >= len(self.entries) or number in self.undone | self.reversals:
            return False
        if number and self.entries[number][1]:
            return False  # poured in from another box
        if self.net_g - self.entries[number][0] < 0:
            return False
        self.undone.add(number)
        self.reversals.add(len(self.entries))
        self.entries.append((-self.entries[number][0], False))
        return True


class Ledger:
    """The same steps by the operations of the shop."""

    def __init__(self, works: Works) -> None:
        self.works, self.db = works, works.db
        self.box = works.box(works.black, FULL_G, tare_g=TARE_G)
        self.store = works.box(works.black, 100_000)

    def apply(self, verb: str, number: int) -> bool:
        """Do the step; False when the shop refuses it."""
        try:
            with self.db.begin_nested():
                self._do(verb, number)
        except DomainError:
            self.db.refresh(self.box)
            return False
        return True

    def _do(self, verb: str, number: int) -> None:
        by = self.works.by
        if verb in TAKES:
            stock.take(self.db, self.box, number, TAKES[verb], by=by, reason="counted")
        elif verb == "put_back":
            stock.put_back(self.db, self.box, number, by=by, reason="left over")
        elif verb == "pour":
            stock.transfer(self.db, self.store, self.box, number, by=by)
        elif verb == "weigh":
            stock.weigh(self.db, self.box, number, by=by)
        else:
            stock.reverse(self.db, self._movement(number), by=by, reason="slip")

    def _movement(self, number: int) -> Movement:
        query = select(Movement).where(Movement.box_id == self.box.id).order_by(Movement.id)
        found = self.db.scalars(query.offset(number).limit(1)).one_or_none()
        if found is None:
            raise DomainError("There is no such entry.")
        return found


def weigh_up(works: Works, history: list[tuple[str, int]]) -> None:
    model, ledger = Model(), Ledger(works)
    for verb, number in history:
        assert ledger.apply(verb, number) == model.apply(verb, number), (verb, number)
        assert ledger.box.net_g == model.net_g >= 0
    moved = select(func.sum(Movement.grams)).where(Movement.box_id == ledger.box.id)
    assert works.db.scalars(moved).one() == model.net_g
    assert works.db.scalars(select(Box.net_g).where(Box.id == ledger.box.id)).one() == model.net_g


@settings(max_examples=25, suppress_health_check=ONE_SHOP)
@given(history=st.lists(STEP, max_size=25))
def test_a_box_weighs_what_its_history_says(works: Works, history: list[tuple[str, int]]) -> None:
    weigh_up(works, history)


@pytest.mark.long
@settings(max_examples=200, suppress_health_check=ONE_SHOP)
@given(history=st.lists(STEP, max_size=50))
def test_a_box_weighs_what_its_long_history_says(works: Works, history: list[tuple[str, int]]) -> None:
    weigh_up(works, history)
