"""Every colour can be read on what it stands on, in light and dark: text at 4.5 to 1, edges and icons at 3 to 1."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("page", "surface")],
    *[(ink, ground) for ink in ("ink", "ink-2") for ground in ("sunken", "raised")],
    *[(word, ground) for word in ("live", "warn", "stop") for ground in ("page", "surface", "raised", f"{word}-bg")],
    *[(f"on-{word}", f"{word}-fill") for word in ("live", "warn", "stop")],
    *[("ink", ground) for ground in ("live-bg", "warn-bg", "stop-bg")],
    ("on-ink", "ink"),
]
EDGES = [(line, ground) for line in ("edge", "focus") for ground in ("page", "surface", "sunken", "raised")]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: str) -> float:
    dark, bright = sorted(luminance(COLOURS[name][theme]) for name in (one, other))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_can_be_read(ink: str, ground: str, theme: str) -> None:
    assert contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), EDGES)
def test_edges_of_controls_and_focus_can_be_seen(line: str, ground: str, theme: str) -> None:
    assert contrast(line, ground, theme) >= 3


def test_the_states_differ_in_lightness_too() -> None:
    fills = [luminance(COLOURS[f"{word}-fill"]["light"]) for word in ("live", "warn", "stop")]
    assert max(fills) - min(fills) > 0.4
