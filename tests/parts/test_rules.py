import pytest

from powderapp.parts.rules import ONWARD, Stage, StageKind, is_legal, least_advanced


def test_stages_are_shown_in_the_order_of_work() -> None:
    shown = [stage.label for stage in sorted(Stage, key=lambda stage: stage.rank)]
    assert shown[:8] == ["Received", "Prep", "To spray", "Spraying", "For oven", "Oven", "Check", "Ready"]
    assert shown[8:] == ["Collected", "Scrapped", "Missing", "Returned uncoated"]


def test_ready_is_not_work_and_four_stages_are_never_left() -> None:
    assert Stage.CHECKING.kind is StageKind.WORK
    assert Stage.READY.kind is StageKind.READY
    assert [stage for stage in Stage if stage.kind is StageKind.SINK] == list(Stage)[8:]
    assert set(ONWARD) == set(list(Stage)[:8])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (Stage.RECEIVED, Stage.TO_SPRAY),
        (Stage.PREP, Stage.CHECKING),
        (Stage.SPRAYING, Stage.TO_SPRAY),
        (Stage.CURING, Stage.TO_CURE),
        (Stage.CURING, Stage.PREP),
        (Stage.READY, Stage.COLLECTED),
        (Stage.TO_SPRAY, Stage.SCRAPPED),
        (Stage.READY, Stage.MISSING),
    ],
)
def test_parts_go_this_way(source: Stage, target: Stage) -> None:
    assert is_legal(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (Stage.RECEIVED, Stage.COLLECTED),
        (Stage.TO_SPRAY, Stage.TO_CURE),
        (Stage.READY, Stage.CHECKING),
        (Stage.COLLECTED, Stage.READY),
        (Stage.SCRAPPED, Stage.MISSING),
        (Stage.TO_SPRAY, Stage.RECEIVED),
    ],
)
def test_parts_do_not_jump_or_come_out_of_a_sink(source: Stage, target: Stage) -> None:
    assert not is_legal(source, target)


def test_a_job_stands_where_its_least_advanced_parts_stand() -> None:
    assert least_advanced([Stage.READY, Stage.TO_CURE, Stage.COLLECTED]) is Stage.TO_CURE
    assert least_advanced([]) is None
