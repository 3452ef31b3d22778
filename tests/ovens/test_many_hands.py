"""Two tablets in front of two ovens want the same parts: one gets them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.errors import DomainError
from powderapp.ovens import operations as ovens
from powderapp.ovens.models import Load
from powderapp.shop.models import Oven
from tests.support.chain import Works
from tests.support.committed import Hands


def _loaded(works: Works, pile_id: int, oven_ids: list[int], hands: Hands) -> list[object]:
    def act(db: Session, i: int) -> int:
        oven = db.get_one(Oven, oven_ids[i])
        return ovens.load(db, oven, {pile_id: 10}, set_point_c=200, minutes=15, by=works.by).number

    return hands.at_once(len(oven_ids), act)


def _sprayed(works: Works) -> int:
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    works.sprayed({works.prepared(line).id: 10}, works.black, works.black_box, 500)
    works.db.commit()
    return works.pile(line).id


def test_the_same_parts_go_into_one_of_two_ovens(open_works: Works, hands: Hands) -> None:
    other = Oven(name="Oven 2")
    open_works.db.add(other)
    pile_id = _sprayed(open_works)
    answers = _loaded(open_works, pile_id, [open_works.oven.id, other.id], hands)
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [str(refusal) for refusal in refused] == ["Only 0 parts stand there now, not 10."]
    assert len(list(open_works.db.scalars(select(Load)))) == 1


def test_one_oven_takes_one_of_four_loads(open_works: Works, hands: Hands) -> None:
    pile_id = _sprayed(open_works)
    answers = _loaded(open_works, pile_id, [open_works.oven.id] * 4, hands)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 3
