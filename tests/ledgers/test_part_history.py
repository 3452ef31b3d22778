"""Random histories of the parts of one line against a Python model: counts reconcile after every step."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from powderapp.base.errors import DomainError
from powderapp.batches import operations as batches
from powderapp.batches import queries as batch_queries
from powderapp.batches import weighing
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner
from powderapp.ovens import operations as ovens
from powderapp.parts import operations as parts
from powderapp.parts import queries as part_queries
from powderapp.parts.models import Move, Pile
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing
from powderapp.pickups import operations as pickups
from tests.support.chain import Works

ORDERED = 30
VERBS = ("arrive", "spray", "bake", "abort", "pass", "rework", "scrap", "pick_up", "lose", "find", "reverse")
ONE_SHOP = [HealthCheck.function_scoped_fixture]  # its histories are of lines of their own
STEP = st.tuples(st.sampled_from(VERBS), st.integers(1, 12), st.integers(1, 2))
Place = tuple[str, int]


class Model:
    """Parts of a two-coat line by (stage, coat); rework parts leave it for their child line."""

    def __init__(self) -> None:
        self.at: Counter[Place] = Counter()
        self.came = self.reworked = 0
        self.moves: list[tuple[Place | None, Place, int]] = []

    def apply(self, verb: str, qty: int, coat: int) -> bool:
        """Whether the step is allowed; if so the parts are moved."""
        act: Callable[[int, int], bool] = getattr(self, verb)
        return act(qty, coat)

    def move(self, source: Place | None, target: Place, qty: int) -> bool:
        if source is not None and self.at[source] < qty:
            return False
        if source is not None:
            self.at[source] -= qty
        self.at[target] += qty
        return True

    def arrive(self, qty: int, coat: int) -> bool:
        if self.came + qty > ORDERED:
            return False
        self.came += qty
        return self.move(None, ("to_spray", 1), qty)

    def spray(self, qty: int, coat: int) -> bool:
        return self.move(("to_spray", coat), ("to_cure", coat), qty)

    def bake(self, qty: int, coat: int) -> bool:
        return self.move(("to_cure", coat), ("to_spray", 2) if coat == 1 else ("checking", 2), qty)

    def abort(self, qty: int, coat: int) -> bool:
        return self.at["to_cure", coat] >= qty

    def pass_(self, qty: int, coat: int) -> bool:
        return self.move(("checking", 2), ("ready", 2), qty)

    def rework(self, qty: int, coat: int) -> bool:
        if self.at["checking", 2] < qty:
            return False
        self.at["checking", 2] -= qty
        self.reworked += qty
        return True

    def scrap(self, qty: int, coat: int) -> bool:
        return self.move(("checking", 2), ("scrapped", 2), qty)

    def pick_up(self, qty: int, coat: int) -> bool:
        return self.move(("ready", 2), ("collected", 2), qty)

    def lose(self, qty: int, coat: int) -> bool:
        return self.move(("to_spray", coat), ("missing", coat), qty)

    def find(self, qty: int, coat: int) -> bool:
        """What is missing is found first; only the rest is more than arrived."""
        known = min(qty, self.at["missing", coat])
        self.move(("missing", coat), ("to_spray", coat), known)
        self.came += qty - known
        return self.move(None, ("to_spray", coat), qty - known)

    def reverse(self, qty: int, coat: int) -> bool:
        """The last loss of this coat found again, or a part of it."""
        return self.move(("missing", coat), ("to_spray", coat), qty)


class Floor:
    """The same steps by the operations of the shop."""

    def __init__(self, works: Works) -> None:
        self.works, self.db, self.by = works, works.db, works.by
        self.job = works.job(works.line(ORDERED, "Gate", works.primer, works.black, blast=False), arrived=False)
        (self.line,) = self.job.lines

    def apply(self, verb: str, qty: int, coat: int) -> bool:
        """Do the step; False when the shop refuses it or nothing stands there."""
        try:
            with self.db.begin_nested():
                act: Callable[[int, int], object] = getattr(self, verb)
                act(qty, coat)
        except (DomainError, StopIteration):
            self.db.expire_all()
            return False
        return True

    def pile(self, stage: Stage, coat: int) -> Pile:
        standing = part_queries.standing(self.db, [self.line.id])
        return next(pile for pile in standing if (pile.stage, pile.coat_number) == (stage, coat))

    def at(self) -> Counter[Place]:
        found: Counter[Place] = Counter()
        for pile in part_queries.standing(self.db, [self.line.id]):
            found[str(pile.stage), pile.coat_number] += pile.qty
        return found

    def arrive(self, qty: int, coat: int) -> None:
        parts.arrive(self.db, self.job, {self.line.id: qty}, by=self.by)

    def spray(self, qty: int, coat: int) -> None:
        pile, powder = self.pile(Stage.TO_SPRAY, coat), (self.works.primer, self.works.black)[coat - 1]
        taken = min(pile.qty, qty + 2)
        batch = batches.start(self.db, self.works.booth, powder, {pile.id: taken}, [], by=self.by)
        (task,) = batch_queries.tasks_of(self.db, batch.id)
        batches.count_done(self.db, task, qty, by=self.by)
        if taken > qty:
            batches.send_back(self.db, task, taken - qty, by=self.by)
        weighing.finish(self.db, batch, {}, by=self.by)

    def bake(self, qty: int, coat: int) -> None:
        ovens.take_out(self.db, self._load(qty, coat), by=self.by)

    def abort(self, qty: int, coat: int) -> None:
        ovens.abort(self.db, self._load(qty, coat), reason="door", by=self.by)

    def _load(self, qty: int, coat: int):  # type: ignore[no-untyped-def]
        pile = self.pile(Stage.TO_CURE, coat)
        return ovens.load(self.db, self.works.oven, {pile.id: qty}, set_point_c=200, minutes=15, by=self.by)

    def _check(self, verdict: Verdict) -> None:
        checks.check(self.db, self.pile(Stage.CHECKING, 2), verdict, by=self.by)

    def pass_(self, qty: int, coat: int) -> None:
        self._check(Verdict(passed=qty))

    def rework(self, qty: int, coat: int) -> None:
        self._check(Verdict(rework=qty, cause="thin", fault_owner=FaultOwner.US))

    def scrap(self, qty: int, coat: int) -> None:
        self._check(Verdict(scrap=qty, cause="bent", fault_owner=FaultOwner.CUSTOMER))

    def pick_up(self, qty: int, coat: int) -> None:
        pickups.pick_up(self.db, self.job, {self.pile(Stage.READY, 2).id: qty}, to_whom="driver", by=self.by)

    def lose(self, qty: int, coat: int) -> None:
        parts.lose(self.db, self.pile(Stage.TO_SPRAY, coat), qty, by=self.by, reason="counted")

    def find(self, qty: int, coat: int) -> None:
        parts.find_more(self.db, self.line, Standing(Stage.TO_SPRAY, coat), qty, by=self.by, reason="counted")

    def reverse(self, qty: int, coat: int) -> None:
        """Losses are reversed newest first, each as far as it goes."""
        missing = self.pile(Stage.MISSING, coat)
        if missing.qty < qty:
            raise DomainError("More than is missing.")
        for entry in self.db.scalars(select(Move).where(Move.to_pile_id == missing.id).order_by(Move.id.desc())).all():
            part = min(qty, entry.qty - part_queries.undone_qty(self.db, entry.id))
            if part:
                parts.reverse(self.db, entry, part, by=self.by, reason="found")
                qty -= part


def reconcile(works: Works, history: list[tuple[str, int, int]]) -> None:
    model, floor = Model(), Floor(works)
    for verb, qty, coat in [("arrive", 12, 1), *history]:
        name = "pass_" if verb == "pass" else verb
        assert floor.apply(name, qty, coat) == model.apply(name, qty, coat), (verb, qty, coat)
        assert floor.at() == +model.at, (verb, qty, coat)
        assert sum(model.at.values()) + model.reworked == model.came
    assert part_queries.here_qty(works.db, floor.job.id).get(1, 0) == model.came


@settings(max_examples=12, suppress_health_check=ONE_SHOP)
@given(history=st.lists(STEP, max_size=25))
def test_the_parts_of_a_line_reconcile_after_every_step(works: Works, history: list[tuple[str, int, int]]) -> None:
    reconcile(works, history)


@pytest.mark.long
@settings(max_examples=200, suppress_health_check=ONE_SHOP)
@given(history=st.lists(STEP, max_size=50))
def test_long_histories_of_parts_reconcile_too(works: Works, history: list[tuple[str, int, int]]) -> None:
    reconcile(works, history)
