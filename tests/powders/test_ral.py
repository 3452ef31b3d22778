import re
from collections import Counter
from decimal import Decimal

import pytest

from powderapp.powders.ral import lightness, nearest_ral, parse_ral, ral_colours


def test_all_216_ral_colours_are_there_and_one_has_no_screen_value() -> None:
    colours = ral_colours()
    assert len(colours) == 216
    assert [ral.code for ral in colours.values() if ral.rgb is None] == ["6039"]
    assert all(re.fullmatch(r"[0-9A-F]{6}", ral.rgb) for ral in colours.values() if ral.rgb)
    assert all(re.fullmatch(r"[1-9][0-9]{3}", code) for code in colours)


def test_the_colour_groups_have_their_known_sizes() -> None:
    sizes = Counter(ral.code[0] for ral in ral_colours().values() if ral.rgb)
    assert [sizes[group] for group in "123456789"] == [30, 14, 25, 12, 25, 36, 38, 20, 15]


def test_screen_values_come_from_the_rgb_column() -> None:
    assert ral_colours()["9010"].rgb == "F1ECE1"
    assert ral_colours()["6039"].name == "Fibre green"


def test_a_ral_code_is_read_however_it_is_written() -> None:
    assert {parse_ral(text).code for text in ("RAL 7016", "ral7016", " 7016", "RAL-7016")} == {"7016"}


def test_an_unknown_ral_code_names_the_three_nearest() -> None:
    with pytest.raises(ValueError, match=r"^RAL 7061 does not exist\. Nearest: 7031, 7021, 7011\.$"):
        parse_ral("7061")
    with pytest.raises(ValueError, match=r"^RAL 9999X does not exist\. Nearest: (\d{4}, ){2}\d{4}\.$"):
        parse_ral("9999x")
    assert [len(nearest_ral(code)) for code in ("", "x", "123456")] == [3, 3, 3]


def test_light_colours_come_before_dark_ones() -> None:
    codes = ["9005", "7016", "9016", "3020"]
    in_order = sorted(codes, key=lambda code: -lightness(ral_colours()[code].rgb or ""))
    assert in_order == ["9016", "3020", "7016", "9005"]
    assert (lightness("FFFFFF"), lightness("000000")) == (Decimal("100.0"), Decimal("0.0"))
