from decimal import Decimal

import pytest

from powderapp.pricing import areas
from powderapp.pricing.areas import Bars

D = Decimal
INCH, FOOT, FT2, M2 = D("25.4"), D("304.8"), D("92903.04"), D(1_000_000)


def close(mm2: int, expected: str, unit: Decimal) -> bool:
    return abs(mm2 / unit - D(expected)) <= D(expected) * D("0.005")


def inches(*lengths: str) -> list[Decimal]:
    return [D(length) * INCH for length in lengths]


@pytest.mark.parametrize(
    ("mm2", "ft2"),
    [
        (areas.round_bar(*inches("1.5", "240")), "7.854"),
        (areas.rect_tube(*inches("2", "2", "120")), "6.667"),
        (areas.flat_bar(*inches("2", "0.25", "240")), "7.50"),
        (areas.angle(*inches("2", "2", "240")), "13.33"),
        (areas.sphere(FOOT), "3.14"),
    ],
)
def test_sections_agree_with_worked_examples_in_feet(mm2: int, ft2: str) -> None:
    assert close(mm2, ft2, FT2)


@pytest.mark.parametrize(
    ("mm2", "m2"),
    [
        (areas.round_bar(D("48.3"), D(6000)), "0.910"),
        (areas.rect_tube(D(40), D(40), D(6000)), "0.960"),
        (areas.flat_plate(D(1200), D(800), D(6)), "1.944"),
        (areas.channel(D(100), D(50), D(6), D(1000)), "0.388"),
        (areas.beam(D(190), D(200), D("6.5"), D(18), D(1000)), "1.136"),
    ],
)
def test_sections_agree_with_worked_examples_in_metres(mm2: int, m2: str) -> None:
    assert close(mm2, m2, M2)


def test_rounded_corners_make_a_tube_smaller_and_solid_ends_make_a_bar_larger() -> None:
    assert areas.rect_tube(D(40), D(40), D(1000), corner_radius=D(6)) == 149_699
    assert areas.round_bar(D(100), D(1000), solid_ends=True) - areas.round_bar(D(100), D(1000)) == 15_708


@pytest.mark.parametrize(
    ("mm2", "faces"),
    [
        (areas.perforated_sheet(D(1000), D(1000), D(2), D("0.4"), D(5)), "1.84"),
        (areas.wire_mesh(D(1000), D(1000), *inches("0.148", "2", "2")), "0.465"),
        (areas.wire_mesh(D(1000), D(1000), D(5), D(50), D(50)), "0.628"),
        (areas.expanded_metal(D(1000), D(1000), D(3), D("0.6"), D("4.2")), "1.37"),
    ],
)
def test_open_sheets_are_a_multiple_of_one_face(mm2: int, faces: str) -> None:
    assert close(mm2, faces, M2)


def test_a_railing_panel_in_inches() -> None:
    pickets = areas.picket_count(*inches("96", "4.5"))
    bars = [
        Bars(2, *inches("6", "96")),
        Bars(pickets, *inches("3", "33")),
        Bars(2, *inches("8", "42")),
    ]
    assert pickets == 21
    assert all(close(areas.railing([bar]), ft2, FT2) for bar, ft2 in zip(bars, ("8.00", "14.44", "4.67"), strict=True))
    assert close(areas.railing(bars), "27.10", FT2)


def test_a_railing_panel_in_millimetres() -> None:
    pickets = areas.picket_count(D(2000), D(110))
    bars = [Bars(2, D(160), D(2000)), Bars(pickets, areas.PI * 16, D(920)), Bars(2, D(200), D(1100))]
    assert pickets == 18
    assert close(areas.railing(bars), "1.91", M2)


@pytest.mark.parametrize(
    ("diameter", "width", "ft2"),
    [("15", "7", "6.30"), ("17", "8", "8.14"), ("18", "8", "8.76"), ("20", "9", "10.91"), ("22", "10", "13.30")],
)
def test_wheels_by_their_size(diameter: str, width: str, ft2: str) -> None:
    assert close(areas.wheel(*inches(diameter, width)), ft2, FT2)
